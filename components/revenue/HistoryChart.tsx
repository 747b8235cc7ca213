/** Told each day as a line in its interval, won so far under it. uPlot is loaded when needed. */
import { colourOf, withAlpha } from "@/components/chart/colours.ts";
import { usePlot } from "@/components/chart/use_plot.ts";
import type uPlot from "uplot";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { HistoryPoint } from "@/ml/revenue/view.ts";
import { minorDigits } from "@/crm/record/money.ts";

export function HistoryChart(props: { points: readonly HistoryPoint[]; say: RevenueSay; label: string }) {
  const { points, say } = props;
  const { box } = usePlot({
    shows: [points, say],
    make: (element, Plot) => new Plot(optionsFor(element, say), dataOf(points), element),
  });
  return <div class="report-plot" ref={box} role="img" aria-label={props.label} />;
}

function dataOf(points: readonly HistoryPoint[]): uPlot.AlignedData {
  const at = points.map(({ asOf }) => Date.parse(`${asOf}T00:00:00Z`) / 1_000);
  const of = (key: "low" | "high" | "expected" | "won" | "commit") => points.map((point) => point[key]);
  return [at, of("low"), of("high"), of("won"), of("commit"), of("expected")];
}

function optionsFor(element: HTMLElement, say: RevenueSay): uPlot.Options {
  const [ink, line, told, won, commit] = ["--ink-3", "--line", "--accent", "--ready", "--paused"].map((token) =>
    colourOf(element, token)
  );
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const unit = 10 ** minorDigits(say.currency);
  const day = (at: number) => say.day(new Date(at * 1_000).toISOString().slice(0, 10)).replace(/,? \d{4}.*$/, "");
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(160, element.clientHeight),
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { show: false },
    tzDate: (at) => new Date(at * 1_000 + new Date(at * 1_000).getTimezoneOffset() * 60_000),
    scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : unit] } },
    axes: [
      { ...axis, size: 28, space: 70, grid: { show: false }, values: (_, splits) => splits.map(day) },
      { ...axis, size: 76, space: 36, values: (_, splits) => splits.map((minor) => say.short(minor)) },
    ],
    series: [
      {},
      { width: 0, points: { show: false } },
      { width: 0, points: { show: false } },
      { stroke: won, width: 2, points: { show: false } },
      { stroke: commit, width: 1.5, dash: [4, 3], points: { show: false } },
      { stroke: told, width: 2, points: { size: 5, fill: told, width: 0 } },
    ],
    bands: [{ series: [2, 1], fill: withAlpha(told, 0.14) }],
  };
}
