/**
 * The life of a uPlot chart in its box: the library is loaded when it is needed, the chart is drawn anew when what it shows
 * or the theme changes, and is as large as its box.
 */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";

export interface PlotLife {
  /** What the chart shows; another one draws it anew. */
  shows: readonly unknown[];
  /** Another width draws it anew too: names and bars hang on it. Otherwise the chart is only resized. */
  byWidth?: boolean;
  make(element: HTMLElement, Plot: typeof uPlot): uPlot;
}

export function usePlot(life: PlotLife): { box: RefObject<HTMLDivElement>; plot: { current: uPlot | null } } {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef(life);
  now.current = life;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    const draw = async () => {
      const { default: Plot } = await import("uplot");
      if (gone) return;
      plot.current?.destroy();
      plot.current = now.current.make(element, Plot);
    };
    void draw();
    let width = element.clientWidth;
    const watcher = new ResizeObserver(() => {
      if (element.clientWidth === 0) return;
      if (!now.current.byWidth) {
        plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight });
      } else if (element.clientWidth !== width) {
        width = element.clientWidth;
        void draw();
      }
    });
    watcher.observe(element);
    const themes = new MutationObserver(() => void draw());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-wall"] });
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
  }, [...life.shows]);
  return { box, plot };
}
