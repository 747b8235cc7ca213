/** The day over all shown queues: offered, answered, abandoned per quarter of an hour. uPlot is loaded when needed. */
import { useEffect, useRef } from "preact/hooks";
import { colourOf, withAlpha } from "@/components/chart/colours.ts";
import { usePlot } from "@/components/chart/use_plot.ts";
import type uPlot from "uplot";
import type { QueueRow } from "@/web/live/protocol.ts";
import { type LiveTable, read } from "@/components/live.ts";
import { serverNow } from "@/components/time/now.ts";
import { timeOf, type Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

const QUARTER_MS = 900_000;

export function DayChart(props: { table: LiveTable; queues: readonly string[]; zone: Zone }) {
  const t = useT();
  const columns = sumQuarters(props.queues.map((id) => read<QueueRow, "quarters">(props.table, id, "quarters") ?? []));
  const data = toData(columns, serverNow());
  const latest = useRef(data);
  latest.current = data;

  const { box, plot } = usePlot({
    shows: [],
    make: (element, Plot) => new Plot(optionsFor(element, props.zone), latest.current, element),
  });
  useEffect(() => plot.current?.setData(data), [JSON.stringify(columns)]);

  return (
    <section class="card day-chart" aria-label={t("wallboard.chart.title")}>
      <header>
        <h2>{t("wallboard.chart.title")}</h2>
        <div class="legend" aria-hidden="true">
          {["offered", "answered", "abandoned"].map((key) => (
            <span class={key} key={key}>
              <i />
              {t(`wallboard.chart.${key}`)}
            </span>
          ))}
        </div>
      </header>
      <div
        class="plot"
        ref={box}
        role="img"
        aria-label={t("wallboard.chart.summary", {
          offered: total(columns, 0),
          answered: total(columns, 1),
          abandoned: total(columns, 2),
        })}
      />
    </section>
  );
}

type Quarter = [number, number, number];

const total = (columns: readonly Quarter[], index: 0 | 1 | 2) => columns.reduce((sum, one) => sum + one[index], 0);

/** Sums the queues' quarters; they all count from midnight of the site. */
export function sumQuarters(all: readonly (readonly Quarter[])[]): Quarter[] {
  const length = Math.max(0, ...all.map((one) => one.length));
  return Array.from({ length }, (_, i) =>
    all.reduce<Quarter>((sum, one) => {
      const quarter = one[i] ?? [0, 0, 0];
      return [sum[0] + quarter[0], sum[1] + quarter[1], sum[2] + quarter[2]];
    }, [0, 0, 0]));
}

/** The last column is the running quarter. Night hours before the first call are left out. */
function toData(columns: readonly Quarter[], at: number): uPlot.AlignedData {
  const first = Math.max(0, Math.min(columns.findIndex((one) => one[0] > 0), columns.length - 9));
  const shown = columns.slice(first < 0 ? 0 : first);
  // One point has no width: uPlot would show the hours of 1970. Before the first quarter of the day nobody called.
  while (shown.length < 2) shown.unshift([0, 0, 0]);
  const current = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const times = shown.map((_, i) => (current - (shown.length - 1 - i) * QUARTER_MS) / 1000);
  return [times, shown.map((one) => one[0]), shown.map((one) => one[1]), shown.map((one) => one[2])];
}

function optionsFor(element: HTMLElement, zone: Zone): uPlot.Options {
  const [ink, line, answered, abandoned] = ["--ink-3", "--line", "--talking", "--danger"].map((token) =>
    colourOf(element, token)
  );
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(140, element.clientHeight),
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { show: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.12)] } },
    axes: [
      { ...axis, grid: { show: false }, values: (_, splits) => splits.map((at) => timeOf(at * 1000, zone)), space: 64 },
      { ...axis, size: 34, space: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
    ],
    series: [
      {},
      { stroke: ink, width: 1.5, dash: [3, 3], points: { show: false } },
      { stroke: answered, width: 2, fill: withAlpha(answered, 0.12), points: { show: false } },
      { stroke: abandoned, width: 2, dash: [1, 3], cap: "round", points: { show: false } },
    ],
  };
}
