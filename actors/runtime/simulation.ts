/**
 * Thousands of actors on one virtual clock, at any speed and always alike: the seed decides who of the ready actors
 * takes the next turn, so a fault found once is found again.
 */
import { setImmediate } from "node:timers";
import { VirtualClock } from "./clock.ts";
import type { Runnable, Scheduler } from "./scheduler.ts";
import type { Millis, Random } from "./types.ts";

/** Uniform in [0, 1) from a 32-bit seed (mulberry32, Tommy Ettinger, public domain). */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Simulation implements Scheduler {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Turns given so far. */
  turns = 0;
  #ready: Runnable[] = [];
  #pick: Random;

  /** @param options.start the virtual time of the beginning. */
  constructor(options: { seed: number; start?: Millis }) {
    this.clock = new VirtualClock(options.start ?? 0);
    this.random = seeded(options.seed);
    // Own stream, so that actors that draw numbers do not change who runs next.
    this.#pick = seeded(~options.seed);
  }

  get idle(): boolean {
    return this.#ready.length === 0;
  }

  ready(runnable: Runnable): void {
    this.#ready.push(runnable);
  }

  /** One turn of one ready actor, or else one timer not later than `until`. False: nothing was left to do. */
  async step(until: Millis = Infinity): Promise<boolean> {
    // Promises settle between steps: a commit or an async turn is over before time moves on.
    await settled();
    if (this.#turn()) return true;
    return this.clock.fireNext(until);
  }

  /** Runs until the virtual time, or for Infinity until nothing is left to do. */
  async run(until: Millis): Promise<void> {
    for (;;) {
      await settled();
      if (this.#turn()) {
        while (this.#turn());
        continue;
      }
      if (!this.clock.fireNext(until)) return;
    }
  }

  /** Runs for so many milliseconds of virtual time. */
  async pass(ms: number): Promise<void> {
    await this.run(this.clock.now() + ms);
  }

  #turn(): boolean {
    const line = this.#ready;
    if (line.length === 0) return false;
    const at = Math.floor(this.#pick() * line.length);
    const next = line[at];
    line[at] = line[line.length - 1];
    line.pop();
    this.turns++;
    if (next.run(1)) line.push(next);
    return true;
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
