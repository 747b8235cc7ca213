/** Columns dragged to another place by mouse or finger: the others make room at once, Escape takes it back. */
import { useRef, useState } from "preact/hooks";
import { movedTo } from "@/components/admin/pipelines/draft.ts";

export interface Drag {
  /** The order as it would be; null: nothing is dragged. */
  order: string[] | null;
  held: string | null;
  /** For the handle's `onPointerDown`. */
  start(event: PointerEvent, id: string): void;
}

/** Columns are the elements with `data-stage` inside of what the handle stands in. */
export function useDrag(ids: readonly string[], drop: (ids: string[]) => void): Drag {
  const [state, setState] = useState<{ held: string; order: string[] } | null>(null);
  const done = useRef<(() => void) | null>(null);
  const start = (event: PointerEvent, id: string) => {
    if (event.button !== 0 || done.current) return;
    event.preventDefault();
    const handle = event.currentTarget as HTMLElement;
    const box = handle.closest<HTMLElement>("[data-stages]");
    if (!box) return;
    handle.focus();
    let order = [...ids];
    setState({ held: id, order });
    const move = ({ clientX, clientY }: PointerEvent) => {
      const over = [...box.querySelectorAll<HTMLElement>("[data-stage]")].find((column) => {
        const { left, right, top, bottom } = column.getBoundingClientRect();
        return clientX >= left && clientX < right && clientY >= top && clientY < bottom;
      })?.dataset.stage;
      if (!over || over === id || !order.includes(over)) return;
      order = movedTo(order, order.indexOf(id), order.indexOf(over));
      setState({ held: id, order });
    };
    const end = (keep: boolean) => {
      done.current?.();
      setState(null);
      if (keep && order.some((one, at) => one !== ids[at])) drop(order);
    };
    const up = () => end(true);
    const cancel = () => end(false);
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key === "Escape") end(false);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", key);
    done.current = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key);
      done.current = null;
    };
  };
  return { order: state?.order ?? null, held: state?.held ?? null, start };
}
