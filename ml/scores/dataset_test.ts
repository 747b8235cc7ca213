/** What a score learns from, on a real database: nothing that was written after the moment may be in it. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { createRecord, updateRecord } from "@/crm/record/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { columnsOf } from "@/ml/scores/columns.ts";
import { scoreTask } from "@/ml/scores/dataset.ts";
import { lookAt } from "@/ml/scores/looked_at.ts";
import { SCORE_SETTINGS } from "@/ml/scores/report.ts";
import { pastLeads, RECORDS } from "@/ml/scores/testing.ts";
import { trainScore } from "@/ml/scores/train.ts";

const NOW = Date.UTC(2026, 2, 2, 9);

Deno.test("a field that is filled in when leads are won is empty in what is learnt, or the score is blind on new ones", () =>
  withDatabase(async (store) => {
    await pastLeads(store, { count: 600, leak: true, now: NOW });
    const data = await scoreTask(store, { dataset: RECORDS, settings: SCORE_SETTINGS, now: NOW });
    const region = data.table.columns.indexOf("region"), city = data.table.columns.indexOf("city");
    assert.ok(data.rows > 300 && data.rows < 600, `${data.rows} of 600: those closed before their age are left out`);
    assert.ok(data.table.rows.every((row) => row[region] === null), "regions were filled in later");
    assert.ok(data.table.rows.every((row) => row[city] !== null), "cities were there from the beginning");
    assert.equal(
      (await scoreTask(store, { dataset: RECORDS, settings: SCORE_SETTINGS, now: NOW })).fingerprint,
      data.fingerprint,
    );
    const { report } = await trainScore({ ...data, champion: null }, { onProgress: () => {} });
    assert.ok(report.signal.auc > 0.65 && report.importance[0].column === "city", JSON.stringify(report.importance));
    assert.ok(JSON.stringify(report).indexOf("null") >= 0 && !/NaN|Infinity/.test(JSON.stringify(report)));
  }));

Deno.test("a deal is seen in the stage it stood in, with the amount and the calls of then, or old deals teach tomorrow's knowledge", () =>
  withDatabase(async (store) => {
    await company(store);
    await seedPipeline(store, "en");
    const stages = await store.db.selectFrom("stages").selectAll().orderBy("position").execute();
    const deal = unwrap(
      await createRecord(store, SYSTEM, {
        kind: "deal",
        values: { name: "Old", amount: { minor: 100_000, currency: "RUB" } },
      }),
    );
    await sql`update events set at = '2026-01-01' where entity_id = ${deal.id}`.execute(store.db);
    await sql`update stage_log set at = '2026-01-01' where deal_id = ${deal.id}`.execute(store.db);
    await sql`update deals set created_at = '2026-01-01' where id = ${deal.id}`.execute(store.db);
    unwrap(
      await updateRecord(store, SYSTEM, {
        kind: "deal",
        id: deal.id,
        values: { stage: stages[1].id, amount: { minor: 900_000, currency: "RUB" } },
        trusted: true,
      }),
    );
    await store.db.insertInto("notes").values({
      id: crypto.randomUUID(),
      kind: "deal",
      record_id: deal.id,
      body: "later",
      author: "system",
    }).execute();
    const columns = columnsOf("deal", []);
    const look = async (at: number | null) => {
      const [{ cells }] = await lookAt(store, { kind: "deal", asked: [{ id: deal.id, at }] });
      return Object.fromEntries(columns.map((column, n) => [column, cells[n]]));
    };
    const then = await look(Date.UTC(2026, 0, 11)), now = await look(null);
    assert.deepEqual([then.amount, then.stage, then.stageDays, then.moves, then.notes], [
      1_000,
      stages[0].id,
      10,
      0,
      0,
    ]);
    assert.deepEqual([now.amount, now.stage, now.moves, now.notes], [9_000, stages[1].id, 1, 1]);
  }));
