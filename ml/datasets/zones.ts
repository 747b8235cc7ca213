/** Whether a file's clock is another one than the company's, told from when people call. Pure. */

/** Alike enough to say that one is the other, moved; and so much more alike than unmoved. */
const ALIKE = 0.9;
const BETTER = 0.05;
/** Fewer calls tell nothing. */
const ENOUGH = 200;

/**
 * Hours by which the file's clock is ahead of the company's: the shift under which its day looks like the own one.
 * 0: none, or it cannot be told. One hour is left alone: days change by so much.
 */
export function hoursAhead(file: readonly number[], own: readonly number[]): number {
  if (sum(file) < ENOUGH || sum(own) < ENOUGH) return 0;
  let best = { hours: 0, alike: alike(file, own, 0) };
  const unmoved = best.alike;
  for (let hours = -11; hours <= 12; hours++) {
    const found = alike(file, own, hours);
    if (found > best.alike) best = { hours, alike: found };
  }
  return Math.abs(best.hours) > 1 && best.alike > ALIKE && best.alike - unmoved > BETTER ? best.hours : 0;
}

/** The quietest third of the day lies in broad daylight, and people call at night: hardly any company's clock. */
export function isUpsideDown(hours: readonly number[]): boolean {
  const all = sum(hours);
  if (all < ENOUGH) return false;
  const third = (from: number) => sum(Array.from({ length: 8 }, (_, n) => hours[(from + n) % 24]));
  const quietest = Array.from({ length: 24 }, (_, n) => n).reduce((a, b) => third(b) < third(a) ? b : a);
  const night = sum(hours.slice(0, 6)) / all;
  return night > 0.3 && quietest >= 7 && quietest + 8 <= 21;
}

/** Cosine of the angle between the two days, the first moved back by hours. */
function alike(a: readonly number[], b: readonly number[], hours: number): number {
  let [product, left, right] = [0, 0, 0];
  for (let n = 0; n < 24; n++) {
    const moved = a[(n + hours + 48) % 24];
    product += moved * b[n];
    left += moved ** 2;
    right += b[n] ** 2;
  }
  return product / Math.sqrt(left * right || 1);
}

const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
