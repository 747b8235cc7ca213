/**
 * Things by keys: arrows go from one to the next, Space picks one up, arrows then move it, Shift with arrows changes its
 * length, Space or Enter puts it down, Escape takes it back. Every step is said aloud.
 */
import { type RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Nudge, nudged, placeOf, samePlace, STEP } from "@/components/calendar/place.ts";
import type { CalendarView, Item, Place } from "@/components/calendar/types.ts";
import { nameOf, placeText } from "@/components/calendar/words.ts";
import { wallOf } from "@/crm/calendar/zone.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export interface CarryOptions {
  item(key: string): Item | undefined;
  view: CalendarView;
  days: readonly string[];
  /** Columns of people, when they stand side by side. */
  people: readonly string[] | null;
  zone: Zone;
  carried: { key: string; place: Place } | null;
  carry(carried: { key: string; place: Place } | null): void;
  drop(item: Item, place: Place): void;
  say(text: string): void;
}

const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

export function useCarry(root: RefObject<HTMLElement>, options: CarryOptions) {
  const t = useT();
  const latest = useRef(options);
  latest.current = options;
  /** Where it was picked up; set only while keys carry. */
  const from = useRef<{ key: string; place: Place } | null>(null);
  const focused = useRef<string | null>(null);

  // A thing that moved to another part of the page keeps the focus.
  useLayoutEffect(() => {
    const key = focused.current;
    if (!key || document.activeElement !== document.body) return;
    root.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  });

  useEffect(() => {
    const area = root.current;
    if (!area) return;
    const onFocus = (event: FocusEvent) => {
      focused.current = event.target instanceof HTMLElement ? event.target.dataset.item ?? null : null;
    };
    // Focus that goes somewhere else on purpose is not fetched back.
    const onPointer = () => focused.current = null;
    area.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPointer, true);
    return () => {
      area.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPointer, true);
    };
  }, []);

  const finish = (how: "drop" | "cancel") => {
    const { carried, carry, drop, say, item, zone } = latest.current;
    const start = from.current;
    from.current = null;
    carry(null);
    if (!start) return;
    const thing = item(start.key);
    const name = thing ? nameOf(thing, t) : "";
    if (how === "drop" && thing && carried && !samePlace(carried.place, start.place)) {
      drop(thing, carried.place);
      say(t("calendar.said.dropped", { name, when: placeText(carried.place, { t, zone }) }));
    } else say(t("calendar.said.back", { name }));
  };

  const step = (event: KeyboardEvent) => {
    const { carried, carry, say, zone, view, days } = latest.current;
    const place = carried?.place ?? from.current?.place;
    if (!place) return;
    const next = event.shiftKey && view !== "month" && /Up|Down/.test(event.key)
      ? nudged(place, {
        nudge: { by: "length", minutes: event.key === "ArrowUp" ? -STEP : STEP },
        timeZone: zone.timeZone,
      })
      : sideways(place, event.key) ??
        nudged(place, { nudge: nudgeOf(event.key, view), timeZone: zone.timeZone });
    const { day } = wallOf(next.due, zone.timeZone);
    if (!days.includes(day)) return;
    carry({ key: from.current!.key, place: next });
    say(placeText(next, { t, zone }));
  };

  /** From colleague to colleague, where they stand side by side. */
  const sideways = (place: Place, key: string): Place | null => {
    const { people } = latest.current;
    if (!people || (key !== "ArrowLeft" && key !== "ArrowRight")) return null;
    const at = people.indexOf(place.owner) + (key === "ArrowLeft" ? -1 : 1);
    return { ...place, owner: people[Math.min(people.length - 1, Math.max(0, at))] };
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.target.dataset.item;
    if (!key) return;
    const { item, carry, say, zone } = latest.current;
    if (from.current) {
      if (ARROWS.includes(event.key)) step(event);
      else if (event.key === " " || event.key === "Enter") finish("drop");
      else if (event.key === "Escape" || event.key === "Tab") finish("cancel");
      else return;
      if (event.key !== "Tab") event.preventDefault();
      return;
    }
    if (event.key === " ") {
      event.preventDefault();
      const thing = item(key);
      if (!thing?.movable) return say(t("calendar.said.unmoved"));
      const place = placeOf(thing);
      from.current = { key, place };
      carry({ key, place });
      return say(t("calendar.said.taken", { name: nameOf(thing, t), when: placeText(place, { t, zone }) }));
    }
    if (!ARROWS.includes(event.key)) return;
    event.preventDefault();
    neighbour(root.current!, event.target, event.key)?.focus();
  };
  /** Where a key's click comes with its release, a thing that was picked up would open. */
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === " " && event.target instanceof HTMLElement && event.target.dataset.item) event.preventDefault();
  };
  return { onKeyDown, onKeyUp };
}

function nudgeOf(key: string, view: CalendarView): Nudge {
  const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
  if (key === "ArrowLeft" || key === "ArrowRight") return { by: "day", days: sign };
  return view === "month" ? { by: "day", days: 7 * sign } : { by: "time", minutes: STEP * sign };
}

/** The nearest thing in the arrow's direction, as it is seen. */
function neighbour(area: HTMLElement, here: HTMLElement, key: string): HTMLElement | null {
  const centre = (element: HTMLElement) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const at = centre(here);
  const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key]!;
  let best: { element: HTMLElement; cost: number } | null = null;
  for (const element of area.querySelectorAll<HTMLElement>("[data-item]")) {
    if (element === here) continue;
    const { x, y } = centre(element);
    const ahead = (x - at.x) * dx + (y - at.y) * dy;
    if (ahead <= 2) continue;
    const aside = Math.abs((x - at.x) * dy) + Math.abs((y - at.y) * dx);
    const cost = ahead + aside * 3;
    if (!best || cost < best.cost) best = { element, cost };
  }
  return best?.element ?? null;
}
