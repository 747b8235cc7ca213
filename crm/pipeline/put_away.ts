/** What pipelines, stages, products and reasons of loss have in common: locked, ordered, put away and taken back. */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, verb } from "@/crm/verb.ts";

export type SetUpTable = "pipelines" | "stages" | "products" | "loss_reasons";

/** Everything of the set-up of sales is written with these. */
export const BY_MANAGERS = {
  permission: "pipelines.manage",
  notify: "setup",
  constraints: {
    pipelines_name: "pipelines.error.name-taken",
    stages_name: "pipelines.error.stage-taken",
    products_name: "pipelines.error.product-taken",
    loss_reasons_name: "pipelines.error.reason-taken",
  },
} as const;

/** Kind of the entity in events and audit. */
export const KIND_OF = {
  pipelines: "pipeline",
  stages: "stage",
  products: "product",
  loss_reasons: "loss-reason",
} as const satisfies Record<SetUpTable, string>;

/** A row for a change. @throws {Refusal} pipelines.error.gone, records.error.stale */
export async function lockThing(
  trx: Transaction<Database>,
  table: SetUpTable,
  options: { id: string; version?: number; archivedToo?: boolean },
): Promise<{ name: string; version: number; archived: boolean }> {
  const { rows: [row] } = await sql<{ name: string; version: number; archived: boolean }>`select name, version,
    archived_at is not null as archived from ${sql.table(table)} where id = ${options.id}::uuid for update`
    .execute(trx);
  if (!row || (row.archived && !options.archivedToo)) throw new Refusal("pipelines.error.gone");
  if (options.version !== undefined && options.version !== row.version) throw new Refusal("records.error.stale");
  return row;
}

/** Set-up of pipelines is changed one by one: a stage that must stay might go twice. */
export async function oneByOne(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('pipelines', 0))`.execute(trx);
}

/** The next place behind the others. */
export async function lastPosition(
  trx: Transaction<Database>,
  table: "pipelines" | "stages" | "loss_reasons",
  options: { pipeline?: string } = {},
): Promise<number> {
  const inside = options.pipeline ? sql`pipeline_id = ${options.pipeline}::uuid` : sql`true`;
  const { rows: [row] } = await sql<{ next: number }>`select coalesce(max(position), -1) + 1 as next
    from ${sql.table(table)} where ${inside}`.execute(trx);
  return row.next;
}

/** Marks a row as put away or taken back. */
export async function markArchived(
  trx: Transaction<Database>,
  table: SetUpTable,
  options: { id: string; archived: boolean },
): Promise<void> {
  await sql`update ${sql.table(table)} set archived_at = ${options.archived ? sql`now()` : sql`null`},
    version = version + 1 where id = ${options.id}::uuid`.execute(trx);
}

/** Puts away or takes back what nothing else hangs on: products, reasons of loss. */
export function setArchived(
  store: Store,
  access: Access,
  input: { table: "products" | "loss_reasons"; id: string; version?: number; archived: boolean },
): Promise<Result<null>> {
  const { table, id, archived } = input;
  return verb(store, access, {
    ...BY_MANAGERS,
    work: async (trx) => {
      const before = await lockThing(trx, table, { ...input, archivedToo: true });
      if (before.archived === archived) return { value: null, change: null };
      await markArchived(trx, table, { id, archived });
      return { value: null, change: archivedChange(KIND_OF[table], { id, archived, name: before.name }) };
    },
  });
}

export function archivedChange(kind: string, options: { id: string; archived: boolean; name: string }) {
  const { id, archived, name } = options;
  return {
    type: `${kind}.${archived ? "archived" : "restored"}`,
    entity: { kind, id },
    before: { archived: !archived },
    after: { archived, name },
  };
}

/**
 * Puts the live rows in this order; those that are not named come after, as they were.
 * @returns the change, with names in the order before and after; null: nothing changed
 */
export async function putInOrder(
  trx: Transaction<Database>,
  table: "pipelines" | "stages" | "loss_reasons",
  options: { ids: readonly string[]; pipeline?: string },
): Promise<Change | null> {
  const inside = options.pipeline ? sql`pipeline_id = ${options.pipeline}::uuid` : sql`true`;
  const { rows } = await sql<{ id: string; name: string }>`select id, name from ${sql.table(table)}
    where archived_at is null and ${inside} order by position, id for update`.execute(trx);
  const named = options.ids.filter((id) => rows.some((row) => row.id === id));
  const order = [...new Set([...named, ...rows.map(({ id }) => id)])];
  if (order.every((id, at) => id === rows[at].id)) return null;
  await sql`update ${sql.table(table)} t set position = o.n from unnest(${order}::uuid[]) with ordinality o (id, n)
    where t.id = o.id`.execute(trx);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const kinds = `${KIND_OF[table]}s`;
  return {
    type: `${kinds}.reordered`,
    entity: options.pipeline ? { kind: "pipeline", id: options.pipeline } : { kind: kinds, id: "all" },
    before: { order: rows.map(({ name }) => name) },
    after: { order: order.map((id) => names.get(id)!) },
  };
}
