/** A back-test as lines of a chart: days by their totals, a week or a day by its intervals. Pure. */
import type { Drawing } from "@/components/models/Plot.tsx";
import type { Say } from "@/components/models/say.ts";
import type { DayTotal, Line } from "@/components/models/told.ts";
import { weekdayOf } from "@/ml/calendar/days.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

/** Room for the name of a day. */
const NAME_PX = 64;

export function ofDays(totals: readonly DayTotal[], say: Say): Drawing {
  return {
    data: [totals.map((_, n) => n), totals.map(({ calls }) => calls), totals.map(({ expected }) => expected)],
    range: [-0.6, totals.length - 0.4],
    axes: {
      x: {
        // Weeks are found by their Mondays, as many as there is room for.
        splits: (plot) => {
          const mondays = totals.flatMap(({ day }, n) => weekdayOf(day) === 0 ? [n] : []);
          const every = Math.max(1, Math.ceil(mondays.length / Math.max(1, Math.floor(plot.width / NAME_PX))));
          return mondays.filter((_, n) => n % every === 0);
        },
        values: (_, at) => at.map((n) => dayAt(totals, n, say)),
      },
      y: { values: (_, at) => at.map((value) => say.count(value)) },
    },
    lines: [{ token: "--ink-3", width: 0, bars: true }, { token: "--accent", width: 2, points: totals.length < 70 }],
  };
}

const dayAt = (totals: readonly DayTotal[], n: number, say: Say) => totals[n] ? say.dayShort(totals[n].day) : "";

export function ofLine(line: Line, of: { say: Say; report: VolumeReport; single: boolean }): Drawing {
  const { say, report } = of;
  const starts = line.points.flatMap(({ slot }, n) => slot === 0 ? [n] : []);
  // Of one day every full hour or two is named; of a week the middle of each day.
  const every = Math.max(1, Math.round((report.slots > 26 ? 120 : 60) / report.step));
  const marks = of.single ? line.points.flatMap((_, n) => n % every === 0 ? [n] : []) : starts;
  return {
    data: [line.points.map((_, n) => n), line.low, line.high, line.expected, line.calls],
    range: [0, Math.max(1, line.points.length - 1)],
    axes: {
      x: {
        splits: () => marks,
        ...(of.single ? {} : { grid: { show: true }, align: 1 as const }),
        values: (_, at) =>
          at.map((n) => {
            const point = line.points[n];
            return point
              ? of.single ? say.time(report.opens + point.slot * report.step) : say.dayOfWeek(point.day)
              : "";
          }),
      },
      y: { values: (_, at) => at.map((value) => say.count(value)) },
    },
    lines: [
      { token: "--accent", width: 0 },
      { token: "--accent", width: 0 },
      { token: "--accent", width: 2 },
      { token: "--ink", width: 1.5, points: of.single },
    ],
    band: { of: [2, 1], token: "--accent" },
  };
}
