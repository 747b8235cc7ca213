/** The requirement of some days as rows of a file. */
import { setImmediate } from "node:timers/promises";
import type { Cell, Column } from "@/crm/import/files/write.ts";
import type { CallsWeek } from "@/ml/intraday/week.ts";
import { requirementCurve } from "@/ml/staffing/plan.ts";
import { intervalsOf, targetOf } from "@/ml/staffing/settings.ts";

const COLUMNS = [
  "begins",
  "expected",
  "low",
  "high",
  "handle",
  "patience",
  "agents",
  "mean",
  "scheduled",
  "list",
  "service",
  "abandon",
  "occupancy",
  "wait",
] as const;

/** `say` gives the titles of columns. One batch a day; an interval at a time, as the server has other things to do too. */
export function requirementRows(
  week: CallsWeek,
  say: (key: string) => string,
): { columns: Column[]; rows: AsyncGenerator<Cell[][]> } {
  return { columns: COLUMNS.map((key) => ({ title: say(key) })), rows: rowsOf(week) };
}

async function* rowsOf({ days, kept: { settings }, usual }: CallsWeek): AsyncGenerator<Cell[][]> {
  const options = { target: targetOf(settings), shrinkage: settings.shrinkage };
  for (const { planned, scheduled } of days) {
    if (!planned) continue;
    const rows: Cell[][] = [];
    for (const [slot, interval] of intervalsOf(planned, { settings, usual }).entries()) {
      const [told] = requirementCurve([interval], options);
      await setImmediate();
      rows.push([
        { date: `${planned.day} ${clock(planned.opens + slot * planned.step)}` },
        rounded(planned.expected[slot], 2),
        rounded(planned.low[slot], 2),
        rounded(planned.high[slot], 2),
        rounded(interval.handle, 0),
        Number.isFinite(interval.patience) ? rounded(interval.patience, 0) : null,
        told.agents,
        told.forMean,
        told.scheduled,
        scheduled?.[slot] ?? null,
        rounded(told.outcome?.serviceLevel, 4),
        rounded(told.outcome?.abandon, 4),
        rounded(told.outcome?.occupancy, 4),
        rounded(told.outcome?.meanWait, 1),
      ]);
    }
    yield rows;
  }
}

const clock = (minute: number) =>
  `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}:00`;

function rounded(value: number | null | undefined, digits: number): number | null {
  return value === null || value === undefined || !Number.isFinite(value)
    ? null
    : Math.round(value * 10 ** digits) / 10 ** digits;
}
