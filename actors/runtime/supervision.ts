/** When a crashed actor may go on: exponential backoff with jitter; too many crashes within a window end it. */
import type { Millis, Random } from "./types.ts";

export interface Supervision {
  /** Pause after the first crash; doubles with each further one in the window. */
  minMs: number;
  maxMs: number;
  /** Share of the pause that is random, so that what fell together does not rise together. */
  jitter: number;
  /** More crashes than this within the window stop the actor. */
  maxRestarts: number;
  windowMs: number;
}

export const DEFAULT_SUPERVISION: Supervision = {
  minMs: 50,
  maxMs: 10_000,
  jitter: 0.2,
  maxRestarts: 10,
  windowMs: 60_000,
};

/** The pause before the `attempt`-th try (from 1). */
export function backoff(policy: Supervision, attempt: number, random: Random): number {
  const pause = Math.min(policy.maxMs, policy.minMs * 2 ** (attempt - 1));
  return pause * (1 + policy.jitter * (2 * random() - 1));
}

/** The crashes of one actor. */
export class Restarts {
  #crashes: Millis[] = [];

  constructor(private readonly policy: Supervision) {}

  /** Notes a crash; returns the pause before the actor goes on, or undefined when it has crashed too often. */
  crashed(now: Millis, random: Random): number | undefined {
    this.#crashes = this.#crashes.filter((at) => now - at < this.policy.windowMs);
    this.#crashes.push(now);
    if (this.#crashes.length > this.policy.maxRestarts) return undefined;
    return backoff(this.policy, this.#crashes.length, random);
  }
}
