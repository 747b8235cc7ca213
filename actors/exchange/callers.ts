/** Which call a caller's channel belongs to. Bounded: the oldest are forgotten first, and found again by reconciling. */
import type { CallId } from "@/actors/call/types.ts";

const MOST = 20_000;

export class Callers {
  #calls = new Map<string, CallId>();

  get(channel: string): CallId | undefined {
    return this.#calls.get(channel);
  }

  set(channel: string, call: CallId): void {
    this.#calls.set(channel, call);
    if (this.#calls.size <= MOST) return;
    for (const oldest of this.#calls.keys()) {
      this.#calls.delete(oldest);
      return;
    }
  }

  /** The call of a channel that is gone; asked twice (StasisEnd, ChannelDestroyed) the second finds nothing. */
  take(channel: string): CallId | undefined {
    const call = this.#calls.get(channel);
    if (call !== undefined) this.#calls.delete(channel);
    return call;
  }

  clear(): void {
    this.#calls.clear();
  }
}
