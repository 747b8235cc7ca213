/** Won and lost by month as columns. uPlot is loaded when needed; the same numbers stand in the table beside it. */
import { colourOf } from "@/components/chart/colours.ts";
import { usePlot } from "@/components/chart/use_plot.ts";
import type uPlot from "uplot";
import type { Say } from "@/components/reports/numbers.ts";
import type { MonthRow } from "@/crm/reports/types.ts";
import { useT } from "@/components/i18n.ts";

/** Room for the name of a month. */
const NAME_PX = 58;

export interface MonthsChartProps {
  months: readonly MonthRow[];
  what: "sum" | "deals";
  say: Say;
  /** Minor units in one of the currency. */
  unit: number;
}

export function MonthsChart(props: MonthsChartProps) {
  const t = useT();
  const { months, what, say, unit } = props;
  const { box } = usePlot({
    shows: [months, what, say],
    make: (element, Plot) => {
      const label = (value: number) => what === "sum" ? say.short(value * unit) : say.count(value);
      const names = months.map((row, n) => say.monthShort(row.month, n === 0));
      return new Plot(optionsFor(element, { Plot, names, label }), dataOf(months, what, unit), element);
    },
  });
  return (
    <div
      class="report-plot"
      ref={box}
      role="img"
      aria-label={t("reports.chart", { name: t("reports.table.months") })}
    />
  );
}

/** Months stand at 0, 1, 2…: they are not equally long, their columns are. */
function dataOf(months: readonly MonthRow[], what: "sum" | "deals", unit: number): uPlot.AlignedData {
  const of = (key: "won" | "lost") =>
    months.map((row) => what === "sum" ? (row[key].minor ?? 0) / unit : row[key].deals);
  return [months.map((_, n) => n), of("won"), of("lost")];
}

function optionsFor(
  element: HTMLElement,
  given: { Plot: typeof uPlot; names: string[]; label(value: number): string },
): uPlot.Options {
  const { Plot, names, label } = given;
  const [ink, line, won, lost] = ["--ink-3", "--line", "--ready", "--danger"].map((token) => colourOf(element, token));
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const bars = Plot.paths.bars!;
  // As many names as there is room for.
  const every = Math.max(1, Math.ceil(names.length / Math.max(1, Math.floor((element.clientWidth - 76) / NAME_PX))));
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(160, element.clientHeight),
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: () => [-0.6, names.length - 0.4] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        splits: () => names.map((_, n) => n).filter((n) => n % every === 0),
        values: (_, splits) => splits.map((n) => names[n] ?? ""),
      },
      { ...axis, size: 76, space: 36, values: (_, splits) => splits.map(label) },
    ],
    series: [
      {},
      { fill: won, width: 0, points: { show: false }, paths: bars({ size: [0.36, 40], align: -1, gap: 1 }) },
      { fill: lost, width: 0, points: { show: false }, paths: bars({ size: [0.36, 40], align: 1, gap: 1 }) },
    ],
  };
}
