/**
 * Does work when its time comes: looks, does what is due, and sleeps until the next time that the work names. Woken
 * early when something earlier is written; a look now and then finds what a lost wake-up or another node left.
 */
import type { Clock } from "@/actors/runtime/types.ts";

/** Looks that follow each other at once would be one query a row; this gathers them. */
const GATHER_MS = 50;
/** Nobody sleeps longer: a notification may be lost with its connection. */
const LOOK_EVERY_MS = 30_000;
const AFTER_TROUBLE_MS = 1_000;

export interface Shift {
  /** There is more to do right now. */
  again: boolean;
  /** When the next thing is due, ms; null: nothing is. */
  next: number | null;
}

export class Alarm {
  #timer: unknown = null;
  #at = Infinity;
  #working: Promise<void> | null = null;
  #woken = Infinity;
  #stopped = false;

  constructor(
    private readonly options: { clock: Clock; work: () => Promise<Shift>; failed: (error: unknown) => void },
  ) {}

  /** Something is due at `at` (ms; the past: now). */
  wake(at: number): void {
    if (this.#stopped) return;
    if (this.#working) this.#woken = Math.min(this.#woken, at);
    else if (at < this.#at) this.#arm(at);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.options.clock.clear(this.#timer);
    await this.#working;
  }

  #arm(at: number): void {
    const { clock } = this.options;
    const now = clock.now();
    clock.clear(this.#timer);
    this.#at = at;
    const pause = Math.min(Math.max(at - now, GATHER_MS), LOOK_EVERY_MS);
    this.#timer = clock.after(pause, () => this.#working = this.#work());
  }

  async #work(): Promise<void> {
    const { clock, work, failed } = this.options;
    this.#at = this.#woken = Infinity;
    let next = Infinity;
    try {
      let shift = await work();
      while (shift.again && !this.#stopped) shift = await work();
      next = shift.next ?? Infinity;
    } catch (error) {
      failed(error);
      next = clock.now() + AFTER_TROUBLE_MS;
      this.#woken = Infinity;
    }
    this.#working = null;
    if (!this.#stopped) this.#arm(Math.min(next, this.#woken));
  }
}
