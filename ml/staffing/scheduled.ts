/** Who is on the list by interval: members of a queue whose working time covers it, holidays and absences taken out. */
import { sql } from "kysely";
import { workingTimes } from "@/crm/calendar/times.ts";
import { workingSpans, type WorkingTime } from "@/crm/calendar/working.ts";
import type { Store } from "@/store/store.ts";

/** By list of moments (ms): `edges[n]` to `edges[n + 1]` is one interval. */
export async function scheduledOf(
  { db }: Store,
  queue: string,
  days: readonly (readonly number[])[],
): Promise<{ days: number[][]; shared: number; members: number }> {
  const { rows } = await sql<{ user: string; shared: boolean }>`
    select m.user_id as user, exists (select 1 from queue_members o join queues q on q.id = o.queue_id
      where o.user_id = m.user_id and o.queue_id <> m.queue_id and q.archived_at is null) as shared
    from queue_members m join users u on u.id = m.user_id
    where m.queue_id = ${queue}::uuid and u.disabled_at is null and not u.service
    order by 1`.execute(db);
  const times = await workingTimes(db, rows.map(({ user }) => user));
  return {
    days: days.map((edges) => peopleAt([...times.values()], edges)),
    shared: rows.filter(({ shared }) => shared).length,
    members: rows.length,
  };
}

/** Pure: how many of these work, on average, in each interval. */
export function peopleAt(times: readonly WorkingTime[], edges: readonly number[]): number[] {
  const people = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  if (people.length === 0) return people;
  const range = { from: edges[0], to: edges[edges.length - 1] };
  for (const time of times) {
    for (const span of workingSpans(time, range)) {
      for (let n = 0; n < people.length; n++) {
        const overlap = Math.min(span.to, edges[n + 1]) - Math.max(span.from, edges[n]);
        if (overlap > 0) people[n] += overlap / (edges[n + 1] - edges[n]);
      }
    }
  }
  // A sum of parts of an hour is no whole number by a hair.
  return people.map((one) => Math.round(one * 1_000) / 1_000);
}
