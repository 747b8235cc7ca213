/**
 * Places of deals in the columns of boards, for moves and their way back. A place (`deals.rank`) is no field of records:
 * lists do not show it and nobody filters by it.
 */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { sameValue } from "@/crm/record/same.ts";
import type { CrmRecord, Value } from "@/crm/record/types.ts";
import type { UndoEntry } from "@/store/tables/records.ts";

/** The rank of each deal, as the database writes it. */
export async function ranksOf(trx: Transaction<Database>, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; rank: string }>`select id, rank from deals
    where id = any(${[...ids]}::uuid[])`.execute(trx);
  return new Map(rows.map(({ id, rank }) => [id, rank]));
}

/**
 * Whether a record still is as a change left it: untouched, or, of moves, changed in other fields only. So a move can be
 * taken back after the deal's amount was changed, and several moves of one deal one after another.
 */
export function isAsLeft(entry: UndoEntry, row: CrmRecord, rank: string | undefined): boolean {
  if (entry.version === row.version) return true;
  if (!entry.after) return false;
  if (entry.left !== undefined) return entry.left === rank && entry.after.stage === row.values.stage;
  return Object.entries(entry.after).every(([key, value]) => sameValue(value as Value, row.values[key]));
}

/** Puts a deal back to the place that it had. */
export async function placeBack(trx: Transaction<Database>, entry: UndoEntry): Promise<void> {
  if (entry.rank === undefined) return;
  const version = entry.left === undefined ? sql`version` : sql`version + 1`;
  await sql`update deals set rank = ${entry.rank}::numeric, version = ${version} where id = ${entry.id}::uuid`
    .execute(trx);
}
