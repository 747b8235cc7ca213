/** What a batch leaves behind beside the records: errors, changes that can be undone, links to the other system. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import type { RecordKind, Values } from "@/crm/record/mod.ts";
import type { ImportMapping } from "@/store/tables/imports.ts";
import type { Planned } from "@/crm/import/rows/plan.ts";

/** Errors that are kept of one run; more are only counted. */
export const MOST_ERRORS = 10_000;

export interface NotedChange {
  id: string;
  kind: RecordKind;
  created: boolean;
  /** Versions before and after. */
  from: number;
  to: number;
  before: Values | null;
  linked: string[];
}

export async function noteErrors(
  trx: Transaction<Database>,
  id: string,
  options: { planned: readonly Planned[]; mapping: ImportMapping },
): Promise<void> {
  const wrong = options.planned.filter(({ errors }) => errors.length > 0);
  if (wrong.length === 0) return;
  const { rows: [{ n: last }] } = await sql<{ n: number }>`select coalesce(max(n), -1) as n from import_errors
    where import_id = ${id}::uuid`.execute(trx);
  const rows = wrong.flatMap(({ at, line, action, errors }) =>
    errors.map(({ column, code, detail, value }) => ({
      at,
      row: line,
      column: column < 0 ? "" : (options.mapping.columns[column]?.title || `${column + 1}`).slice(0, 200),
      code,
      detail: detail ?? null,
      value,
      warning: action !== "fail",
    }))
  ).slice(0, Math.max(0, MOST_ERRORS - last - 1)).map((row, n) => ({ ...row, n: last + 1 + n }));
  if (rows.length === 0) return;
  await sql`insert into import_errors (import_id, n, at, row, column_name, code, detail, value, warning)
    select ${id}::uuid, n, at, row, "column", code, nullif(detail, 'null'), value, warning
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (n int, at int, row int, "column" text, code text, detail jsonb, value text, warning boolean)`.execute(trx);
}

export async function noteChanges(
  trx: Transaction<Database>,
  id: string,
  changes: readonly NotedChange[],
): Promise<void> {
  const merged = new Map<string, NotedChange>();
  for (const change of changes) {
    const first = merged.get(change.id);
    // What stood there first is what an undo puts back.
    const both = first && {
      ...first,
      to: change.to,
      before: { ...change.before, ...first.before },
      linked: [...first.linked, ...change.linked],
    };
    merged.set(change.id, both ?? change);
  }
  if (merged.size === 0) return;
  await sql`insert into import_changes as c (import_id, record_id, kind, created, version, before, linked)
    select ${id}::uuid, t.id, t.kind, t.created, t."to", nullif(t.before, 'null'), t.linked
    from jsonb_to_recordset(${JSON.stringify([...merged.values()])}::jsonb)
      as t (id uuid, kind text, created boolean, "to" int, before jsonb, linked text[])
    on conflict (import_id, record_id) do update set version = excluded.version,
      touched = c.touched or c.version <> (${JSON.stringify(froms(merged))}::jsonb ->> excluded.record_id::text)::int,
      before = case when c.created then null else excluded.before || c.before end,
      linked = c.linked || excluded.linked`.execute(trx);
}

/** Versions that were found, by record: another one than was left means that somebody wrote in between. */
const froms = (changes: ReadonlyMap<string, NotedChange>) =>
  Object.fromEntries([...changes].filter(([, { created }]) => !created).map(([id, { from }]) => [id, from]));

/** The record's id in the other system; of a record that was deleted the link moves on. */
export async function linkExternal(
  trx: Transaction<Database>,
  options: { system: string; kind: RecordKind; links: ReadonlyMap<string, string> },
): Promise<void> {
  if (options.links.size === 0) return;
  await sql`insert into record_links (system, kind, external_id, record_id)
    select ${options.system}, ${options.kind}, x, r from unnest(${[...options.links.keys()]}::text[],
      ${[...options.links.values()]}::uuid[]) t (x, r)
    on conflict (system, kind, external_id) do update set record_id = excluded.record_id`.execute(trx);
}
