/**
 * Moving, resizing and drawing with a pointer. A mouse drags at once; a finger after a long press, so that it can scroll
 * everywhere. What is carried is told to the calendar, which paints it; nothing here touches the document.
 */
import { type RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { momentOf } from "@/crm/calendar/zone.ts";
import { drawn, movedTo, placeOf, resizedTo, samePlace, type Spot } from "@/components/calendar/place.ts";
import type { Item, Place } from "@/components/calendar/types.ts";

export interface Drawing {
  day: string;
  person: string | null;
  /** ms */
  due: number;
  minutes: number;
}

export interface DragOptions {
  item(key: string): Item | undefined;
  timeZone: string;
  mayCreate: boolean;
  /** null: nothing is carried any more. */
  carry(carried: { key: string; place: Place } | null): void;
  drop(item: Item, place: Place): void;
  draw(drawing: Drawing | null): void;
  /** Something was drawn, or an empty place clicked. */
  create(drawing: Drawing): void;
}

const MOUSE_SLACK = 4;
const FINGER_SLACK = 10;
const LONG_PRESS_MS = 380;
/** Height of the strips at the edges that scroll, and how far a frame scrolls. */
const EDGE = 44;
const SCROLL = 9;
const CLICK_MINUTES = 30;

interface Gesture {
  what: "move" | "resize" | "draw";
  id: number;
  x: number;
  y: number;
  touch: boolean;
  item: Item | null;
  spot: Spot;
  /** Minutes between the thing's beginning and the pointer. */
  grabbed: number;
  active: boolean;
  place: Place | null;
  drawing: Drawing | null;
  timer?: ReturnType<typeof setTimeout>;
  frame?: number;
}

export function useDrag(root: RefObject<HTMLElement>, options: DragOptions): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const area = root.current;
    if (!area) return;
    let gesture: Gesture | null = null;
    let clickIsOver = false;

    const begin = () => {
      if (!gesture) return;
      gesture.active = true;
      area.dataset.dragging = gesture.what;
      if (gesture.touch) navigator.vibrate?.(12);
      update(gesture.x, gesture.y);
      scrollAtEdges();
    };

    const update = (x: number, y: number) => {
      const now = gesture!;
      const spot = spotAt(x, y);
      if (!spot) return;
      const { timeZone, carry, draw } = latest.current;
      if (now.item) {
        const from = placeOf(now.item);
        const place = now.what === "resize"
          ? resizedTo(from, { spot, timeZone })
          : movedTo(from, { spot, grabbed: now.grabbed, timeZone });
        if (now.place && samePlace(now.place, place)) return;
        now.place = place;
        carry({ key: now.item.key, place });
      } else if (now.spot.on === "time" && spot.on === "time") {
        now.drawing = { day: now.spot.day, person: now.spot.person, ...drawn(now.spot, { to: spot.minute, timeZone }) };
        draw(now.drawing);
      }
    };

    const scrollAtEdges = () => {
      if (!gesture?.active) return;
      const box = area.querySelector<HTMLElement>("[data-scroller]");
      if (box) {
        const { top, bottom } = box.getBoundingClientRect();
        const head = box.querySelector<HTMLElement>("[data-sticky]")?.offsetHeight ?? 0;
        const by = gesture.y < top + head + EDGE ? -SCROLL : gesture.y > bottom - EDGE ? SCROLL : 0;
        if (by !== 0 && gesture.y > top + head) {
          box.scrollTop += by;
          update(gesture.x, gesture.y);
        }
      }
      gesture.frame = requestAnimationFrame(scrollAtEdges);
    };

    const end = (how: "drop" | "cancel") => {
      const now = gesture;
      gesture = null;
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
      removeEventListener("pointercancel", onCancel);
      removeEventListener("keydown", onKey, true);
      if (!now) return;
      clearTimeout(now.timer);
      if (now.frame !== undefined) cancelAnimationFrame(now.frame);
      delete area.dataset.dragging;
      const { carry, drop, draw, create } = latest.current;
      if (now.active) {
        clickIsOver = true;
        // No click follows when the pointer was let go over something else.
        setTimeout(() => clickIsOver = false);
      }
      if (now.item) {
        if (now.active && now.place && how === "drop") drop(now.item, now.place);
        carry(null);
        return;
      }
      draw(null);
      if (how === "drop" && now.active && now.drawing) create(now.drawing);
    };

    const onMove = (event: PointerEvent) => {
      if (!gesture || event.pointerId !== gesture.id) return;
      const far = Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y);
      if (!gesture.active) {
        if (gesture.touch) {
          if (far > FINGER_SLACK) end("cancel");
          return;
        }
        if (far < MOUSE_SLACK) return;
        gesture.x = event.clientX;
        gesture.y = event.clientY;
        return begin();
      }
      gesture.x = event.clientX;
      gesture.y = event.clientY;
      update(event.clientX, event.clientY);
    };
    const onUp = (event: PointerEvent) => gesture && event.pointerId === gesture.id && end("drop");
    const onCancel = (event: PointerEvent) => gesture && event.pointerId === gesture.id && end("cancel");
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !gesture?.active) return;
      event.preventDefault();
      event.stopPropagation();
      end("cancel");
    };

    const onDown = (event: PointerEvent) => {
      if (gesture || event.button !== 0 || !(event.target instanceof Element)) return;
      const thing = event.target.closest<HTMLElement>("[data-item]");
      const spot = spotAt(event.clientX, event.clientY);
      if (!spot || event.target.closest("[data-plain]")) return;
      const item = thing ? latest.current.item(thing.dataset.item!) ?? null : null;
      if (thing && !item?.movable) return;
      if (!thing && (!latest.current.mayCreate || spot.on !== "time")) return;
      const { timeZone } = latest.current;
      const grabbed = item && spot.on === "time" ? (momentOf(spot, timeZone) - item.from) / 60_000 : 0;
      const what = !thing ? "draw" : event.target.closest("[data-grip]") ? "resize" : "move";
      const touch = event.pointerType !== "mouse";
      gesture = {
        what,
        id: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        touch,
        item,
        spot,
        grabbed,
        active: false,
        place: null,
        drawing: null,
      };
      if (touch) gesture.timer = setTimeout(begin, LONG_PRESS_MS);
      // Text is not marked while something is drawn.
      else if (!thing) event.preventDefault();
      addEventListener("pointermove", onMove);
      addEventListener("pointerup", onUp);
      addEventListener("pointercancel", onCancel);
      addEventListener("keydown", onKey, true);
    };

    const onClick = (event: MouseEvent) => {
      if (clickIsOver) {
        clickIsOver = false;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (!(event.target instanceof Element) || event.target.closest("[data-item], [data-plain], a, button")) return;
      const spot = spotAt(event.clientX, event.clientY);
      if (!spot || spot.on !== "time" || !latest.current.mayCreate) return;
      const minute = Math.floor(spot.minute / CLICK_MINUTES) * CLICK_MINUTES;
      const due = momentOf({ day: spot.day, minute }, latest.current.timeZone);
      latest.current.create({ day: spot.day, person: spot.person, due, minutes: CLICK_MINUTES });
    };
    /** Once something is carried by a finger, the page does not scroll under it. */
    const onTouch = (event: TouchEvent) => gesture?.active && event.cancelable && event.preventDefault();
    const onMenu = (event: Event) => gesture?.touch && event.preventDefault();

    area.addEventListener("pointerdown", onDown);
    area.addEventListener("click", onClick, true);
    area.addEventListener("touchmove", onTouch, { passive: false });
    area.addEventListener("contextmenu", onMenu);
    return () => {
      end("cancel");
      area.removeEventListener("pointerdown", onDown);
      area.removeEventListener("click", onClick, true);
      area.removeEventListener("touchmove", onTouch);
      area.removeEventListener("contextmenu", onMenu);
    };
  }, []);
}

/** What lies under the pointer: a column of hours, a cell of whole days, a day of a month. */
function spotAt(x: number, y: number): Spot | null {
  for (const element of document.elementsFromPoint(x, y)) {
    if (!(element instanceof HTMLElement) || !element.dataset.spot) continue;
    const { spot, day = "", person } = element.dataset;
    if (spot !== "time") return { on: "day", day, person: person || null, allDay: spot === "all-day" };
    const { top, height } = element.getBoundingClientRect();
    const minute = Math.min(1_440, Math.max(0, (y - top) / height * 1_440));
    return { on: "time", day, minute, person: person || null };
  }
  return null;
}
