/** Dates that are reached: each day has one moment at which a rule looks, so rows are asked once a day. */
import { type RawBuilder, sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { Field, RecordKind } from "@/crm/record/types.ts";
import { dayIn } from "@/crm/automation/holds.ts";
import { addDays, momentOf as momentOfWall } from "@/crm/calendar/zone.ts";
import type { Due, DueQuery } from "@/crm/automation/triggers/types.ts";
import { unfound } from "@/crm/automation/triggers/unfound.ts";

/** More days than this behind, only the last ones are looked at. */
const MOST_DAYS = 100;

/** The days whose `time` lies in (from, to], with those moments. Pure. */
export function daysBetween(
  range: { from: Date; to: Date },
  options: { time: string; timeZone: string },
): { day: string; at: Date }[] {
  const { timeZone } = options;
  const found: { day: string; at: Date }[] = [];
  let day = dayIn(range.from.toISOString(), timeZone);
  const last = dayIn(range.to.toISOString(), timeZone);
  while (day <= last) {
    const at = momentOf(day, options);
    if (at > range.from && at <= range.to) found.push({ day, at });
    day = addDays(day, 1);
  }
  return found.slice(-MOST_DAYS);
}

/** The moment of a local time `HH:MM`. */
export function momentOf(day: string, options: { time: string; timeZone: string }): Date {
  const [hours, minutes] = options.time.split(":").map(Number);
  return new Date(momentOfWall({ day, minute: hours * 60 + minutes }, options.timeZone));
}

/** `days` after (or, below zero, before) the date in the field, at `time`. */
export async function dueDates(trx: Transaction<Database>, query: DueQuery): Promise<Due[]> {
  const when = query.when as unknown as {
    kind: RecordKind;
    field: string;
    days: number;
    time: string;
    yearly: boolean;
  };
  const field = query.schema.get(when.field);
  if (!field || (field.type !== "date" && field.type !== "datetime")) return [];
  const found: Due[] = [];
  for (const { day, at } of daysBetween(query, { time: when.time, timeZone: query.timeZone })) {
    const wanted = addDays(day, -when.days);
    if (at <= query.since) continue;
    const key = sql<string>`${`date:${when.field}:`}::text || r.id || ${`:${wanted}`}::text`;
    const { rows } = await sql<{ id: string; name: string; key: string }>`select r.id, r.name, ${key} as key
      from ${sql.table(PLURAL[when.kind])} r where r.archived_at is null and ${unfound(query.rule, key)}
        and ${when.yearly ? sameDayOfYear(field, wanted, query.timeZone) : sameDay(field, wanted, query.timeZone)}
      order by r.id limit ${query.limit}`.execute(trx);
    for (const row of rows) found.push({ kind: when.kind, ...row, at });
    if (found.length >= query.limit) break;
  }
  return found;
}

function sameDay(field: Field, day: string, timeZone: string): RawBuilder<boolean> {
  if (field.type === "date") {
    return field.column === null
      ? sql<boolean>`r.custom @> ${JSON.stringify({ [field.key]: day })}::jsonb`
      : sql<boolean>`r.${sql.ref(field.column)} = ${day}::date`;
  }
  const from = momentOf(day, { time: "00:00", timeZone });
  const to = momentOf(addDays(day, 1), { time: "00:00", timeZone });
  return field.column === null
    ? sql<boolean>`(r.custom ->> ${sql.lit(field.key)} >= ${from.toISOString()}
        and r.custom ->> ${sql.lit(field.key)} < ${to.toISOString()})`
    : sql<boolean>`(r.${sql.ref(field.column)} >= ${from} and r.${sql.ref(field.column)} < ${to})`;
}

/** The same day of any year; who was born on 29 February has it on the 28th of other years. */
function sameDayOfYear(field: Field, day: string, timeZone: string): RawBuilder<boolean> {
  const value = field.column === null ? sql`r.custom ->> ${sql.lit(field.key)}` : sql`r.${sql.ref(field.column)}`;
  const text = field.type === "date"
    ? sql`left(${value}::text, 10)`
    : sql`((${value})::timestamptz at time zone ${timeZone})::date::text`;
  const [, month, date] = day.split("-");
  const ends = [`${month}-${date}`];
  if (ends[0] === "02-28" && addDays(day, 1).endsWith("03-01")) ends.push("02-29");
  return sql<boolean>`(right(${text}, 5) = any(${ends}::text[]) and ${text} <= ${day})`;
}
