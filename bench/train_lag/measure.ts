/** How late the server's loop is, and how long HTTP requests wait, while something else goes on. */

export interface Lag {
  p50: number;
  p99: number;
  max: number;
  samples: number;
}

const BEAT_MS = 5;

/** Milliseconds that a timer of {@link BEAT_MS} came too late, until stopped. */
export function watchLoop(): () => Lag {
  const late: number[] = [];
  let stopped = false;
  const beat = () => {
    const asked = performance.now();
    setTimeout(() => {
      late.push(Math.max(0, performance.now() - asked - BEAT_MS));
      if (!stopped) beat();
    }, BEAT_MS);
  };
  beat();
  return () => {
    stopped = true;
    return lagOf(late);
  };
}

export function lagOf(values: readonly number[]): Lag {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), max: at(1), samples: sorted.length };
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;
