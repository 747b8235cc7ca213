/** What is late: an open deal past its expected day or its next task, an open task past its time. Pure but for the clock. */
import type { RecordKind, Value, Values } from "@/crm/record/types.ts";
import type { Zone } from "@/components/time/format.ts";

/** Fields by kind whose moment is a promise. */
const PROMISES: Partial<Record<RecordKind, readonly string[]>> = {
  deal: ["closeDate", "nextTask"],
  task: ["due"],
};
const MINUTE = 60_000;
/** Rows ask for each cell: the day is told once a minute. */
let day = { minute: -1, timeZone: "", text: "" };

export function isLate(
  given: { kind: RecordKind; field: { key: string; type: string }; value: Value; values: Values; zone: Zone },
  now = Date.now(),
): boolean {
  const { kind, field, value, values, zone } = given;
  if (!PROMISES[kind]?.includes(field.key) || typeof value !== "string" || (values.status ?? "open") !== "open") {
    return false;
  }
  if (field.type === "date") return value < today(now, zone.timeZone);
  // A task of a whole day is late when the day is over.
  if (kind === "task" && values.allDay === true) {
    return dayOf(Date.parse(value), zone.timeZone) < today(now, zone.timeZone);
  }
  return Date.parse(value) < now;
}

/** `YYYY-MM-DD` in the zone. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}

function today(now: number, timeZone: string): string {
  const minute = Math.floor(now / MINUTE);
  if (day.minute !== minute || day.timeZone !== timeZone) day = { minute, timeZone, text: dayOf(now, timeZone) };
  return day.text;
}
