/** What the day's page says, from what the door gave. Pure. */
import type { CallsDay } from "@/ml/intraday/day.ts";
import { asItLooks, gapOf, planDay } from "@/components/staffing/plan_day.ts";
import { clockOf, sumOf } from "@/components/staffing/say.ts";

export type DayWith = CallsDay & { planned: NonNullable<CallsDay["planned"]> };

export function readDay(day: DayWith) {
  const { planned, served, later, from, kept: { settings }, usual, scheduled } = day;
  const slots = planned.expected.length;
  const looks = asItLooks(planned, later);
  const { curve } = planDay(looks, { settings, usual });
  const needed = curve.map((one) => one.scheduled);
  const over = served?.slice(0, from) ?? [];
  const came = sumOf(over.map((one) => one?.calls));
  const toldSoFar = sumOf(planned.expected.slice(0, from));
  const running = served?.[from]?.calls ?? 0;
  return {
    looks,
    curve,
    needed,
    names: Array.from({ length: slots + 1 }, (_, n) => clockOf(planned.opens + n * planned.step)),
    /** Calls of the intervals that are over, and what the morning had told of them. */
    came,
    toldSoFar,
    /** With the running interval. */
    cameInAll: came + running,
    told: sumOf(planned.expected),
    /** By the day's end; null: there is nothing newer than the morning's telling. */
    byEnd: later && {
      expected: came + later.rest.expected,
      low: came + later.rest.low,
      high: came + later.rest.high,
      toCome: Math.max(0, later.rest.expected - running),
    },
    /** Share of all calls answered in time, of the intervals that are over; null: no calls. */
    level: came > 0 ? sumOf(over.map((one) => one?.inTime)) / came : null,
    abandoned: sumOf(over.map((one) => one?.abandoned)),
    gap: scheduled && gapOf(needed, scheduled.people, { step: planned.step, from: Math.min(from, slots - 1) }),
    ended: from >= slots,
  };
}
