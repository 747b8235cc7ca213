/** How long callers would wait: the product-limit curve of Kaplan and Meier (1958), which assumes no shape. Pure. */

export interface Waited {
  seconds: number;
  /** false: answered, and nobody knows how much longer the caller would have waited. */
  hungUp: boolean;
}

/** Share of callers who are still there after so many seconds: one point for each moment at which somebody hung up. */
export function survival(waits: readonly Waited[]): { seconds: number; share: number }[] {
  const sorted = waits.filter(({ seconds }) => seconds >= 0).toSorted((a, b) => a.seconds - b.seconds);
  const curve: { seconds: number; share: number }[] = [];
  let share = 1;
  for (let from = 0; from < sorted.length;) {
    const { seconds } = sorted[from];
    let to = from, hungUp = 0;
    while (to < sorted.length && sorted[to].seconds === seconds) if (sorted[to++].hungUp) hungUp++;
    if (hungUp > 0) {
      share *= 1 - hungUp / (sorted.length - from);
      curve.push({ seconds, share });
    }
    from = to;
  }
  return curve;
}

/** Seconds after which half of the callers have hung up; null: most were answered before anybody could tell. */
export function medianOf(curve: readonly { seconds: number; share: number }[]): number | null {
  return curve.find(({ share }) => share <= 0.5)?.seconds ?? null;
}
