/** What the panel's charts draw: data, lines and colours by token, from the quality of data. Pure. */
import type { DataQuality, DayFlag } from "@/ml/datasets/types.ts";

/** How a flag is drawn; the colour is never alone: the list and the line below name it. */
export const FLAG_TOKENS: Record<DayFlag, string> = {
  closed: "--ink-3",
  gap: "--danger",
  partial: "--paused",
  unlike: "--ringing",
  holiday: "--hold",
  marked: "--ready",
};

export interface DailySeries {
  /** 0, 1, 2… by day. */
  x: number[];
  calls: (number | null)[];
  /** Points by flag; a day without calls stands on the ground. */
  flags: { flag: DayFlag; values: (number | null)[] }[];
}

export function dailySeries(series: DataQuality["series"]): DailySeries {
  const present = (Object.keys(FLAG_TOKENS) as DayFlag[]).filter((flag) => series.some((one) => one.flag === flag));
  return {
    x: series.map((_, n) => n),
    calls: series.map(({ calls }) => calls),
    flags: present.map((flag) => ({
      flag,
      values: series.map((one) => one.flag === flag ? one.calls ?? 0 : null),
    })),
  };
}

/** Days on which months begin, as many as there is room for. */
export function monthSplits(series: DataQuality["series"], most: number): number[] {
  const firsts = series.flatMap(({ day }, n) => day.endsWith("-01") ? [n] : []);
  if (firsts.length === 0 && series.length > 1) return [0, series.length - 1];
  const every = Math.max(1, Math.ceil(firsts.length / Math.max(1, most)));
  return firsts.filter((_, n) => n % every === 0);
}

/** One line a weekday over the minutes of the day. */
export function courseSeries({ course, opens, step, slots }: DataQuality): { x: number[]; lines: (number | null)[][] } {
  const x = Array.from({ length: slots ?? 0 }, (_, n) => (opens ?? 0) + n * (step ?? 0));
  return { x, lines: course.map(({ calls }) => calls) };
}

/** Whole hours, so many that their names do not meet. */
export function hourSplits(x: readonly number[], most: number): number[] {
  if (x.length === 0) return [];
  const [first, last] = [Math.ceil(x[0] / 60), Math.floor(x[x.length - 1] / 60)];
  const every = [1, 2, 3, 4, 6].find((hours) => (last - first) / hours + 1 <= most) ?? 12;
  const splits: number[] = [];
  for (let hour = Math.ceil(first / every) * every; hour <= last; hour += every) splits.push(hour * 60);
  return splits;
}
