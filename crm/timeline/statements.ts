/** The sources of a timeline (sources.ts) as one keyset page over (at, id), newest first; and whose past it is. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { type Scope, type Show, SOURCES } from "@/crm/timeline/sources.ts";

export interface TimelineRow {
  source: "change" | "note" | "call" | "consent" | "task" | "stage" | "file";
  id: string;
  at: Date;
  cursor_at: string;
  actor: string;
  actorName: string | null;
  data: Record<string, unknown>;
}

/** One page and a row more. */
export async function timelineRows(store: Store, scope: Scope, show: Show): Promise<TimelineRow[]> {
  const wanted = SOURCES.filter((source) => show === "all" || source.show === show);
  const parts = wanted.flatMap((source) => source.parts(scope));
  if (parts.length === 0) return [];
  const { rows } = await sql<TimelineRow>`
    select t.source, t.id, t.at, t.at::text as cursor_at, t.actor, u.name as "actorName", t.data
    from (${sql.join(parts, sql` union `)}) t left join users u on u.id::text = t.actor
    order by t.at desc, t.id desc limit ${scope.limit + 1}`.execute(store.db);
  return rows;
}

/** Records that were merged into this one and into those, as long as that was not undone. */
export async function mergedInto(store: Store, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive inside (id) as (
      select ${id}::uuid
      union select unnest(m.merged_ids) from merges m join inside i on m.survivor_id = i.id where m.undone_at is null)
    select id from inside where id <> ${id}::uuid limit 200`.execute(store.db);
  return rows.map((row) => row.id);
}
