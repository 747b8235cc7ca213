/**
 * Dragging by mouse, touch and pen: @dnd-kit/dom notices a drag and scrolls at the edges; where the cards would stand is
 * told by the column's own geometry, since most cards of a long column are not in the document. What follows the pointer
 * is a copy: the card itself stays in its place until it is dropped.
 */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { DragDropManager, Draggable } from "@dnd-kit/dom";
import { ROW } from "@/components/pipeline/Column.tsx";
import { cardElement, type Deck, meant } from "@/components/pipeline/deck.ts";
import { gapAt } from "@/components/pipeline/places.ts";
import type { Moves } from "@/components/pipeline/moves.ts";

/** Ties a card to dragging while it is in the document; call what is returned when it goes. */
export type Attach = (id: string, element: HTMLElement) => () => void;

/** px that a mouse moves before a click becomes a drag. */
const MOUSE_SLACK = 5;
/** A finger that rests for so long drags; one that moves sooner scrolls. */
const TOUCH = { value: 260, tolerance: 8 };

interface Ties {
  elements: Map<string, HTMLElement>;
  tied: Map<string, Draggable>;
  tie: ((id: string, element: HTMLElement) => void) | null;
}

export function useDrag(deck: Deck, moves: () => Moves): Attach {
  const ties = useRef<Ties>({ elements: new Map(), tied: new Map(), tie: null });
  useEffect(() => {
    let left = false;
    let manager: DragDropManager | null = null;
    void import("@dnd-kit/dom").then((dnd) => {
      if (left) return;
      const { AutoScroller, DragDropManager, Draggable, PointerActivationConstraints, PointerSensor } = dnd;
      const { Delay, Distance } = PointerActivationConstraints;
      manager = new DragDropManager({
        plugins: [AutoScroller.configure({ threshold: { x: 0.08, y: 0.14 } })],
        sensors: [PointerSensor.configure({
          activationConstraints: (event) =>
            event.pointerType === "mouse" ? [new Distance({ value: MOUSE_SLACK })] : [new Delay(TOUCH)],
          preventActivation: (event) =>
            event.target instanceof Element && event.target.closest("button, input") !== null,
        })],
      });
      ties.current.tie = (id, element) => {
        ties.current.tied.get(id)?.destroy();
        ties.current.tied.set(id, new Draggable({ id, element }, manager!));
      };
      for (const [id, element] of ties.current.elements) ties.current.tie(id, element);
      follow(manager, deck, moves);
      document.documentElement.dataset.board = "ready";
    });
    return () => {
      left = true;
      ties.current.tie = null;
      ties.current.tied.clear();
      manager?.destroy();
    };
  }, []);
  return useMemo(() => (id, element) => {
    const { elements, tied } = ties.current;
    elements.set(id, element);
    ties.current.tie?.(id, element);
    return () => {
      // Moved to another column, the card may be tied anew before its old place is left.
      if (elements.get(id) !== element) return;
      elements.delete(id);
      tied.get(id)?.destroy();
      tied.delete(id);
    };
  }, []);
}

function follow(manager: DragDropManager, deck: Deck, moves: () => Moves): void {
  let ghost: HTMLElement | null = null;
  let from = { x: 0, y: 0 };
  let lead = "";
  let dropped = false;
  const end = () => {
    removeEventListener("pointerup", lift, true);
    ghost?.remove();
    ghost = null;
    deck.held.value = new Set();
    deck.target.value = null;
    delete document.documentElement.dataset.dragging;
  };
  manager.monitor.addEventListener("dragstart", ({ operation }) => {
    lead = `${operation.source?.id ?? ""}`;
    const element = cardElement(lead);
    if (!element) return;
    dropped = false;
    addEventListener("pointerup", lift, true);
    const ids = meant(deck, lead);
    const box = element.getBoundingClientRect();
    from = { ...operation.position.initial };
    ghost = element.cloneNode(true) as HTMLElement;
    ghost.classList.add("bd-ghost");
    ghost.removeAttribute("data-id");
    ghost.setAttribute("aria-hidden", "true");
    ghost.inert = true;
    ghost.style.cssText = `left: ${box.left}px; top: ${box.top}px; width: ${box.width}px; height: ${box.height}px`;
    if (ids.length > 1) ghost.dataset.more = `${ids.length}`;
    document.body.append(ghost);
    deck.held.value = new Set(ids);
    document.documentElement.dataset.dragging = "";
  });
  manager.monitor.addEventListener("dragmove", ({ operation }) => {
    const { x, y } = operation.position.current;
    if (ghost) ghost.style.transform = `translate(${x - from.x}px, ${y - from.y}px) rotate(1.5deg)`;
    aim(x, y);
  });
  const aim = (x: number, y: number) => {
    const column = [...document.querySelectorAll<HTMLElement>(".bd-column")].find((one) => {
      const box = one.getBoundingClientRect();
      return x >= box.left && x <= box.right && y >= box.top - 40 && y <= box.bottom + 40;
    });
    const list = column?.querySelector<HTMLElement>(".bd-cards");
    const stage = column?.dataset.stage;
    if (!list || !stage) {
      if (deck.target.peek()) deck.target.value = null;
      return;
    }
    const count = deck.state.peek().column(stage)?.order.peek().length ?? 0;
    const gap = gapAt(y - list.getBoundingClientRect().top, { row: ROW, count });
    const now = deck.target.peek();
    if (now?.stage !== stage || now.gap !== gap) deck.target.value = { stage, gap };
  };
  const drop = (x: number, y: number) => {
    dropped = true;
    // Scrolled under a pointer that rested: the place is told once more.
    aim(x, y);
    const target = deck.target.peek();
    const ids = [...deck.held.peek()];
    end();
    if (!target || ids.length === 0) return;
    if (ids.length === 1) void moves().one(lead, target);
    else void moves().many(ids, target.stage);
  };
  // The library tells of the end two frames after the pointer was lifted, and people see that.
  const lift = (event: PointerEvent) => drop(event.clientX, event.clientY);
  manager.monitor.addEventListener("dragend", ({ operation, canceled }) => {
    if (dropped) return;
    if (canceled) return end();
    drop(operation.position.current.x, operation.position.current.y);
  });
}
