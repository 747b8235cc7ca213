/** A chart of intervals. uPlot is loaded when needed; the same numbers stand in a table beside it. */
import { useState } from "preact/hooks";
import { usePlot } from "@/components/chart/use_plot.ts";
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
  const [slot, setSlot] = useState<number | null>(null);
  const { shape } = props;
  // A label is a new function each time; what is drawn is what counts.
  const drawn = JSON.stringify([shape.names, shape.layers, shape.now, shape.gap]);
  const { box } = usePlot({
    shows: [drawn],
    byWidth: true,
    make: (element, Plot) => {
      const plot = new Plot(optionsOf(element, { ...shape, Plot, onPoint: setSlot }), dataOf(shape), element);
      element.dataset.ready = "";
      return plot;
    },
  });
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
