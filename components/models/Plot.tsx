/** A uPlot chart in our tokens: loaded when needed, drawn anew when the theme or the room changes. */
import { useRef } from "preact/hooks";
import { colourOf, withAlpha } from "@/components/chart/colours.ts";
import { usePlot } from "@/components/chart/use_plot.ts";
import type uPlot from "uplot";

export interface Drawing {
  data: uPlot.AlignedData;
  axes: { x: Partial<uPlot.Axis>; y: Partial<uPlot.Axis> };
  /** Of the horizontal scale. */
  range: [number, number];
  /** By their token. */
  lines: { token: string; width: number; dash?: number[]; bars?: boolean; points?: boolean }[];
  /** Two of the lines between which the ground is filled. */
  band?: { of: [number, number]; token: string };
}

export interface PlotProps {
  label: string;
  draw: Drawing;
  /** Where the pointer stands; null: nowhere. */
  onPoint?(index: number | null): void;
  onPick?(index: number): void;
}

export function Plot(props: PlotProps) {
  const now = useRef(props);
  now.current = props;
  const { box } = usePlot({
    shows: [props.draw],
    make: (element, Chart) => {
      const plot = new Chart(optionsFor(element, { Chart, props }), props.draw.data, element);
      plot.over.addEventListener("click", () => {
        const index = plot.cursor.idx;
        if (typeof index === "number") now.current.onPick?.(index);
      });
      return plot;
    },
  });
  return (
    <div
      class="mp-plot"
      ref={box}
      role="img"
      aria-label={props.label}
      data-pick={props.onPick ? "" : undefined}
    />
  );
}

function optionsFor(element: HTMLElement, given: { Chart: typeof uPlot; props: PlotProps }): uPlot.Options {
  const { draw, onPoint } = given.props;
  const [ink, line] = ["--ink-3", "--line"].map((token) => colourOf(element, token));
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const bars = given.Chart.paths.bars!({ size: [0.6, 28] });
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(160, element.clientHeight),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: (_, n) => draw.lines[n - 1]?.width ? 7 : 0 } },
    scales: {
      x: { time: false, range: () => draw.range },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [{ ...axis, size: 28, grid: { show: false }, ...draw.axes.x }, {
      ...axis,
      size: 44,
      space: 34,
      ...draw.axes.y,
    }],
    bands: draw.band && [{
      series: draw.band.of,
      fill: withAlpha(colourOf(element, draw.band.token), 0.16),
    }],
    series: [
      {},
      ...draw.lines.map((one): uPlot.Series => {
        const colour = colourOf(element, one.token);
        return {
          width: one.width,
          dash: one.dash,
          ...(one.bars ? { fill: withAlpha(colour, 0.45), width: 0, paths: bars, points: { show: false } } : {
            stroke: one.width > 0 ? colour : undefined,
            points: { show: one.points ?? false, size: 5, fill: colour },
          }),
        };
      }),
    ],
    hooks: { setCursor: [(plot) => onPoint?.(plot.cursor.idx ?? null)] },
  };
}
