/**
 * Questions on their way. Every one settles exactly once: with the answer, a failure, or its timeout. Questions of one
 * timeout expire in the order they were asked, so a linked list and one clock timer serve any number of them.
 */
import type { AskFailure, Clock, Millis, Rejected } from "./types.ts";

/** What an `ask` resolves to; it never rejects. */
export type Answer =
  | { ok: true; events: number; value?: unknown }
  | { ok: false; code: "rejected"; rejected: string; detail: Rejected["detail"] }
  | AskFailure;

export const failure = (code: AskFailure["code"], message: string): AskFailure => ({ ok: false, code, message });

export class Ask {
  settled = false;
  previous: Ask | undefined;
  next: Ask | undefined;
  /** Called when it settles, to forget the edge "waits for" of the asking actor. */
  onSettled: (() => void) | undefined;

  constructor(
    private readonly list: AskList,
    private readonly resolve: (answer: Answer) => void,
    readonly deadline: Millis,
  ) {}

  settle(answer: Answer): void {
    if (this.settled) return;
    this.settled = true;
    this.list.unlink(this);
    this.onSettled?.();
    this.resolve(answer);
  }
}

/** The open questions of one timeout, oldest first. */
class AskList {
  first: Ask | undefined;
  last: Ask | undefined;
  #timer: unknown;

  constructor(private readonly clock: Clock, readonly timeoutMs: number, private readonly emptied: () => void) {}

  add(resolve: (answer: Answer) => void): Ask {
    const ask = new Ask(this, resolve, this.clock.now() + this.timeoutMs);
    ask.previous = this.last;
    if (this.last === undefined) this.first = ask;
    else this.last.next = ask;
    this.last = ask;
    if (this.#timer === undefined) this.#timer = this.clock.after(this.timeoutMs, this.#expire);
    return ask;
  }

  unlink(ask: Ask): void {
    if (ask.previous === undefined) this.first = ask.next;
    else ask.previous.next = ask.next;
    if (ask.next === undefined) this.last = ask.previous;
    else ask.next.previous = ask.previous;
    ask.previous = ask.next = undefined;
  }

  settleAll(answer: AskFailure): void {
    while (this.first !== undefined) this.first.settle(answer);
    this.clock.clear(this.#timer);
    this.#timer = undefined;
  }

  #expire = (): void => {
    this.#timer = undefined;
    const now = this.clock.now();
    while (this.first !== undefined && this.first.deadline <= now) {
      this.first.settle(failure("timeout", `no answer within ${this.timeoutMs} ms`));
    }
    if (this.first === undefined) this.emptied();
    else this.#timer = this.clock.after(this.first.deadline - now, this.#expire);
  };
}

export class Asks {
  #lists = new Map<number, AskList>();

  constructor(private readonly clock: Clock) {}

  open(timeoutMs: number, resolve: (answer: Answer) => void): Ask {
    let list = this.#lists.get(timeoutMs);
    if (list === undefined) {
      list = new AskList(this.clock, timeoutMs, () => this.#lists.delete(timeoutMs));
      this.#lists.set(timeoutMs, list);
    }
    return list.add(resolve);
  }

  settleAll(answer: AskFailure): void {
    for (const list of this.#lists.values()) list.settleAll(answer);
    this.#lists.clear();
  }
}
