/**
 * A task as an event of iCalendar. An event and no VTODO, because the calendars that people subscribe with (Google,
 * Outlook, Apple's on phones) show only events. Pure.
 */
import { type Component, date, local, type Property, text, utc } from "@/crm/calendar/ics/text.ts";
import { addDays, wallOf } from "@/crm/calendar/zone.ts";
import type { Reminder } from "@/store/tables/sales.ts";
import type { TaskPriority, TaskStatus, TaskType } from "@/crm/calendar/types.ts";

export interface IcsTask {
  id: string;
  name: string;
  type: TaskType;
  status: TaskStatus;
  priority: TaskPriority;
  /** ms */
  due: number;
  allDay: boolean;
  /** null: a deadline. */
  minutes: number | null;
  /** RFC 5545 rule; empty: once. */
  repeat: string;
  /** When the rule wants the occurrence that `due` was moved from, in ms; null: it was not moved. */
  rhythm: number | null;
  reminders: readonly Reminder[];
  note: string;
  tags: readonly string[];
  version: number;
  created: number;
  updated: number;
}

export interface EventOptions {
  /** IANA; whole days and repeated hours are by its clock. */
  timeZone: string;
  /** Of the task's page. */
  url: string;
  /** What stands in the description before the note, for example whom it is about. */
  about: string;
  /** The type's word. */
  category: string;
  /** Stands before the name of what is done. */
  doneMark: string;
  /** Domain of UIDs (§3.8.4.7). */
  domain: string;
}

const PRIORITY: Record<TaskPriority, number> = { high: 1, normal: 5, low: 9 };
const MOST_ALARMS = 10;

/** One component; of a recurring task whose present time was moved two: the series, and its exception (§3.8.4.4). */
export function eventsOf(task: IcsTask, options: EventOptions): Component[] {
  const { rhythm, repeat, status, due } = task;
  if (rhythm === null || rhythm === due || repeat === "" || status !== "open") return [eventOf(task, options)];
  const moved = eventOf({ ...task, repeat: "" }, options);
  const { timeZone } = options;
  const id: Property = task.allDay
    ? { name: "RECURRENCE-ID", params: [["VALUE", "DATE"]], value: date(wallOf(rhythm, timeZone).day) }
    : { name: "RECURRENCE-ID", params: [["TZID", timeZone]], value: local(wallOf(rhythm, timeZone)) };
  return [
    eventOf({ ...task, due: rhythm }, options),
    { ...moved, properties: [moved.properties[0], id, ...moved.properties.slice(1)] },
  ];
}

function eventOf(task: IcsTask, options: EventOptions): Component {
  const { timeZone } = options;
  const done = task.status === "done";
  const repeats = task.repeat !== "" && task.status === "open";
  const description = [options.about, task.note].filter(Boolean).join("\n\n");
  const properties: Property[] = [
    { name: "UID", value: text(`${task.id}@${options.domain}`) },
    // Without a METHOD this is when the information was last revised (§3.8.7.2).
    { name: "DTSTAMP", value: utc(task.updated) },
    { name: "CREATED", value: utc(task.created) },
    { name: "LAST-MODIFIED", value: utc(task.updated) },
    { name: "SEQUENCE", value: `${Math.max(0, task.version - 1)}` },
    { name: "SUMMARY", value: text(done ? `${options.doneMark} ${task.name}` : task.name) },
    ...begin(task, { timeZone, repeats }),
    ...(repeats ? [{ name: "RRULE", value: ruleOf(task.repeat, task.allDay) }] : []),
    { name: "STATUS", value: task.status === "cancelled" ? "CANCELLED" : "CONFIRMED" },
    // Free time: what is done, cancelled, or a mere deadline or day.
    { name: "TRANSP", value: task.status !== "open" || task.allDay || !task.minutes ? "TRANSPARENT" : "OPAQUE" },
    { name: "PRIORITY", value: `${PRIORITY[task.priority]}` },
    { name: "CATEGORIES", value: [options.category, ...task.tags].map(text).join(",") },
    ...(description ? [{ name: "DESCRIPTION", value: text(description) }] : []),
    { name: "URL", value: options.url },
  ];
  const alarms = task.status === "open" ? task.reminders.slice(0, MOST_ALARMS) : [];
  return { name: "VEVENT", properties, components: alarms.map((one) => alarm(one, task)) };
}

function begin(task: IcsTask, options: { timeZone: string; repeats: boolean }): Property[] {
  const { timeZone } = options;
  const wall = wallOf(task.due, timeZone);
  if (task.allDay) {
    const days = Math.max(1, Math.ceil((task.minutes ?? 0) / 1_440));
    const asDate = [["VALUE", "DATE"]] as const;
    return [
      { name: "DTSTART", params: asDate, value: date(wall.day) },
      { name: "DTEND", params: asDate, value: date(addDays(wall.day, days)) },
    ];
  }
  const moment = (name: string, at: number): Property =>
    // The hour of what repeats stays when clocks change, so it is told by the zone's clock.
    options.repeats
      ? { name, params: [["TZID", timeZone]], value: local(wallOf(at, timeZone)) }
      : { name, value: utc(at) };
  const start = moment("DTSTART", task.due);
  // An event without an end takes no time (§3.6.1).
  return task.minutes ? [start, moment("DTEND", task.due + task.minutes * 60_000)] : [start];
}

/** UNTIL has the type of DTSTART (§3.3.10): a day for whole days, else UTC. */
function ruleOf(rule: string, allDay: boolean): string {
  return rule.replace(/^RRULE:/i, "").replace(/\bUNTIL=(\d{8})(T\d{6}Z?)?/i, (_, day: string, time?: string) => {
    if (allDay) return `UNTIL=${day}`;
    return `UNTIL=${day}${time ? time.replace(/Z?$/, "Z") : "T235959Z"}`;
  });
}

function alarm({ minutes }: Reminder, task: IcsTask): Component {
  return {
    name: "VALARM",
    properties: [
      { name: "ACTION", value: "DISPLAY" },
      { name: "TRIGGER", value: minutes > 0 ? `-PT${minutes}M` : "PT0S" },
      { name: "DESCRIPTION", value: text(task.name || "…") },
    ],
  };
}
