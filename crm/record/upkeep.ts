/** What records need each night: how often each word is used (the likelier correction of a misspelt one), old undos. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";

/**
 * Counts the words of all records anew; words that stand nowhere any more are forgotten. About a second for a million
 * records. A word written meanwhile is new and is kept.
 */
export async function recountWords(store: Store): Promise<void> {
  const sources = Object.values(PLURAL).map((table) => `select words from ${table} where archived_at is null`);
  await sql`
    with counted as materialized (
      select word, sum(ndoc)::int as uses from (
        ${sql.join(sources.map((text) => sql`select word, ndoc from ts_stat(${text})`), sql` union all `)}) s
      where length(word) between 3 and 40 and word !~ '[0-9]' group by word
    ), known as (
      insert into search_words as w (word, uses) select word, uses from counted order by word
      on conflict (word) do update set uses = excluded.uses where w.uses <> excluded.uses
    )
    delete from search_words w where w.uses <> 1 and not exists (select from counted c where c.word = w.word)`
    .execute(store.reports);
}

/** @returns how many were deleted */
export async function pruneUndo(store: Store, before: Date): Promise<number> {
  const { numDeletedRows } = await store.db.deleteFrom("undo_sets").where("created_at", "<", before).executeTakeFirst();
  return Number(numDeletedRows);
}
