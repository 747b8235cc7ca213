/** One day of a queue: what was told in the morning, what came, what the rest will bring, and who is on the list. */
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { edgesOf, firstOpen } from "@/ml/intraday/edges.ts";
import { type RestOfDay, restOfDay } from "@/ml/intraday/rest_of_day.ts";
import { type Served, servedOf, usualService } from "@/ml/intraday/served.ts";
import { type KeptSettings, settingsOf } from "@/ml/staffing/keep.ts";
import { type Line, toldOf } from "@/ml/staffing/lines.ts";
import { scheduledOf } from "@/ml/staffing/scheduled.ts";
import type { PlannedDay, UsualService } from "@/ml/staffing/settings.ts";

/** What must be known of the clock. */
export interface Clocked {
  /** ms. */
  now: number;
  /** `YYYY-MM-DD` of the company's zone. */
  today: string;
  timeZone: string;
}

export interface CallsDay {
  day: string;
  today: string;
  now: number;
  /** As told before the day began; null: nothing was. */
  planned: PlannedDay | null;
  /** Moments (ms) at which intervals begin, and the last one's end. */
  edges: number[];
  /** First interval that is not over. */
  from: number;
  /** By interval, those that have not begun are null; null: a day to come, or calls that are not ours. */
  served: (Served | null)[] | null;
  /** From `from` on; null where the day is not today or nothing came yet. */
  later: RestOfDay | null;
  usual: UsualService;
  /** People on the list by interval; null: calls of a file. */
  scheduled: { people: number[]; members: number; shared: number } | null;
  kept: KeptSettings;
}

/** Days that the usual handle time and patience are of. */
export const USUAL_DAYS = 28;

/** @throws {ForbiddenError} */
export async function callsDay(
  store: Store,
  access: Access,
  asked: Clocked & { line: Line; day: string },
): Promise<CallsDay> {
  require(access, "analytics.view");
  const { line, day, now, today, timeZone } = asked;
  const [told, usual, kept] = await Promise.all([
    toldOf(store, { model: line.model, from: day, to: day }),
    usualService(store, line, { from: addDays(today, -USUAL_DAYS), to: addDays(today, -1), timeZone }),
    settingsOf(store, access, line),
  ]);
  const planned = told.get(day) ?? null;
  const common = { day, today, now, planned, usual, kept };
  if (!planned) return { ...common, edges: [], from: 0, served: null, later: null, scheduled: null };
  const grid = { step: planned.step, opens: planned.opens, slots: planned.expected.length };
  const edges = edgesOf({ day, ...grid }, timeZone);
  const from = firstOpen(edges, now);
  const [served, list] = await Promise.all([
    line.queue && day <= today
      ? servedOf(store, line, { from: day, to: day, timeZone, gridOf: () => grid })
      : Promise.resolve(null),
    line.queue ? scheduledOf(store, line.queue.id, [edges]) : Promise.resolve(null),
  ]);
  const seen = served &&
    (served.get(day) ?? edges.slice(1).map(() => NONE)).map((one, n) => edges[n] <= now ? one : null);
  const came = seen?.map((one, n) => n < from ? one?.calls ?? null : null) ?? [];
  return {
    ...common,
    edges,
    from,
    served: seen,
    later: day === today && from > 0 && from < grid.slots && came.some((one) => one !== null && one > 0)
      ? restOfDay(planned, came, { from })
      : null,
    scheduled: list && { people: list.days[0], members: list.members, shared: list.shared },
  };
}

const NONE: Served = { calls: 0, answered: 0, inTime: 0, abandoned: 0, handle: 0, handled: 0 };
