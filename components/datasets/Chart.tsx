/** A uPlot chart of the panel: loaded when needed, drawn anew when the theme or the data change. */
import { colourOf } from "@/components/chart/colours.ts";
import { usePlot } from "@/components/chart/use_plot.ts";
import type uPlot from "uplot";

export interface ChartLine {
  token: string;
  /** 0: points alone. */
  width: number;
  dash?: number[];
}

export interface ChartProps {
  label: string;
  x: readonly number[];
  lines: readonly (readonly (number | null)[])[];
  look: readonly ChartLine[];
  /** What stands below: splits for so many names, and their words. */
  splits(most: number): number[];
  name(x: number): string;
  number(value: number): string;
  /** Where the pointer or the keyboard stands; null: nowhere. */
  onPoint?(index: number | null): void;
}

/** Room for a name below. */
const NAME_PX = 56;

export function Chart(props: ChartProps) {
  const { box } = usePlot({
    shows: [props.x, props.lines],
    make: (element, Plot) =>
      new Plot(optionsFor(element, props), [[...props.x], ...props.lines.map((line) => [...line])], element),
  });
  return <div class="dq-plot" ref={box} role="img" aria-label={props.label} />;
}

function optionsFor(element: HTMLElement, props: ChartProps): uPlot.Options {
  const { x, look, splits, name, number, onPoint } = props;
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const [ink, line] = ["--ink-3", "--line"].map((token) => colourOf(element, token));
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const [first, last] = [x[0] ?? 0, x[x.length - 1] ?? 1];
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(140, element.clientHeight),
    legend: { show: false },
    cursor: { show: Boolean(onPoint), y: false, drag: { x: false, y: false }, points: { size: 6 } },
    hooks: onPoint ? { setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] } : {},
    scales: {
      x: { time: false, range: () => [first, last > first ? last : first + 1] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        grid: { show: false },
        splits: (plot) => splits(Math.max(2, Math.floor(plot.width / NAME_PX))),
        values: (_, values) => values.map(name),
      },
      { ...axis, size: 46, space: 34, values: (_, values) => values.map(number) },
    ],
    series: [
      {},
      ...look.map(({ token, width, dash }): uPlot.Series => {
        const colour = colourOf(element, token);
        return width > 0
          ? { stroke: colour, width, dash, points: { show: false } }
          : { stroke: colour, width: 0, paths: () => null, points: { show: true, size: 6, fill: colour, width: 0 } };
      }),
    ],
  };
}
