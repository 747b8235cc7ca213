/**
 * One clock for all timers of a page: a signal that changes once a second while anything looks at it, in the server's
 * time. The page says the server's time in `<html data-now>`; the difference to the browser's clock is kept.
 */
import { type ReadonlySignal, signal } from "@preact/signals";

let offsetMs = 0;
if (typeof document !== "undefined") {
  const served = Number(document.documentElement.dataset.now);
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  // The page was written just before its first byte arrived.
  const arrived = performance.timeOrigin + (navigation?.responseStart ?? 0);
  if (served > 0 && Math.abs(served - arrived) > 250) offsetMs = served - arrived;
}

let liveOffset: (() => number) | null = null;

/** Once there is a live link, its measured difference is better than the page's. */
export function followClock(offset: () => number): void {
  liveOffset = offset;
}

/** The server's time now, in ms since the epoch. */
export function serverNow(): number {
  return Date.now() + (liveOffset?.() || offsetMs);
}

let timer: ReturnType<typeof setInterval> | null = null;
const ticking = signal(serverNow(), {
  watched() {
    if (typeof document === "undefined") return;
    ticking.value = serverNow();
    timer = setInterval(() => ticking.value = serverNow(), 1_000);
  },
  unwatched() {
    if (timer !== null) clearInterval(timer);
    timer = null;
  },
});

/** Ticks once a second. Read it in a component and the component follows. */
export const now: ReadonlySignal<number> = ticking;
