/** Months and quarters by name: `2026-11`, `2026-Q4`. Pure; runs in the browser too. */

/** Whether a day lies in a month or a quarter. */
export function inPeriod(day: string, period: string): boolean {
  return period.includes("Q") ? quarterOf(day) === period : day.startsWith(period);
}

/** Quarter of a day or a month. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The months of a period. */
export function monthsOf(period: string): string[] {
  if (!period.includes("Q")) return [period];
  const first = (Number(period.slice(6)) - 1) * 3 + 1;
  return [0, 1, 2].map((n) => `${period.slice(0, 4)}-${`${first + n}`.padStart(2, "0")}`);
}

/** First and last day of a period. */
export function daysOf(period: string): { from: string; to: string } {
  const months = monthsOf(period);
  const last = months.at(-1)!;
  const end = new Date(Date.UTC(Number(last.slice(0, 4)), Number(last.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return { from: `${months[0]}-01`, to: end };
}

/** A month so many after another. */
export function monthAfter(month: string, by: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${Math.floor(at / 12)}-${`${at % 12 + 1}`.padStart(2, "0")}`;
}

/** `count` months from the one of a day on, then every quarter that the last of them may end. */
export function periodsFrom(day: string, count: number): string[] {
  const months = Array.from({ length: count }, (_, n) => monthAfter(day.slice(0, 7), n));
  const ends = months.filter((month) => Number(month.slice(5, 7)) % 3 === 0);
  return [...months, ...ends.map(quarterOf)];
}
