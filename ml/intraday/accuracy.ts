/** How well past days were told: calls beside what was said of them a day, a week and four weeks before. Pure. */

/** A day as it was told, and as it came. */
export interface ToldDay {
  day: string;
  calls: readonly number[];
  expected: readonly number[];
  low: readonly number[];
  high: readonly number[];
}

export interface Accuracy {
  /** Days before. */
  ahead: number;
  days: number;
  /** Calls that were told wrong, of all that came: by intervals, and by whole days. null: no calls came. */
  wape: number | null;
  wapeDay: number | null;
  /** Told too few: above zero, as a share of what came. */
  bias: number | null;
  /** Share of intervals whose calls lay within the interval of the forecast. */
  within: number | null;
}

export function accuracyOf(told: readonly ToldDay[], ahead: number): Accuracy {
  let came = 0, missed = 0, missedDays = 0, more = 0, within = 0, all = 0;
  for (const { calls, expected, low, high } of told) {
    let day = 0;
    for (const [slot, one] of calls.entries()) {
      came += one;
      missed += Math.abs(one - expected[slot]);
      day += one - expected[slot];
      all++;
      // Between whole calls and bounds that are not whole: as far as a call could have been meant.
      if (one >= Math.floor(low[slot]) && one <= Math.ceil(high[slot])) within++;
    }
    missedDays += Math.abs(day);
    more += day;
  }
  const share = (of: number) => came > 0 ? of / came : null;
  return {
    ahead,
    days: told.length,
    wape: share(missed),
    wapeDay: share(missedDays),
    bias: share(more),
    within: all > 0 ? within / all : null,
  };
}
