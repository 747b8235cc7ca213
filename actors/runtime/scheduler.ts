/**
 * Who runs next. The machine's scheduler gives turns in rounds and hands the thread back after a time budget, so that
 * timers and sockets live under any load.
 */
import { setImmediate } from "node:timers";

/** Something with turns to take: takes at most `limit` and says whether there is more to do now. */
export interface Runnable {
  run(limit: number): boolean;
}

/** Where actors that have something to do put themselves in line. */
export interface Scheduler {
  ready(runnable: Runnable): void;
  /** Nothing is in line. */
  readonly idle: boolean;
}

/** Turns one actor may take before the next in line is asked. */
const ROUND = 16;

/** Rounds between two looks at the clock at most: bounds how late a sudden row of slow turns is noticed. */
const MOST = 8;

/** Starts at once (a microtask), runs for at most about `sliceMs`, goes on after `setImmediate`. */
export class SliceScheduler implements Scheduler {
  #line: (Runnable | undefined)[] = [];
  #head = 0;
  #running = false;
  #sliceStart = 0;
  #lastLook = 0;
  /** The clock costs 190 ns a look: looked at every so many rounds, more often when turns are slow. */
  #every = 1;
  #rounds = 0;

  constructor(private readonly sliceMs: number) {}

  get idle(): boolean {
    return !this.#running;
  }

  ready(runnable: Runnable): void {
    this.#line.push(runnable);
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(this.#slice);
  }

  #slice = (): void => {
    for (;;) {
      const line = this.#line;
      if (this.#head === line.length) {
        this.#head = 0;
        line.length = 0;
        this.#running = false;
        return;
      }
      const next = line[this.#head]!;
      line[this.#head++] = undefined;
      // What was taken is cut off now and then: a line that never empties must not grow for ever.
      if (this.#head === 1_024) {
        this.#head = 0;
        line.copyWithin(0, 1_024);
        line.length -= 1_024;
      }
      if (next.run(ROUND)) line.push(next);
      if (++this.#rounds >= this.#every && this.#spent()) {
        setImmediate(this.#resume);
        return;
      }
    }
  };

  #resume = (): void => {
    this.#sliceStart = this.#lastLook = performance.now();
    this.#slice();
  };

  /** The slice's start may be long ago when the line was empty in between: that costs one needless pause, no more. */
  #spent(): boolean {
    const now = performance.now();
    this.#rounds = 0;
    if (now - this.#lastLook > this.sliceMs / 4) this.#every = Math.max(1, this.#every >> 1);
    else if (this.#every < MOST) this.#every <<= 1;
    this.#lastLook = now;
    return now - this.#sliceStart > this.sliceMs;
  }
}
