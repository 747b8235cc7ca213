/**
 * The active cell and the chosen rows, by mouse and by keys. Keys go by `code`, so they work in every layout; single
 * ones are ignored while somebody types.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { isTyping, listenForKeys, type Shortcut } from "@/components/keys.ts";
import type { Active } from "@/components/records/list/Grid.tsx";
import {
  chooseAll,
  extend,
  isChosen,
  NONE,
  type Selection,
  toggle,
  toggleLoaded,
} from "@/components/records/list/selection.ts";
import type { List } from "@/components/records/list/useList.ts";

const PAGE = 15;

export interface CursorOptions {
  list: List;
  grid: { current: HTMLDivElement | null };
  onOpen(id: string): void;
  onEdit(active: Active): void;
  /** More single keys: search, new. */
  shortcuts: readonly Shortcut[];
}

export function useCursor(options: CursorOptions) {
  const { list, grid } = options;
  const [active, setActive] = useState<Active | null>(null);
  const [selection, setSelection] = useState<Selection>(NONE);
  const now = useRef({ active, selection, options });
  now.current = { active, selection, options };

  const order = () => now.current.options.list.current().order;
  const choose = (next: Selection) => {
    now.current.selection = next;
    setSelection(next);
  };
  const goto = (at: number, key = now.current.active?.key ?? "name") => {
    const ids = order();
    const id = ids[Math.min(ids.length - 1, Math.max(0, at))];
    if (!id) return;
    now.current.active = { id, key };
    setActive({ id, key });
    grid.current?.focus({ preventScroll: true });
  };
  const at = () => now.current.active ? order().indexOf(now.current.active.id) : -1;
  const step = (by: number, spread = false) => {
    const from = now.current.active;
    goto(at() + by);
    const to = now.current.active;
    if (!spread || !from || !to) return;
    const anchored = now.current.selection.anchor
      ? now.current.selection
      : { ...now.current.selection, anchor: from.id };
    choose(extend(anchored, to.id, order()));
  };
  const sideways = (by: number) => {
    const { active, options } = now.current;
    const keys = options.list.state.columns.map(({ key }) => key);
    const next = keys[Math.min(keys.length - 1, Math.max(0, keys.indexOf(active?.key ?? "name") + by))];
    if (active) setActive({ id: active.id, key: next });
    else goto(0, next);
  };
  const box = (id: string, range: boolean): boolean => {
    const { selection } = now.current;
    const next = range ? extend(selection, id, order()) : toggle(selection, id, order());
    choose(next);
    return isChosen(next, id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== grid.current || event.altKey || event.isComposing) return;
    const { active, options } = now.current;
    const mod = event.ctrlKey || event.metaKey;
    const act = (run: () => void) => {
      event.preventDefault();
      run();
    };
    if (mod) return;
    switch (event.code) {
      case "ArrowDown":
        return act(() => step(1, event.shiftKey));
      case "ArrowUp":
        return act(() => step(-1, event.shiftKey));
      case "ArrowLeft":
        return act(() => sideways(-1));
      case "ArrowRight":
        return act(() => sideways(1));
      case "PageDown":
        return act(() => step(PAGE, event.shiftKey));
      case "PageUp":
        return act(() => step(-PAGE, event.shiftKey));
      case "Home":
        return act(() => goto(0));
      case "End":
        return act(() => goto(order().length - 1));
      case "Space":
        return act(() => active && box(active.id, event.shiftKey));
      case "Enter":
      case "NumpadEnter":
        return act(() => active && options.onOpen(active.id));
      case "F2":
        return act(() => active && options.onEdit(active));
      case "KeyJ":
      case "KeyK":
        // The first one is the page's own shortcut; a key that is held goes on.
        if (event.repeat) act(() => step(event.code === "KeyJ" ? 1 : -1));
        return;
      case "Escape":
        if (now.current.selection.all || now.current.selection.ids.size > 0) act(() => choose(NONE));
    }
  };

  useEffect(() => {
    const first = () => now.current.active ?? (goto(0), now.current.active);
    const stop = listenForKeys(() => [
      ...now.current.options.shortcuts,
      { code: "KeyJ", run: () => step(1) },
      { code: "KeyK", run: () => step(-1) },
      { code: "KeyX", run: () => now.current.active && box(now.current.active.id, false) },
      { code: "KeyX", shift: true, run: () => now.current.active && box(now.current.active.id, true) },
      {
        code: "KeyE",
        run: () => {
          const active = first();
          if (active) now.current.options.onEdit(active);
        },
      },
    ]);
    const all = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      if (event.code !== "KeyA" || !mod || event.shiftKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      const { list } = now.current.options;
      choose(list.state.archived ? toggleLoaded(NONE, order()) : chooseAll());
    };
    document.addEventListener("keydown", all);
    return () => {
      stop();
      document.removeEventListener("keydown", all);
    };
  }, []);
  // Another list: what was chosen in the one before is not in sight.
  const { view, text, filter, archived } = list.state;
  useEffect(() => {
    choose(NONE);
    setActive(null);
  }, [view, text, archived, JSON.stringify(filter)]);

  return {
    active,
    selection,
    setActive,
    choose,
    box,
    onKeyDown,
    toggleLoaded: () => choose(toggleLoaded(now.current.selection, order())),
  };
}
