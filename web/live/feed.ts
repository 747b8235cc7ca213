/**
 * One topic on its way to its subscribers: waits a little so that changes travel together, encodes once per position
 * and sends the same text to everyone who stands there. Who does not read is left out and caught up later.
 */
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveTable } from "@/actors/runtime/views.ts";

/** A client of which more than this waits in the socket gets nothing until it has read. */
export const FULL_BYTES = 64 * 1024;
/** How soon a client that did not read is tried again, ms. */
const RETRY_MS = 50;

/** The sending half of a socket; `WebSocket` is one. */
export interface Link {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface Subscriber {
  readonly link: Link;
  /** What the client has; null: nothing of this epoch. */
  position: number | null;
}

export interface FeedOptions {
  clock: Clock;
  /** Least time between two deltas, ms; 0: at once, changes of one turn together. */
  cadenceMs: number;
  /** Runs after the current turn; `queueMicrotask` in production. */
  soon(run: () => void): void;
  /** Told of each text made, for the figures: bytes and how many it went to. */
  onSent?(bytes: number, receivers: number): void;
}

export class Feed {
  readonly subscribers = new Set<Subscriber>();
  readonly #stop: () => void;
  #due = false;
  #last = -Infinity;
  #timer: unknown;
  #retry: unknown;
  /** Texts by position, of the table's present state; a snapshot stands under null. */
  #texts = new Map<number | null, string>();
  #textsAt = -1;

  constructor(readonly table: LiveTable, private readonly options: FeedOptions) {
    this.#stop = table.onChange(() => this.#changed());
  }

  #changed(): void {
    if (this.#due || this.subscribers.size === 0) return;
    this.#due = true;
    const { cadenceMs, clock, soon } = this.options;
    const wait = this.#last + cadenceMs - clock.now();
    if (cadenceMs === 0 || wait <= 0) soon(() => this.flush());
    else this.#timer = clock.after(wait, () => this.flush());
  }

  /** Sends each subscriber what it lacks. */
  flush(): void {
    this.#due = false;
    this.#last = this.options.clock.now();
    let lagging = false;
    for (const subscriber of this.subscribers) lagging = !this.bringUp(subscriber) || lagging;
    if (lagging) this.#retryLater();
  }

  #retryLater(): void {
    this.#retry ??= this.options.clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.flush();
    });
  }

  /** False when the client's socket is full. */
  bringUp(subscriber: Subscriber): boolean {
    const { table } = this;
    if (subscriber.position === table.seq) return true;
    if (subscriber.link.bufferedAmount > FULL_BYTES) return false;
    const text = this.#textFrom(subscriber.position);
    this.options.onSent?.(text.length, 1);
    subscriber.position = table.seq;
    subscriber.link.send(text);
    return true;
  }

  #textFrom(position: number | null): string {
    const { table } = this;
    if (this.#textsAt !== table.seq) {
      this.#texts.clear();
      this.#textsAt = table.seq;
    }
    const known = this.#texts.get(position);
    if (known !== undefined) return known;
    const delta = position === null ? undefined : table.deltaSince(position);
    const text = delta
      ? JSON.stringify({ t: "d", topic: table.topic, ...delta })
      : this.#texts.get(null) ?? JSON.stringify({ t: "s", topic: table.topic, ...table.snapshot() });
    this.#texts.set(position, text);
    if (!delta) this.#texts.set(null, text);
    return text;
  }

  /** Adds a subscriber that says where it stands, and brings it up at once (or later, when its socket is full). */
  add(subscriber: Subscriber, epoch?: string, position?: number): void {
    const known = epoch === this.table.epoch && position !== undefined && this.table.deltaSince(position) !== undefined;
    subscriber.position = known ? position : null;
    this.subscribers.add(subscriber);
    if (!this.bringUp(subscriber)) this.#retryLater();
  }

  close(): void {
    this.#stop();
    this.options.clock.clear(this.#timer);
    this.options.clock.clear(this.#retry);
    this.subscribers.clear();
  }
}
