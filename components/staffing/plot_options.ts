/** How charts of intervals are drawn: uPlot's options from layers. Intervals stand between whole numbers of the x axis. */
import { colourOf, withAlpha } from "@/components/chart/colours.ts";
import type uPlot from "uplot";

export interface Layer {
  kind: "bars" | "line" | "dash" | "step" | "band";
  /** Token of the colour, `--accent`. */
  token: string;
  /** By interval; null draws nothing. */
  values: readonly (number | null)[];
  /** Of a band: its upper bound is `values`, this is the lower one. */
  low?: readonly (number | null)[];
}

export interface PlotShape {
  /** Beginnings of intervals, and the end of the last. */
  names: readonly string[];
  layers: readonly Layer[];
  /** Only some intervals have a name: each of these is shown. */
  named?: boolean;
  /** Names stand under the middle of intervals: days, not moments. */
  centred?: boolean;
  /** Place of the present on the x axis. */
  now?: number | null;
  /** Fills between two steps: more needed than there, and the other way round. Places in `layers`. */
  gap?: { needed: number; there: number };
  label(value: number): string;
}

/** Of people and calls there are no halves to mark an axis with. */
const WHOLE = [1, 10, 100, 1_000, 10_000].flatMap((ten) => [ten, 2 * ten, 5 * ten]);

/** Steps need the interval's beginning, the rest its middle: both are rows of one table. */
export function dataOf({ names, layers }: PlotShape): uPlot.AlignedData {
  const slots = names.length - 1;
  const xs: number[] = [];
  for (let n = 0; n < slots; n++) xs.push(n, n + 0.5);
  xs.push(slots);
  const rows = layers.flatMap(({ kind, values, low }) => {
    const spread = (list: readonly (number | null)[]) =>
      xs.map((x) => {
        const step = kind === "step";
        if (Number.isInteger(x) !== step) return undefined;
        return list[Math.min(x === slots ? slots - 1 : x, slots - 1) | 0] ?? null;
      });
    return kind === "band" ? [spread(values), spread(low ?? [])] : [spread(values)];
  });
  return [xs, ...rows] as uPlot.AlignedData;
}

export function optionsOf(
  element: HTMLElement,
  given: PlotShape & { Plot: typeof uPlot; onPoint(slot: number | null): void },
): uPlot.Options {
  const { Plot, names, named, centred, layers, label, now, gap, onPoint } = given;
  const slots = names.length - 1;
  const colour = (token: string) => colourOf(element, token);
  const ink = colour("--ink-3"), line = colour("--line");
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  const places: number[] = [];
  for (const layer of layers) {
    places.push(series.length);
    const stroke = colour(layer.token);
    if (layer.kind === "band") {
      bands.push({ series: [series.length, series.length + 1], fill: withAlpha(stroke, 0.16) });
      const edge = { stroke: withAlpha(stroke, 0.35), width: 1, points: { show: false }, spanGaps: true };
      series.push(edge, edge);
    } else series.push(seriesOf(layer, { Plot, stroke, slots, width: element.clientWidth }));
  }
  if (gap) {
    const [needed, there] = [places[gap.needed], places[gap.there]];
    bands.push({ series: [needed, there], dir: -1, fill: withAlpha(colour("--danger"), 0.22) });
    bands.push({ series: [there, needed], dir: -1, fill: withAlpha(colour("--ready"), 0.16) });
  }
  const every = Math.max(1, Math.ceil(slots / Math.max(1, Math.floor((element.clientWidth - 50) / 56))));
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(140, element.clientHeight),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [0, slots] },
      y: { range: (_, __, max) => [0, Math.max(2, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        splits: () =>
          names.map((_, n) => n).filter((n) => named ? names[n] !== "" : n % every === 0)
            .map((n) => centred ? n + 0.5 : n).filter((x) => x <= slots),
        values: (_, splits) => splits.map((x) => names[Math.floor(x)] ?? ""),
      },
      { ...axis, size: 44, space: 30, incrs: WHOLE, values: (_, splits) => splits.map((one) => label(one)) },
    ],
    series,
    bands,
    hooks: {
      setCursor: [
        (plot) => {
          const { left } = plot.cursor;
          if (left === undefined || left === null || left < 0) return onPoint(null);
          const slot = Math.floor(plot.posToVal(left, "x"));
          onPoint(slot >= 0 && slot < slots ? slot : null);
        },
      ],
      draw: [(plot) => now === null || now === undefined ? undefined : drawNow(plot, now, colour("--ink-2"))],
    },
  };
}

function seriesOf(
  layer: Layer,
  { Plot, stroke, slots, width }: { Plot: typeof uPlot; stroke: string; slots: number; width: number },
): uPlot.Series {
  const common = { stroke, points: { show: false }, spanGaps: true };
  switch (layer.kind) {
    case "bars": {
      // uPlot's own bars would be as wide as half an interval, since every second row is a step's.
      const size = Math.max(2, Math.min(56, (width - 60) / slots * 0.62));
      return { ...common, width: 0, fill: withAlpha(stroke, 0.55), paths: Plot.paths.bars!({ size: [1, size, size] }) };
    }
    case "step":
      return { ...common, width: 2, paths: Plot.paths.stepped!({ align: 1 }) };
    case "dash":
      return { ...common, width: 1.5, dash: [5, 4] };
    default:
      return { ...common, width: 2 };
  }
}

function drawNow(plot: uPlot, now: number, stroke: string): void {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(now, "x", true);
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
