/** A chart of intervals. uPlot is loaded when needed; the same numbers stand in a table beside it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { ComponentChildren } from "preact";
import { dataOf, optionsOf, type PlotShape } from "@/components/staffing/plot_options.ts";

export interface PlotProps {
  shape: PlotShape;
  /** What is seen, in a sentence. */
  label: string;
  legend: readonly { token: string; kind: string; text: string }[];
  /** Sentence about one interval; shown while it is pointed at. */
  tell(slot: number): string;
  children?: ComponentChildren;
}

export function Plot(props: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const [slot, setSlot] = useState<number | null>(null);
  const { shape } = props;
  const plot = useRef<uPlot | null>(null);
  // A label is a new function each time; what is drawn is what counts.
  const drawn = JSON.stringify([shape.names, shape.layers, shape.now, shape.gap]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    const draw = async () => {
      const { default: Plot } = await import("uplot");
      if (gone) return;
      plot.current?.destroy();
      plot.current = new Plot(optionsOf(element, { ...shape, Plot, onPoint: setSlot }), dataOf(shape), element);
      element.dataset.ready = "";
    };
    void draw();
    let width = element.clientWidth;
    const watcher = new ResizeObserver(() => {
      // Names and bars depend on the width.
      if (element.clientWidth === 0 || element.clientWidth === width) return;
      width = element.clientWidth;
      void draw();
    });
    watcher.observe(element);
    const themes = new MutationObserver(() => void draw());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      gone = true;
      watcher.disconnect();
      themes.disconnect();
      dark.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [drawn]);
  return (
    <div class="staff-chart">
      <div class="staff-chart-head">
        <ul class="staff-legend" aria-hidden="true">
          {props.legend.map(({ token, kind, text }) => (
            <li key={text}>
              <i data-kind={kind} style={`--c: var(${token})`} />
              {text}
            </li>
          ))}
        </ul>
      </div>
      <div class="staff-plot" ref={box} role="img" aria-label={props.label} />
      <p class="staff-point" aria-hidden="true">{slot === null ? props.children : props.tell(slot)}</p>
    </div>
  );
}
