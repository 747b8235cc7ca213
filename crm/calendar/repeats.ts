/** Future times of recurring tasks. Only one occurrence of a series is a task; the others are told here, for calendars. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type CrmRecord, inReach, type Schema } from "@/crm/record/mod.ts";
import { asSeen, type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import { occurrences } from "@/crm/tasks/recurrence.ts";
import { parseRule } from "@/crm/tasks/rule.ts";
import type { RangeQuery } from "@/crm/calendar/schemas.ts";

/** A time at which a task will be there again. */
export interface Repeat {
  task: string;
  at: string;
}

const MOST_SERIES = 200;
/** Of one series in one view: daily for two months. */
const MOST_OF_SERIES = 62;

/** Open recurring tasks of these people that began before the range ends, and their further times in the range. */
export async function repeatsOf(
  store: Store,
  access: Access,
  query: Omit<RangeQuery, "people"> & { people: readonly string[]; schema: Schema },
): Promise<{ tasks: CrmRecord[]; repeats: Repeat[] }> {
  const none = { tasks: [], repeats: [] };
  if (fieldRight(access, "task", "repeat") === "hidden" || query.statuses?.includes("open") === false) return none;
  const { schema } = query;
  const where: RawBuilder<boolean>[] = [
    sql<boolean>`r.archived_at is null and r.status = 'open' and r.repeat <> ''`,
    sql<boolean>`r.due_at < ${query.to}::timestamptz`,
    sql<boolean>`r.owner_id = any(${[...query.people]}::uuid[])`,
    ...(query.types ? [sql<boolean>`r.type = any(${query.types})`] : []),
    inReach(access, "task", "view"),
  ];
  const [{ rows }, { timeZone }] = await Promise.all([
    sql<Row & { rhythm: Date }>`select ${selection(schema)}, coalesce(r.occurrence_at, r.due_at) as rhythm
      from tasks r where ${sql.join(where, sql` and `)} order by r.due_at limit ${MOST_SERIES}`.execute(store.db),
    siteSettings(store.db),
  ]);
  const tasks: CrmRecord[] = [];
  const repeats: Repeat[] = [];
  for (const row of rows) {
    const record = toRecord(row, "task", schema);
    const rule = parseRule(`${record.values.repeat}`);
    const at = row.rhythm.getTime();
    if (!rule) continue;
    const from = Math.max(Date.parse(query.from), at + 1);
    const times = occurrences({ rule, at, zone: timeZone }, {
      from,
      until: Date.parse(query.to) - 1,
      most: MOST_OF_SERIES,
    });
    const further = times.filter((one) => one > at);
    if (further.length === 0) continue;
    tasks.push(asSeen(record, access, { schema }));
    for (const one of further) repeats.push({ task: record.id, at: new Date(one).toISOString() });
  }
  return { tasks, repeats };
}
