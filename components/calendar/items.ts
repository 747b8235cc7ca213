/** Tasks as things of the calendar, and where they stand in it. Pure. */
import { addDays, type Day, daysBetween, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import type { TaskPriority, TaskStatus, TaskType } from "@/crm/calendar/types.ts";
import { type Lane, lanesOf, rowsOf } from "@/components/calendar/lanes.ts";
import type { CalendarSetup, Item, Place } from "@/components/calendar/types.ts";

/** Of what is placed anew and takes no time. */
export const DEFAULT_MINUTES = 30;
/** Things look at least so long, or they cannot be read or hit. */
export const LEAST_MINUTES = 30;
const MINUTE_MS = 60_000;

export interface ItemOptions {
  may: CalendarSetup["may"];
  user: string;
  timeZone: string;
  now: number;
  /** Moved, and not yet told by the server. */
  place?: Place;
}

/** null: no due time, so no place. */
export function itemOf(record: CrmRecord, options: ItemOptions): Item | null {
  const { values } = record;
  const { place, now, timeZone } = options;
  const due = place?.due ?? (typeof values.due === "string" ? Date.parse(values.due) : NaN);
  if (!Number.isFinite(due)) return null;
  const minutes = place ? place.minutes : typeof values.minutes === "number" ? values.minutes : null;
  const allDay = place?.allDay ?? values.allDay === true;
  const owner = place?.owner ?? `${values.owner ?? ""}`;
  const span = allDay ? daySpan(due, { minutes, timeZone }) : { from: due, to: due + (minutes ?? 0) * MINUTE_MS };
  const status = (values.status ?? "open") as TaskStatus;
  return {
    key: record.id,
    task: record.id,
    repeat: false,
    name: `${values.name ?? ""}`,
    type: (values.type ?? "todo") as TaskType,
    status,
    priority: (values.priority ?? "normal") as TaskPriority,
    owner,
    ...span,
    allDay,
    recurring: `${values.repeat ?? ""}` !== "",
    overdue: status === "open" && (allDay ? span.to <= now : due < now),
    movable: mayEdit(record, options) && options.may.move,
    pending: place !== undefined,
  };
}

/** A further time of a recurring task. */
export function repeatOf(item: Item, at: number): Item {
  const from = at;
  return {
    ...item,
    key: `${item.task}@${at}`,
    repeat: true,
    from,
    to: from + (item.to - item.from),
    overdue: false,
    movable: false,
    pending: false,
  };
}

export function mayEdit({ values }: CrmRecord, { may, user }: Pick<ItemOptions, "may" | "user">): boolean {
  if (may.edit === "all") return true;
  if (may.edit === "none") return false;
  return values.owner === user || (may.edit === "team" && may.teams.includes(`${values.team ?? ""}`));
}

function daySpan(due: number, options: { minutes: number | null; timeZone: string }): { from: number; to: number } {
  const { day } = wallOf(due, options.timeZone);
  const days = Math.max(1, Math.ceil((options.minutes ?? 0) / 1_440));
  const edge = (day: Day) => momentOf({ day, minute: 0 }, options.timeZone);
  return { from: edge(day), to: edge(addDays(day, days)) };
}

/** What stands in a column of the grid: minutes of the day's clock. */
export interface Segment extends Lane {
  item: Item;
  /** Unique among all segments, and the same while the thing moves. */
  key: string;
  column: number;
  from: number;
  to: number;
  /** The thing begins (ends) here and not on another day. */
  starts: boolean;
  ends: boolean;
}

export interface Column {
  day: Day;
  /** null: everybody's. */
  person: string | null;
}

/** Things with a time in their columns, laid out side by side, in order of time. */
export function segmentsOf(
  items: readonly Item[],
  options: { columns: readonly Column[]; timeZone: string },
): Segment[] {
  const { columns, timeZone } = options;
  const out: Segment[] = [];
  columns.forEach(({ day, person }, column) => {
    const [begin, end] = [day, addDays(day, 1)].map((one) => momentOf({ day: one, minute: 0 }, timeZone));
    const here = items.filter(({ allDay, from, to, owner }) =>
      !allDay && from < end && (to > begin || (to === from && from >= begin)) && (person === null || owner === person)
    );
    const ranges = here.map((item) => {
      const from = item.from <= begin ? 0 : wallOf(item.from, timeZone).minute;
      const to = item.to >= end ? 1_440 : Math.max(from, wallOf(item.to, timeZone).minute);
      return { from, to, shown: Math.min(1_440, Math.max(to, from + LEAST_MINUTES)) };
    });
    // A thing at the very end of a day is moved up rather than cut.
    const lanes = lanesOf(
      ranges.map(({ from, shown }) => ({ from: Math.min(from, 1_440 - LEAST_MINUTES), to: shown })),
    );
    here.forEach((item, n) =>
      out.push({
        item,
        key: item.from < begin ? `${item.key}/${daysBetween(wallOf(item.from, timeZone).day, day)}` : item.key,
        column,
        from: ranges[n].from,
        to: ranges[n].to,
        starts: item.from >= begin,
        ends: item.to <= end,
        ...lanes[n],
      })
    );
  });
  return out.sort((a, b) => a.column - b.column || a.from - b.from || a.lane - b.lane);
}

/** Whole days across the columns. */
export interface Bar {
  item: Item;
  first: number;
  last: number;
  row: number;
}

export function barsOf(items: readonly Item[], options: { columns: readonly Column[]; timeZone: string }): Bar[] {
  const { columns, timeZone } = options;
  const bars = items.filter(({ allDay }) => allDay).flatMap((item) => {
    const from = wallOf(item.from, timeZone).day;
    const to = wallOf(item.to - 1, timeZone).day;
    const inside = columns.flatMap(({ day, person }, n) =>
      day >= from && day <= to && (person === null || person === item.owner) ? [n] : []
    );
    return inside.length === 0 ? [] : [{ item, first: inside[0], last: inside[inside.length - 1] }];
  });
  bars.sort((a, b) => a.first - b.first || b.last - a.last || (a.item.key < b.item.key ? -1 : 1));
  const rows = rowsOf(bars);
  return bars.map((bar, n) => ({ ...bar, row: rows[n] }));
}

/** Things of a day, whole days first: for months and lists. */
export function itemsOn(items: readonly Item[], options: { day: Day; timeZone: string }): Item[] {
  const { day, timeZone } = options;
  const [begin, end] = [day, addDays(day, 1)].map((one) => momentOf({ day: one, minute: 0 }, timeZone));
  return items.filter(({ from, to }) => from < end && (to > begin || (to === from && from >= begin)))
    .sort((a, b) => Number(b.allDay) - Number(a.allDay) || a.from - b.from || (a.key < b.key ? -1 : 1));
}
