/**
 * Deletes old journal entries in bites, so that no statement holds locks for long. An entry goes only when a snapshot
 * stands for it, or when its whole stream is of a kind that ends (a call): an actor that lives on must be able to come
 * back. Run it nightly; replay and "why this agent" reach back as far as `before`.
 */
import { sql } from "kysely";
import type { Store } from "../store.ts";

const BITE = 5_000;

export interface RetentionOptions {
  before: Date;
  /** Kinds whose actors end, for example `call`: their streams are deleted whole. */
  finiteKinds?: readonly string[];
}

/** Returns how many entries were deleted. */
export async function pruneJournal(store: Store, options: RetentionOptions): Promise<number> {
  const kinds = [...options.finiteKinds ?? []];
  let deleted = 0;
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from journal where ctid = any(array(
        select j.ctid from journal j
        where j.at < ${options.before} and (
          split_part(j.stream, '/', 1) = any(${kinds}::text[])
          or exists (select from journal_snapshots s where s.stream = j.stream and s.seq >= j.seq)
        ) limit ${BITE}
      ))`.execute(store.reports);
    const count = Number(numAffectedRows ?? 0);
    deleted += count;
    if (count < BITE) break;
  }
  await sql`
    delete from journal_snapshots s
    where s.saved_at < ${options.before} and split_part(s.stream, '/', 1) = any(${kinds}::text[])
      and not exists (select from journal j where j.stream = s.stream)`.execute(store.reports);
  return deleted;
}
