/** Back-tests by rolling origin: a model is fitted on what was known at each origin and asked for the days after it. */
import { addDays, dayNumber, weekdayOf } from "@/ml/calendar/days.ts";
import { before, type History, type VolumeModel } from "@/ml/volume/history.ts";

export interface Origin {
  /** First day that is not known any more. */
  at: string;
  days: string[];
}

/** A forecast of one day beside what came. */
export interface Told {
  day: string;
  /** Days from the last known one. */
  ahead: number;
  expected: Float64Array;
  calls: Float64Array;
}

/** Each day from the day before; days are those with data. */
export function daily(history: History, range: { from: string; to: string }): Origin[] {
  return within(history, range).map((day) => ({ at: day, days: [day] }));
}

/** Each week from its Monday, when the last known day is of the week before. */
export function weekly(history: History, range: { from: string; to: string }): Origin[] {
  const weeks = new Map<string, string[]>();
  for (const day of within(history, range)) {
    const monday = addDays(day, -weekdayOf(day));
    weeks.set(monday, [...weeks.get(monday) ?? [], day]);
  }
  return [...weeks].map(([at, days]) => ({ at, days }));
}

const within = ({ days }: History, { from, to }: { from: string; to: string }) =>
  days.map(({ day }) => day).filter((day) => day >= from && day <= to);

/** Origins that nothing is known before are left out. */
export async function backTest(
  history: History,
  model: VolumeModel,
  options: { origins: readonly Origin[]; signal?: AbortSignal; onOrigin?: (done: number) => void },
): Promise<Told[]> {
  const known = new Map(history.days.map((day) => [day.day, day.calls]));
  const told: Told[] = [];
  let warm: unknown;
  for (const [n, { at, days }] of options.origins.entries()) {
    options.signal?.throwIfAborted();
    const past = before(history, at);
    if (past.days.length === 0) continue;
    const fitted = await model.fit(past, warm);
    warm = fitted.warm;
    const last = dayNumber(past.days[past.days.length - 1].day);
    fitted.forecast(days).forEach((expected, i) =>
      told.push({ day: days[i], ahead: dayNumber(days[i]) - last, expected, calls: known.get(days[i])! })
    );
    options.onOrigin?.(n + 1);
  }
  return told;
}
