/** The wall clock; tests and simulations inject their own. */
import type { Clock } from "@/actors/runtime/types.ts";

export const wallClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, fire) => setTimeout(fire, delayMs),
  clear: (handle) => clearTimeout(handle as number),
};
