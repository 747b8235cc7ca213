/** Plain actors: a function that takes one message at a time, sync or async, with nothing journaled. */
import { type Answer, type Ask, failure } from "./asks.ts";
import { Cell, NO_META } from "./cell.ts";
import type { Host } from "./host.ts";
import type { Supervision } from "./supervision.ts";
import { Tick } from "./timers.ts";
import type { ActorId, CommandMeta, Millis } from "./types.ts";

/** What a plain actor may do during (and after) its turns. */
export interface PlainContext {
  readonly id: ActorId;
  /** Of the message being handled. */
  readonly meta: CommandMeta;
  now(): Millis;
  tell(to: ActorId, message: unknown, meta?: CommandMeta): boolean;
  /** Asks another actor. Asking someone who waits for this turn's end answers `deadlock` at once. */
  ask(to: ActorId, message: unknown, options?: { timeoutMs?: number; meta?: CommandMeta }): Promise<Answer>;
  /** (Re)arms a named timer of this actor; lost when it crashes. */
  timer(name: string, afterMs: number, message: unknown): void;
  cancelTimer(name: string): void;
  /** Ends this actor; what stands in line is answered `stopped`, and its address is free again. */
  stop(): void;
}

export interface PlainActor<M> {
  /** Takes a message; what it returns (or resolves to) is the `value` of an ask's answer. */
  receive(message: M, ctx: PlainContext): unknown;
  /** After a crash, before the next message: the place to put own state right. */
  restarted?(ctx: PlainContext): void;
  mailbox?: number;
  supervision?: Partial<Supervision>;
}

export class PlainCell extends Cell implements PlainContext {
  meta: CommandMeta = NO_META;
  #actor: PlainActor<unknown>;
  /** The ask of the open turn. */
  #ask: Ask | undefined;
  #open = false;
  #async = false;

  constructor(host: Host, id: ActorId, actor: PlainActor<unknown>) {
    const supervision = host.limits.supervision;
    super(
      host,
      id,
      actor.mailbox ?? host.limits.mailbox,
      actor.supervision ? { ...supervision, ...actor.supervision } : supervision,
    );
    this.#actor = actor;
  }

  turn(message: unknown, meta: unknown, control: unknown): void {
    if (control instanceof Tick) {
      if (!this.timers!.take(control)) return;
    } else this.#ask = control as Ask | undefined;
    this.meta = meta as CommandMeta;
    this.#open = true;
    let result: unknown;
    try {
      result = this.#actor.receive(message, this);
    } catch (error) {
      return this.#failed(message, error);
    }
    if (result === undefined || !isThenable(result)) return this.#done(message, result);
    if (this.hold === "free") this.hold = "busy";
    this.#async = true;
    this.host.open++;
    result.then((value) => {
      this.host.open--;
      this.#done(message, value);
      if (this.hold === "busy") this.release();
    }, (error) => {
      this.host.open--;
      this.#failed(message, error);
    });
  }

  #done(message: unknown, value: unknown): void {
    const ask = this.#close(message, "done");
    ask?.settle(value === undefined ? DONE : { ok: true, events: 0, value });
  }

  #failed(message: unknown, error: unknown): void {
    this.timers?.clear("all");
    this.crashed(error, this.#close(message, "crashed"));
  }

  #close(message: unknown, outcome: "done" | "crashed"): Ask | undefined {
    const { host, meta } = this;
    host.trace?.({ actor: this.id, command: message, meta, at: host.clock.now(), outcome, events: 0, effects: 0 });
    const ask = this.#ask;
    this.#ask = undefined;
    this.#open = this.#async = false;
    this.waits = undefined;
    this.meta = NO_META;
    return ask;
  }

  protected restart(): void {
    try {
      this.#actor.restarted?.(this);
    } catch (error) {
      return this.crashed(error, undefined);
    }
    this.release();
  }

  protected stopped(): void {
    this.waits = undefined;
    // An async turn may never end; its question is answered now. A sync turn that stops itself still answers.
    if (this.#async) this.#ask?.settle(failure("stopped", `${this.id} has stopped`));
  }

  now(): Millis {
    return this.host.clock.now();
  }

  tell(to: ActorId, message: unknown, meta?: CommandMeta): boolean {
    return this.host.tell(to, message, meta);
  }

  ask(to: ActorId, message: unknown, options: { timeoutMs?: number; meta?: CommandMeta } = {}): Promise<Answer> {
    const { timeoutMs, meta } = options;
    return this.host.ask(to, message, { timeoutMs, meta, asker: this.#open ? this : undefined });
  }

  timer(name: string, afterMs: number, message: unknown): void {
    if (this.hold !== "stopped") this.arm(name, afterMs, { message, durable: false });
  }

  cancelTimer(name: string): void {
    this.timers?.cancel(name);
  }
}

const DONE: Answer = Object.freeze({ ok: true, events: 0 });

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
