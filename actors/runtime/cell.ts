/**
 * What every actor has: a bounded mailbox, turns that never overlap, supervision, timers, and an end.
 * The two kinds build on it: {@link PlainCell} (plain.ts) and {@link EntityCell} (entity.ts).
 */
import { type Ask, failure } from "./asks.ts";
import type { Host } from "./host.ts";
import { Mailbox } from "./mailbox.ts";
import type { Runnable } from "./scheduler.ts";
import { Restarts, type Supervision } from "./supervision.ts";
import { Tick, Timers } from "./timers.ts";
import type { ActorId, CommandMeta } from "./types.ts";

/** Why an actor takes no turns now. */
export type Hold = "free" | "busy" | "loading" | "pausing" | "stopped";

export const NO_META: CommandMeta = Object.freeze({});

export abstract class Cell implements Runnable {
  hold: Hold = "free";
  /** Actors whose answer this actor's open turn is waiting for. */
  waits: Set<Cell> | undefined;
  protected readonly box = new Mailbox();
  protected timers: Timers | undefined;
  #queued = false;
  #overflowing = false;
  #restarts: Restarts | undefined;
  #pause: unknown;

  constructor(
    protected readonly host: Host,
    readonly id: ActorId,
    private readonly bound: number,
    private readonly supervision: Supervision,
  ) {}

  /** Puts a message in line. False: the mailbox is full or the actor stopped, and an ask has its answer already. */
  post(message: unknown, meta: CommandMeta, ask: Ask | undefined): boolean {
    if (this.hold === "stopped") {
      ask?.settle(failure("stopped", `${this.id} has stopped`));
      return false;
    }
    if (this.box.size >= this.bound) return this.overflow(ask, `the mailbox of ${this.id} is full`);
    this.box.push(message, meta, ask);
    this.wake();
    return true;
  }

  /** A turn: one message, from its taking to its end. Must not throw. */
  abstract turn(message: unknown, meta: unknown, control: unknown): void;

  run(limit: number): boolean {
    while (limit-- > 0 && this.box.size > 0 && this.hold === "free") this.box.take(this);
    return this.#queued = this.box.size > 0 && this.hold === "free";
  }

  /** Messages in line. */
  get backlog(): number {
    return this.box.size;
  }

  /** Ends the actor: what stands in line is answered `stopped` or dropped. One that crashed too often is not forgotten:
   * whoever addresses it hears that it stopped. */
  stop(forget = true): void {
    if (this.hold === "stopped") return;
    if (this.hold === "pausing") this.#endPause();
    this.hold = "stopped";
    this.timers?.clear("all");
    this.host.dropped += this.box.size;
    const end = { turn: (_message: unknown, _meta: unknown, control: unknown) => this.#refuse(control) };
    while (this.box.size > 0) this.box.take(end);
    if (forget) this.host.cells.delete(this.id);
    this.stopped();
  }

  /** Arms a named timer; its message comes through the mailbox, past the bound. */
  protected arm(name: string, afterMs: number, options: { message: unknown; durable: boolean }): void {
    this.timers ??= new Timers(this.host.clock, (tick) => {
      this.box.push(tick.message, TIMER_META, tick);
      this.wake();
    });
    this.timers.arm(name, afterMs, options);
  }

  /** Counts a refused message; the fault is told once until the mailbox has had room again. */
  protected overflow(ask: Ask | undefined, message: string): false {
    this.host.dropped++;
    if (!this.#overflowing) {
      this.#overflowing = true;
      this.host.fault({ kind: "overflow", actor: this.id, message });
    }
    ask?.settle(failure("overflow", message));
    return false;
  }

  protected wake(): void {
    if (this.#queued || this.hold !== "free") return;
    this.#queued = true;
    this.#overflowing = false;
    this.host.scheduler.ready(this);
  }

  /** Lets turns be taken again. */
  protected release(): void {
    if (this.hold === "stopped") return;
    this.hold = "free";
    if (this.box.size > 0) this.wake();
  }

  /** A turn threw: its ask is answered, and after a pause `restart` is called. The queue stays as it is. */
  protected crashed(error: unknown, ask: Ask | undefined): void {
    ask?.settle(failure("crashed", text(error)));
    this.host.fault({ kind: "crashed", actor: this.id, error, message: `${this.id} crashed: ${text(error)}` });
    if (this.hold === "stopped") return;
    this.#restarts ??= new Restarts(this.supervision);
    const pause = this.#restarts.crashed(this.host.clock.now(), this.host.random);
    if (pause === undefined) {
      this.stop(false);
      this.host.fault({
        kind: "stopped",
        actor: this.id,
        error,
        message: `${this.id} crashed too often and was stopped`,
      });
      return;
    }
    this.hold = "pausing";
    this.host.open++;
    this.#pause = this.host.clock.after(pause, () => {
      this.#endPause();
      this.restart();
    });
  }

  /** What the kind does after a crash; ends with {@link release}. */
  protected abstract restart(): void;
  /** What the kind clears away when it ends. */
  protected abstract stopped(): void;

  #endPause(): void {
    this.host.clock.clear(this.#pause);
    this.host.open--;
  }

  #refuse(control: unknown): void {
    if (control === undefined || control instanceof Tick) return;
    (control as Ask).settle(failure("stopped", `${this.id} has stopped`));
  }
}

const TIMER_META: CommandMeta = Object.freeze({ origin: "timer" });

export const text = (error: unknown): string => error instanceof Error ? error.message : String(error);
