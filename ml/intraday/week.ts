/** A week of a queue, day by day: what was told, what came, and who is on the list. */
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { type Clocked, USUAL_DAYS } from "@/ml/intraday/day.ts";
import { edgesOf } from "@/ml/intraday/edges.ts";
import { wholeDay } from "@/ml/intraday/rest_of_day.ts";
import { servedOf, usualService } from "@/ml/intraday/served.ts";
import { type KeptSettings, settingsOf } from "@/ml/staffing/keep.ts";
import { type Line, toldOf } from "@/ml/staffing/lines.ts";
import { scheduledOf } from "@/ml/staffing/scheduled.ts";
import type { PlannedDay, UsualService } from "@/ml/staffing/settings.ts";

export interface WeekDay {
  day: string;
  /** null: nothing was told of it, a closed day for example. */
  planned: PlannedDay | null;
  told: { expected: number; low: number; high: number } | null;
  /** Calls so far; null: a day to come, or calls that are not ours. */
  calls: number | null;
  /** People on the list by interval of `planned`. */
  scheduled: number[] | null;
}

export interface CallsWeek {
  today: string;
  days: WeekDay[];
  usual: UsualService;
  members: number;
  shared: number;
  kept: KeptSettings;
}

/** At most two weeks. @throws {ForbiddenError} */
export async function callsWeek(
  store: Store,
  access: Access,
  asked: Clocked & { line: Line; from: string; days: number },
): Promise<CallsWeek> {
  require(access, "analytics.view");
  const { line, from, today, timeZone } = asked;
  const days = Array.from({ length: Math.min(14, asked.days) }, (_, n) => addDays(from, n));
  const to = days[days.length - 1];
  const [told, usual, kept] = await Promise.all([
    toldOf(store, { model: line.model, from, to }),
    usualService(store, line, { from: addDays(today, -USUAL_DAYS), to: addDays(today, -1), timeZone }),
    settingsOf(store, access, line),
  ]);
  const gridOf = (day: string) => {
    const planned = told.get(day);
    return planned && { step: planned.step, opens: planned.opens, slots: planned.expected.length };
  };
  const edges = days.map((day) => {
    const grid = gridOf(day);
    return grid ? edgesOf({ day, ...grid }, timeZone) : [];
  });
  const [served, list] = await Promise.all([
    from <= today ? servedOf(store, line, { from, to, timeZone, gridOf }) : Promise.resolve(null),
    line.queue ? scheduledOf(store, line.queue.id, edges) : Promise.resolve(null),
  ]);
  return {
    today,
    usual,
    kept,
    members: list?.members ?? 0,
    shared: list?.shared ?? 0,
    days: days.map((day, n) => {
      const planned = told.get(day) ?? null;
      return {
        day,
        planned,
        told: planned && wholeDay(planned),
        calls: line.queue && planned && day <= today
          ? served?.get(day)?.reduce((sum, { calls }) => sum + calls, 0) ?? 0
          : null,
        scheduled: planned && list ? list.days[n] : null,
      };
    }),
  };
}
