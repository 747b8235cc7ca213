/** The last four weeks of a queue: how well they were told, and how they went beside what the Erlang model says of them. */
import { setImmediate } from "node:timers/promises";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { type Accuracy, accuracyOf } from "@/ml/intraday/accuracy.ts";
import type { Clocked } from "@/ml/intraday/day.ts";
import { edgesOf } from "@/ml/intraday/edges.ts";
import { presentAgents, type WorkedSpan } from "@/ml/intraday/present.ts";
import { wholeDay } from "@/ml/intraday/rest_of_day.ts";
import { type Served, servedOf, usualService, workOf } from "@/ml/intraday/served.ts";
import { type BesideFact, besideFact } from "@/ml/staffing/beside_fact.ts";
import { type Line, toldOf } from "@/ml/staffing/lines.ts";
import type { PlannedDay, UsualService } from "@/ml/staffing/settings.ts";

export interface PastDay {
  day: string;
  calls: number;
  /** Calls told so many days before, in the order of {@link AHEAD}; null: not told then. */
  told: (number | null)[];
  /** Of the day before's telling. */
  low: number | null;
  high: number | null;
  /** Agents' hours for this queue, as its calls show them. */
  agentHours: number;
  service: BesideFact | null;
}

export interface CallsPast {
  days: PastDay[];
  accuracy: Accuracy[];
  within: number;
  /** Of the intervals of `low` and `high`. */
  level: number;
  usual: UsualService;
}

export const AHEAD = [1, 7, 28] as const;
export const PAST_DAYS = 28;
/** A telling a few days older stands in where none was made on the day itself. */
const SLACK = 3;

/** @throws {ForbiddenError} */
export async function callsPast(store: Store, access: Access, asked: Clocked & { line: Line }): Promise<CallsPast> {
  require(access, "analytics.view");
  const { line, today, timeZone } = asked;
  const range = { from: addDays(today, -PAST_DAYS), to: addDays(today, -1) };
  const told = await Promise.all(
    AHEAD.map((daysBefore) =>
      toldOf(store, { model: line.model, ...range, daysBefore, atMostBefore: daysBefore - 1 + SLACK })
    ),
  );
  const planned = (day: string) => told.map((one) => one.get(day)).find((one) => one !== undefined);
  const gridOf = (day: string) => gridIn(planned(day));
  const [served, usual, work] = await Promise.all([
    servedOf(store, line, { ...range, timeZone, gridOf }),
    usualService(store, line, { ...range, timeZone }),
    workOf(store, line, { ...range, timeZone }),
  ]);
  const days: PastDay[] = [];
  for (const [day, slots] of [...served].sort(([a], [b]) => a < b ? -1 : 1)) {
    days.push(pastDay({ day, slots, planned: planned(day)!, told, usual, work, timeZone, within: line.within }));
    // A day of five-minute intervals takes some milliseconds; the server has other things to do too.
    await setImmediate();
  }
  return {
    days,
    within: line.within,
    level: [...told[0].values()].at(-1)?.level ?? 0.8,
    usual,
    accuracy: AHEAD.map((ahead, n) =>
      accuracyOf(
        [...served].flatMap(([day, slots]) => {
          const one = told[n].get(day);
          return one && one.expected.length === slots.length
            ? [{ ...one, day, calls: slots.map(({ calls }) => calls) }]
            : [];
        }),
        ahead,
      )
    ),
  };
}

const gridIn = (planned: PlannedDay | undefined) =>
  planned && { step: planned.step, opens: planned.opens, slots: planned.expected.length };

function pastDay(given: {
  day: string;
  slots: readonly Served[];
  planned: PlannedDay;
  told: readonly ReadonlyMap<string, PlannedDay>[];
  usual: UsualService;
  work: readonly WorkedSpan[];
  timeZone: string;
  within: number;
}): PastDay {
  const { day, slots, planned, told, usual, work, timeZone, within } = given;
  const edges = edgesOf({ day, ...gridIn(planned)! }, timeZone);
  const agents = presentAgents(work.filter(({ from, to }) => to > edges[0] && from < edges[edges.length - 1]), edges);
  const handled = slots.reduce((sum, one) => sum + one.handled, 0);
  // An interval's own mean is of too few calls to be its rate of work.
  const handle = handled > 0 ? slots.reduce((sum, one) => sum + one.handle, 0) / handled : usual.handle;
  const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0);
  const before = told[0].get(day);
  const whole = before && wholeDay(before);
  return {
    day,
    calls: sum(slots.map(({ calls }) => calls)),
    told: told.map((one) => one.has(day) ? sum(one.get(day)!.expected) : null),
    low: whole?.low ?? null,
    high: whole?.high ?? null,
    agentHours: sum(agents.map((one, n) => one * (edges[n + 1] - edges[n]) / 3_600_000)),
    service: besideFact(
      slots.map((one, n) => ({
        calls: one.calls,
        seconds: (edges[n + 1] - edges[n]) / 1_000,
        handle: Math.max(1, handle),
        patience: usual.patience,
        agents: agents[n],
        inTime: one.inTime,
        abandoned: one.abandoned,
      })),
      { within },
    ),
  };
}
