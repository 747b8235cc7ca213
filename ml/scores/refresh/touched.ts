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
  const { rows } = await sql<{ seq: string; kind: string; type: string; id: string }>`
    select seq, entity_kind as kind, type, entity_id as id from events
    where seq > ${cursor.position} order by seq limit ${BITE}`.execute(store.db);
  const last = rows.at(-1)?.seq;
  if (!last) return null;
  const of = (
    kind: string,
  ) => [
    ...new Set(rows.filter((row) => row.kind === kind && !row.type.endsWith(".score-changed")).map(({ id }) => id)),
  ];
  const touched = await behind(store, { tasks: of("task"), calls: of("call") });
  return {
    from: cursor.position,
    next: last,
    more: rows.length === BITE,
    ids: {
      lead: await openAmong(store, "lead", [...of("lead"), ...touched.leads]),
      deal: await openAmong(store, "deal", [...of("deal"), ...touched.deals]),
    },
  };
}

/**
 * Records behind tasks and calls. Step by step and by arrays: in one statement, tables that were just filled made the
 * planner walk all of each for every event.
 */
async function behind(
  store: Store,
  { tasks, calls }: { tasks: readonly string[]; calls: readonly string[] },
): Promise<{ leads: string[]; deals: string[] }> {
  const ofTasks = tasks.length === 0 ? [] : await store.db.selectFrom("tasks").select(["lead_id", "deal_id"])
    .where("id", "in", tasks).execute();
  const numbers = calls.length === 0 ? [] : await store.db.selectFrom("calls").select("number").distinct()
    .where("id", "in", calls).execute();
  const people = numbers.length === 0 ? [] : await store.db.selectFrom("record_points").select(["kind", "record_id"])
    .where("point", "in", numbers.map(({ number }) => number)).where("kind", "in", ["lead", "contact"]).execute();
  const of = (kind: string) => people.filter((one) => one.kind === kind).map(({ record_id }) => record_id);
  const { rows: deals } = people.length === 0 ? { rows: [] } : await sql<{ id: string }>`
    select id from deals where lead_id = any(${of("lead")}::uuid[])
    union select d.id from unnest(${of("contact")}::uuid[]) c (id), lateral (
      select id from deals where contacts @> jsonb_build_array(c.id)) d`.execute(store.db);
  return {
    leads: [...ofTasks.flatMap(({ lead_id }) => lead_id ?? []), ...of("lead")],
    deals: [...ofTasks.flatMap(({ deal_id }) => deal_id ?? []), ...deals.map(({ id }) => id)],
  };
}

async function openAmong(store: Store, kind: ScoredKind, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`select r.id from ${sql.table(PLURAL[kind])} r
    where r.id = any(${[...new Set(ids)]}::uuid[]) and r.archived_at is null and ${openOf(kind)}`.execute(store.db);
  return rows.map(({ id }) => id);
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
