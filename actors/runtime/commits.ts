/**
 * One entity's way into the journal: turns are appended at once, one batch a turn, and what waits for their durability
 * happens in the order of the turns. While the journal fails, batches wait in memory and are tried again, in order.
 */
import { type Ask, failure } from "./asks.ts";
import type { Host } from "./host.ts";
import { backoff, type Supervision } from "./supervision.ts";
import { text } from "./cell.ts";
import { type ActorId, FencedError, type JournalEntry } from "./types.ts";

interface Pending {
  entries: JournalEntry[];
  then: (() => void) | undefined;
  ask: Ask | undefined;
  durable: boolean;
  next: Pending | undefined;
}

/** Pauses between tries while the journal fails. It is never given up: the events have happened. */
const RETRY: Supervision = { minMs: 100, maxMs: 5_000, jitter: 0.2, maxRestarts: Infinity, windowMs: Infinity };
/** Entries of one repeated append: an outage's backlog goes out in pieces. */
const PIECE = 1_000;

const LOST = failure("stopped", "the entity left this node before its events were durable");

export class Commits {
  /** What waits, oldest first, as a linked list: an outage may leave a hundred thousand turns of one actor in line. */
  #first: Pending | undefined;
  #last: Pending | undefined;
  #inFlight = 0;
  #failing = false;
  #attempt = 0;
  #retry: unknown;
  #abandoned = false;

  constructor(private readonly host: Host, private readonly stream: ActorId) {}

  /** Appends a turn's entries (there may be none); `then` is called when they and all before them are durable.
   * An `ask` that waits for it is answered `stopped` if that will never be known here. */
  add(entries: JournalEntry[], waiting: { then?: () => void; ask?: Ask } = {}): void {
    const { then, ask } = waiting;
    if (this.#abandoned) return ask?.settle(LOST);
    if (entries.length === 0) {
      if (then === undefined) return;
      if (this.#first === undefined) return then();
    }
    const pending: Pending = { entries, then, ask, durable: entries.length === 0, next: undefined };
    if (this.#last === undefined) this.#first = pending;
    else this.#last.next = pending;
    this.#last = pending;
    if (this.host.pendingEntries === 0) this.host.lastCommit = this.host.clock.now();
    this.host.pendingEntries += entries.length;
    if (!this.#failing && !pending.durable) this.#send(entries, [pending]);
  }

  /** Forgets everything that is not durable: nothing more of this entity may be written or done. */
  abandon(): void {
    this.#abandoned = true;
    for (let pending = this.#first; pending !== undefined; pending = pending.next) {
      this.host.pendingEntries -= pending.entries.length;
      pending.ask?.settle(LOST);
    }
    this.#first = this.#last = undefined;
    this.host.clock.clear(this.#retry);
    this.#healed();
  }

  #send(entries: JournalEntry[], parts: Pending[]): void {
    this.#inFlight++;
    this.host.open++;
    let appended: Promise<void>;
    try {
      appended = this.host.journal.append({ stream: this.stream, entries });
    } catch (error) {
      appended = Promise.reject(error);
    }
    appended.then(() => {
      for (const part of parts) part.durable = true;
      this.host.lastCommit = this.host.clock.now();
      this.#settled();
    }, (error) => this.#settled(error ?? new Error("append failed")));
  }

  #settled(error?: unknown): void {
    this.#inFlight--;
    this.host.open--;
    if (this.#abandoned) return;
    if (error instanceof FencedError) return this.host.fence(error);
    if (error !== undefined) this.#fails(error);
    this.#release();
    if (this.#failing && this.#inFlight === 0) this.#again(error !== undefined);
  }

  #fails(error: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.host.failing++;
    this.host.fault({
      kind: "journal",
      actor: this.stream,
      error,
      message: `append of ${this.stream}: ${text(error)}`,
    });
  }

  #healed(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#attempt = 0;
    this.host.failing--;
  }

  /** Later batches may have been refused because an earlier one failed: all that is not durable goes out again, in
   * order, one piece at a time, until nothing is left. */
  #again(after: boolean): void {
    if (!after) this.#attempt = 0;
    const resend = () => {
      const parts: Pending[] = [];
      const entries: JournalEntry[] = [];
      for (let pending = this.#first; pending !== undefined; pending = pending.next) {
        if (pending.durable) continue;
        if (entries.length > 0 && entries.length + pending.entries.length > PIECE) break;
        parts.push(pending);
        entries.push(...pending.entries);
      }
      if (parts.length === 0) this.#healed();
      else this.#send(entries, parts);
    };
    if (!after) resend();
    else this.#retry = this.host.clock.after(backoff(RETRY, ++this.#attempt, this.host.random), resend);
  }

  #release(): void {
    while (this.#first?.durable) {
      const { entries, then, next } = this.#first;
      this.#first = next;
      if (next === undefined) this.#last = undefined;
      this.host.pendingEntries -= entries.length;
      then?.();
    }
  }
}
