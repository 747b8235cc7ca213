import assert from "node:assert/strict";
import { sql } from "kysely";
import { withDatabase } from "@/store/testing.ts";
import { pruneUndo, recountWords } from "@/crm/record/upkeep.ts";

Deno.test("words are counted as they stand tonight, or a search is corrected to a name that nobody has", async () => {
  await withDatabase(async (store) => {
    await sql`insert into leads (id, name) values
      (gen_random_uuid(), 'Иванов Пётр'), (gen_random_uuid(), 'Иванов Глеб 42')`.execute(store.db);
    await sql`insert into contacts (id, name) values (gen_random_uuid(), 'Иванов')`.execute(store.db);
    await sql`insert into search_words (word, uses) values ('забытый', 7), ('новый', 1)`.execute(store.db);
    await recountWords(store);
    const rows = await store.db.selectFrom("search_words").selectAll().orderBy("word").execute();
    assert.deepEqual(rows.map(({ word, uses }) => `${word} ${uses}`), ["глеб 1", "иванов 3", "новый 1", "петр 1"]);
  });
});

Deno.test("old ways back are deleted and fresh ones kept, or the table grows for ever", async () => {
  await withDatabase(async (store) => {
    const set = (created_at: Date) => ({
      id: crypto.randomUUID(),
      verb: "updated",
      kind: "lead" as const,
      entries: "[]",
      created_at,
    });
    await store.db.insertInto("undo_sets").values([set(new Date(1_000)), set(new Date(5_000))]).execute();
    assert.equal(await pruneUndo(store, new Date(2_000)), 1);
    assert.equal((await store.db.selectFrom("undo_sets").select("id").execute()).length, 1);
  });
});
