/** Moving and resizing: where a thing is, and where a step or a pointer takes it. Pure. */
import { addDays, type Day, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { DEFAULT_MINUTES } from "@/components/calendar/items.ts";
import type { Item, Place } from "@/components/calendar/types.ts";

/** Everything snaps to this, in minutes. */
export const STEP = 15;
const LONGEST = 10_080;

/** Where the pointer is. */
export type Spot =
  | { on: "time"; day: Day; minute: number; person: string | null }
  | { on: "day"; day: Day; person: string | null; allDay: boolean };

export function placeOf(item: Item): Place {
  const minutes = Math.round((item.to - item.from) / 60_000);
  return {
    due: item.from,
    minutes: item.allDay ? (minutes > 1_500 ? minutes : null) : minutes || null,
    allDay: item.allDay,
    owner: item.owner,
  };
}

export const samePlace = (a: Place, b: Place): boolean =>
  a.due === b.due && a.minutes === b.minutes && a.allDay === b.allDay && a.owner === b.owner;

const snap = (minute: number) => Math.round(minute / STEP) * STEP;

/**
 * Where a thing goes that was grabbed so many minutes after its beginning. From the row of whole days into the hours it
 * becomes half an hour; in a month only its day changes.
 */
export function movedTo(place: Place, options: { spot: Spot; grabbed: number; timeZone: string }): Place {
  const { spot, grabbed, timeZone } = options;
  const owner = spot.person ?? place.owner;
  if (spot.on === "time") {
    const minute = snap(spot.minute - (place.allDay ? 0 : grabbed));
    const minutes = place.allDay ? DEFAULT_MINUTES : place.minutes;
    return { due: momentOf({ day: spot.day, minute }, timeZone), minutes, allDay: false, owner };
  }
  const wall = wallOf(place.due, timeZone);
  const allDay = spot.allDay || place.allDay;
  const minute = allDay ? 0 : wall.minute;
  const minutes = allDay && !place.allDay ? null : place.minutes;
  return { due: momentOf({ day: spot.day, minute }, timeZone), minutes, allDay, owner };
}

/** Its end at the pointer. */
export function resizedTo(place: Place, options: { spot: Spot; timeZone: string }): Place {
  const { spot, timeZone } = options;
  if (spot.on !== "time" || place.allDay) return place;
  const end = momentOf({ day: spot.day, minute: snap(spot.minute) }, timeZone);
  const minutes = Math.round((end - place.due) / 60_000);
  return { ...place, minutes: Math.min(LONGEST, Math.max(STEP, minutes)) };
}

/** One step by keys. */
export type Nudge =
  | { by: "time"; minutes: number }
  | { by: "day"; days: number }
  | { by: "length"; minutes: number };

export function nudged(place: Place, options: { nudge: Nudge; timeZone: string }): Place {
  const { nudge, timeZone } = options;
  const wall = wallOf(place.due, timeZone);
  if (nudge.by === "day") {
    return { ...place, due: momentOf({ day: addDays(wall.day, nudge.days), minute: wall.minute }, timeZone) };
  }
  if (place.allDay) return place;
  if (nudge.by === "time") {
    return { ...place, due: momentOf({ day: wall.day, minute: wall.minute + nudge.minutes }, timeZone) };
  }
  const minutes = (place.minutes ?? 0) + nudge.minutes;
  return { ...place, minutes: Math.min(LONGEST, Math.max(STEP, minutes)) };
}

/** What is drawn from one spot to another: its beginning and length. */
export function drawn(
  from: { day: Day; minute: number },
  options: { to: number; timeZone: string },
): { due: number; minutes: number } {
  const floor = (minute: number) => Math.floor(minute / STEP) * STEP;
  const [begin, end] = options.to < from.minute
    ? [floor(options.to), floor(from.minute) + STEP]
    : [floor(from.minute), Math.max(floor(options.to) + STEP, floor(from.minute) + STEP)];
  return { due: momentOf({ day: from.day, minute: Math.max(0, begin) }, options.timeZone), minutes: end - begin };
}

/** The values of a task by which it stands there, and only those that differ. */
export function valuesOf(place: Place, before: Place): Record<string, string | number | boolean | null> {
  return {
    ...(place.due === before.due ? {} : { due: new Date(place.due).toISOString() }),
    ...(place.minutes === before.minutes ? {} : { minutes: place.minutes }),
    ...(place.allDay === before.allDay ? {} : { allDay: place.allDay }),
    ...(place.owner === before.owner ? {} : { owner: place.owner || null }),
  };
}
