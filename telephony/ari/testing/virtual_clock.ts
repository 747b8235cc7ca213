/** Time that passes only when a test says so. */
import type { Clock } from "@/actors/runtime/types.ts";

export class VirtualClock implements Clock {
  #now = 0;
  #next = 0;
  #timers = new Map<number, { at: number; fire: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, fire: () => void): unknown {
    const id = ++this.#next;
    this.#timers.set(id, { at: this.#now + Math.max(0, delayMs), fire });
    return id;
  }

  clear(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets everything that is due within `ms` happen, in order, with all promises between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      let due: [number, { at: number; fire: () => void }] | null = null;
      for (const timer of this.#timers) {
        if (timer[1].at <= until && (!due || timer[1].at < due[1].at)) due = timer;
      }
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].fire();
      await settled();
    }
    this.#now = until;
  }
}

/** Lets all promises settle that only wait for each other. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
