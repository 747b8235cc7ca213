import assert from "node:assert/strict";
import { sql } from "kysely";
import { withDatabase } from "./testing.ts";

Deno.test("each database is fresh, migrated and knows Cyrillic trigrams, or tests would lie to each other", async () => {
  for (let round = 0; round < 2; round++) {
    await withDatabase(async (store) => {
      const jobs = await store.db.selectFrom("jobs").selectAll().execute();
      assert.deepEqual(jobs, []);
      await store.db.insertInto("jobs").values({ name: "a", payload: "{}" }).execute();
      const { rows } = await sql<{ t: string[] }>`select show_trgm('Иванов') as t`.execute(store.db);
      assert.equal(rows[0].t.length > 0, true);
    });
  }
});
