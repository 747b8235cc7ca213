/** Which open leads and deals events speak of: their own changes and notes, their tasks, the calls of their people. */
import { sql } from "kysely";
import { orderEvents } from "@/crm/changes/mod.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import type { Store } from "@/store/store.ts";

export const CURSOR = "scores";
const BITE = 1_000;

export interface Touched {
  /** Where the cursor goes when these are scored. */
  next: string;
  from: string;
  more: boolean;
  ids: Record<ScoredKind, string[]>;
}

/** Events after the cursor; null: none. Nothing is moved: {@link moveCursor} does when the scores are written. */
export async function touchedRecords(store: Store): Promise<Touched | null> {
  await orderEvents(store);
  const { rows: [cursor] } = await sql<{ position: string }>`insert into event_cursors (name, position)
    select ${CURSOR}, coalesce(max(seq), 0) from events
    on conflict (name) do update set name = excluded.name returning position`.execute(store.db);
  const { rows } = await sql<{ seq: string; kind: string; id: string }>`
    select seq, entity_kind as kind, entity_id as id from events
    where seq > ${cursor.position} order by seq limit ${BITE}`.execute(store.db);
  const last = rows.at(-1)?.seq;
  if (!last) return null;
  const { rows: found } = await sql<{ kind: ScoredKind; id: string }>`
    with e as (select entity_kind as kind, entity_id as id from events
      where seq > ${cursor.position} and seq <= ${last} and type not like '%.score-changed'
        and entity_kind in ('lead', 'deal', 'task', 'call')),
    numbers as (select distinct c.number from e join calls c on c.id = e.id where e.kind = 'call'),
    people as (select distinct p.kind, p.record_id as id from numbers n join record_points p on p.point = n.number),
    t as (select t.lead_id, t.deal_id from e join tasks t on t.id = e.id::uuid where e.kind = 'task'),
    leads_of as (select id::uuid as id from e where kind = 'lead' union select lead_id from t where lead_id is not null
      union select id from people where kind = 'lead'),
    deals_of as (select id::uuid as id from e where kind = 'deal' union select deal_id from t where deal_id is not null
      union select d.id from people p join deals d on p.kind = 'contact' and d.contacts @> jsonb_build_array(p.id)
      union select d.id from people p join deals d on p.kind = 'lead' and d.lead_id = p.id)
    select 'lead' as kind, r.id from leads r join leads_of o on o.id = r.id
      where r.archived_at is null and ${openOf("lead")}
    union all
    select 'deal', r.id from deals r join deals_of o on o.id = r.id
      where r.archived_at is null and ${openOf("deal")}`.execute(store.db);
  const ids = (kind: ScoredKind) => found.filter((row) => row.kind === kind).map(({ id }) => id);
  return {
    from: cursor.position,
    next: last,
    more: rows.length === BITE,
    ids: { lead: ids("lead"), deal: ids("deal") },
  };
}

export async function moveCursor(store: Store, { from, next }: Pick<Touched, "from" | "next">): Promise<void> {
  await sql`update event_cursors set position = ${next}, updated_at = now()
    where name = ${CURSOR} and position = ${from}`.execute(store.db);
}

/** Records that may still be won, as `r`. */
export function openOf(kind: ScoredKind) {
  return kind === "lead" ? sql<boolean>`r.status in ('new', 'working', 'qualified')` : sql<boolean>`r.status = 'open'`;
}

/** Open ones by id, after one. */
export async function openAfter(
  store: Store,
  { kind, after, limit }: { kind: ScoredKind; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(PLURAL[kind])} r
    where r.archived_at is null and ${openOf(kind)} ${after === null ? sql`` : sql`and r.id > ${after}::uuid`}
    order by r.id limit ${limit}`.execute(store.db);
  return rows.map(({ id }) => id);
}
