/** A plan in a few figures. Pure. */
import { dayOutcome, type DayTold } from "@/ml/staffing/plan.ts";
import type { DayPlan } from "@/components/staffing/plan_day.ts";

export interface PlanFigures {
  /** Hours of agents on the phones, and of people on the list. */
  hours: number;
  listHours: number;
  /** Most people on the list at once, and the interval. */
  peak: { slot: number; people: number };
  day: DayTold["day"];
  /** What the mean alone would have asked for, and how the day would go with it. */
  mean: { hours: number; peak: number; day: DayTold["day"] };
  /** Intervals that nobody can staff, by the first one's code; null: none. */
  refused: string | null;
}

export function figuresOf({ intervals, curve }: DayPlan, within: number | undefined): PlanFigures {
  const agents = curve.map((one) => one.agents ?? 0), alone = curve.map(({ forMean }) => forMean ?? 0);
  const list = curve.map(({ scheduled }) => scheduled ?? 0);
  const people = list.reduce((most, one) => Math.max(most, one), 0);
  const day = dayOutcome(intervals, agents, { within }).day;
  const onMean = dayOutcome(intervals, alone, { within }).day;
  return {
    hours: day.agentHours,
    listHours: list.reduce((sum, one, n) => sum + one * intervals[n].seconds / 3_600, 0),
    peak: { slot: Math.max(0, list.indexOf(people)), people },
    day,
    mean: { hours: onMean.agentHours, peak: alone.reduce((most, one) => Math.max(most, one), 0), day: onMean },
    refused: curve.find(({ code }) => code !== null)?.code ?? null,
  };
}
