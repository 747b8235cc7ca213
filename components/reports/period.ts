/** Usual periods as days, both included. Pure. */

export const PERIODS = [
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
  "last-year",
  "12-months",
] as const;
export type Period = typeof PERIODS[number];

export interface Days {
  from: string;
  to: string;
}

/** First day of the month that is `by` months after the day's. */
function month(day: string, by: number): string {
  const [year, number] = day.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 10);
}

const before = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** Running periods go to their end and not to today: the same address means the same days tomorrow. */
export function daysOfPeriod(period: Period, today: string): Days {
  const [year, number] = today.split("-").map(Number);
  const quarter = -((number - 1) % 3);
  const months = (from: number, count: number): Days => ({
    from: month(today, from),
    to: before(month(today, from + count)),
  });
  switch (period) {
    case "this-month":
      return months(0, 1);
    case "last-month":
      return months(-1, 1);
    case "this-quarter":
      return months(quarter, 3);
    case "last-quarter":
      return months(quarter - 3, 3);
    case "this-year":
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case "last-year":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    case "12-months":
      return months(-11, 12);
  }
}

/** The usual period that these days are; null: own dates. */
export function periodOf(days: Days, today: string): Period | null {
  return PERIODS.find((period) => {
    const { from, to } = daysOfPeriod(period, today);
    return from === days.from && to === days.to;
  }) ?? null;
}
