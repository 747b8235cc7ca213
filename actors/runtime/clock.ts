/** The two clocks: the machine's, and a virtual one that only moves when told. */
import type { Clock, Millis } from "./types.ts";

/** `setTimeout` counts in 32 bits: a longer delay would fire at once. */
const LONGEST = 2 ** 31 - 1;

interface Handle {
  timer: ReturnType<typeof setTimeout>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, fire) {
    let left = Math.max(0, delayMs);
    const wait = () => {
      const part = Math.min(LONGEST, left);
      left -= part;
      return setTimeout(() => {
        if (left > 0) handle.timer = wait();
        else fire();
      }, part);
    };
    const handle: Handle = { timer: wait() };
    return handle;
  },
  clear(handle) {
    if (handle) clearTimeout((handle as Handle).timer);
  },
};

interface Alarm {
  at: Millis;
  order: number;
  fire: (() => void) | undefined;
}

/** Time for simulations: timers fire in the order of their time, equal times in the order they were set. */
export class VirtualClock implements Clock {
  #now: Millis;
  #order = 0;
  /** Binary heap by (at, order). */
  #heap: Alarm[] = [];
  #live = 0;

  constructor(start: Millis = 0) {
    this.#now = start;
  }

  now(): Millis {
    return this.#now;
  }

  after(delayMs: number, fire: () => void): unknown {
    const alarm: Alarm = { at: this.#now + Math.max(0, delayMs), order: this.#order++, fire };
    this.#heap.push(alarm);
    this.#rise(this.#heap.length - 1);
    this.#live++;
    return alarm;
  }

  clear(handle: unknown): void {
    const alarm = handle as Alarm | undefined;
    if (alarm?.fire === undefined) return;
    alarm.fire = undefined;
    this.#live--;
  }

  /** Timers that are still to fire. */
  get pending(): number {
    return this.#live;
  }

  /** When the next timer fires; undefined when there is none. */
  next(): Millis | undefined {
    while (this.#heap.length > 0 && this.#heap[0].fire === undefined) this.#pop();
    return this.#heap[0]?.at;
  }

  /** Moves to the next timer not later than `until` and fires it. False when there is none: then it is `until`. */
  fireNext(until: Millis = Infinity): boolean {
    const at = this.next();
    if (at === undefined || at > until) {
      if (until !== Infinity) this.#now = Math.max(this.#now, until);
      return false;
    }
    const alarm = this.#pop();
    this.#now = Math.max(this.#now, at);
    const fire = alarm.fire!;
    alarm.fire = undefined;
    this.#live--;
    fire();
    return true;
  }

  /** Moves on by so many milliseconds and fires what is due, without waiting for what the timers set in motion. */
  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.fireNext(until));
  }

  #pop(): Alarm {
    const top = this.#heap[0];
    const last = this.#heap.pop()!;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return top;
  }

  #rise(at: number): void {
    const heap = this.#heap;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent], heap[at])) return;
      [heap[parent], heap[at]] = [heap[at], heap[parent]];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && before(heap[child], heap[least])) least = child;
      }
      if (least === at) return;
      [heap[least], heap[at]] = [heap[at], heap[least]];
      at = least;
    }
  }
}

function before(a: Alarm, b: Alarm): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
