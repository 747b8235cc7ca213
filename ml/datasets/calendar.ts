/** The calendar that a queue's calls were made in, and will be: public holidays, the company's days off, marked days. */
import { companyTime, holidaysOf, listSpecialDays } from "@/crm/calendar/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { type DayOff, daysOfSpans, type QueueCalendar, queueCalendar } from "@/ml/calendar/holidays.ts";
import { readMarkedDays } from "@/ml/datasets/marked_days.ts";
import type { MarkedDay } from "@/ml/datasets/types.ts";
import type { Store } from "@/store/store.ts";

/** Looked beyond the longest horizon for the closures that its last days lie before. */
const BEYOND_DAYS = 90;

export interface CalendarAsked {
  /** null: of a file, which no queue's marks belong to but those of all queues. */
  queue: string | null;
  totals: ReadonlyMap<string, number>;
  from: string;
  today: string;
  /** Public holidays and the company's days off count. */
  holidays: boolean;
}

export interface DatasetCalendar extends QueueCalendar {
  special: Map<string, string[]>;
  /** Names of public holidays by day. */
  names: ReadonlyMap<string, string>;
  marks: readonly MarkedDay[];
}

export async function calendarOf(store: Store, asked: CalendarAsked): Promise<DatasetCalendar> {
  const { queue, totals, from, today } = asked;
  const until = addDays(today, BEYOND_DAYS);
  const all = await readMarkedDays(store, { from, ...queue === null ? {} : { queue } });
  const marks = all.filter((mark) => mark.first <= until && (mark.queue === null || mark.queue.id === queue))
    .map((mark) => ({
      ...mark,
      first: mark.first < from ? from : mark.first,
      last: mark.last > until ? until : mark.last,
    }));
  const { off, instead, names } = asked.holidays
    ? await daysOff(store, { from, until })
    : { off: [], instead: [], names: new Map<string, string>() };
  const closures = daysOfSpans(marks.filter(({ kind }) => kind === "closure"));
  const kinds = [...new Set(marks.map(({ kind }) => kind))].filter((kind) => kind !== "closure").sort();
  return {
    ...queueCalendar({ totals, off, instead, closures, today }),
    special: new Map(kinds.map((kind) => [kind, daysOfSpans(marks.filter((mark) => mark.kind === kind))])),
    names,
    marks,
  };
}

/** Public holidays of the company's country, and its own days; the latter win. */
async function daysOff(store: Store, { from, until }: { from: string; until: string }) {
  const company = await companyTime(store.db);
  const days = new Map<string, { type: string; key: string }>();
  const names = new Map<string, string>();
  for (const { day, type, key } of holidaysOf(company.holidays).values()) {
    if (day < from || day > until || type === "short") continue;
    days.set(day, { type, key });
    if (type === "closed") names.set(day, key);
  }
  for (const { user, first, last, type } of await listSpecialDays(store, SYSTEM, { from })) {
    if (user !== null || type === "short") continue;
    const span = { first: first < from ? from : first, last: last > until ? until : last };
    for (const day of daysOfSpans([span])) days.set(day, { type, key: days.get(day)?.key ?? "own" });
  }
  const off: DayOff[] = [];
  const instead: string[] = [];
  for (const [day, { type, key }] of days) type === "closed" ? off.push({ day, key }) : instead.push(day);
  return { off, instead, names };
}
