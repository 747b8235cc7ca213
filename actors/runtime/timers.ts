/**
 * Named timers of one actor. Each arming is a generation of its own, so a timer that was armed again or cancelled never
 * fires, not even when its message already stood in the mailbox.
 */
import type { Clock } from "./types.ts";

/** One arming of a timer; stands in the mailbox beside the message when the time has come. */
export class Tick {
  handle: unknown;
  constructor(readonly name: string, readonly message: unknown, readonly durable: boolean) {}
}

export class Timers {
  #armed = new Map<string, Tick>();

  constructor(private readonly clock: Clock, private readonly due: (tick: Tick) => void) {}

  /** Arms a timer; one of the same name is cancelled. */
  arm(name: string, afterMs: number, options: { message: unknown; durable: boolean }): void {
    this.cancel(name);
    const tick = new Tick(name, options.message, options.durable);
    this.#armed.set(name, tick);
    tick.handle = this.clock.after(afterMs, () => this.due(tick));
  }

  cancel(name: string): void {
    const tick = this.#armed.get(name);
    if (tick === undefined) return;
    this.#armed.delete(name);
    this.clock.clear(tick.handle);
  }

  /** Whether this arming still holds; if so the timer has fired now and is gone. */
  take(tick: Tick): boolean {
    return this.#armed.get(tick.name) === tick && this.#armed.delete(tick.name);
  }

  /** Cancels every timer, or the volatile ones only. */
  clear(which: "all" | "volatile"): void {
    for (const tick of [...this.#armed.values()]) if (which === "all" || !tick.durable) this.cancel(tick.name);
  }

  /** Whether timers are armed that would be lost by unloading. */
  get volatile(): boolean {
    for (const tick of this.#armed.values()) if (!tick.durable) return true;
    return false;
  }
}
