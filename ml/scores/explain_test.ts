/** What people are told of a score, on a real database: their own reach, and no word of a hidden field. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { systemClock } from "@/actors/runtime/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { recordScore } from "@/ml/scores/explain.ts";
import { frozenOutcomes } from "@/ml/scores/outcomes.ts";
import { ScoreKeeper } from "@/ml/scores/refresh/keeper.ts";
import { pastLeads, trainedChampion } from "@/ml/scores/testing.ts";

Deno.test("a score is told with its reasons to whom the lead is shown; hidden fields are named in none of them", () =>
  withDatabase(async (store) => {
    const { agents: [agent, stranger] } = await company(store);
    await pastLeads(store, { count: 500, open: 8, now: Date.now() });
    const keeper = new ScoreKeeper(store, systemClock);
    await keeper.settleAll();
    const { model, version } = await trainedChampion(store, { now: Date.now() });
    await keeper.settleAll();
    const { id } = await store.db.selectFrom("leads").select("id").where("score", "is not", null).limit(1)
      .executeTakeFirstOrThrow();
    await sql`update leads set owner_id = ${agent.user} where id = ${id}`.execute(store.db);
    const told = (await recordScore(store, agent, { kind: "lead", id }))!;
    assert.ok(told.reasons.some(({ column }) => column === "city") && !told.hidden);
    assert.deepEqual(told.model, { id: model, name: "Score", n: 1 });
    assert.equal(told.history.at(-1)!.score, told.score);
    assert.equal(await recordScore(store, stranger, { kind: "lead", id }), null, "out of reach");
    const hides = (field: string) => ({ ...agent, fields: new Map([[`lead.${field}`, "hidden" as const]]) });
    const part = (await recordScore(store, hides("city"), { kind: "lead", id }))!;
    assert.ok(part.hidden && !JSON.stringify(part).includes("city"));
    assert.equal(await recordScore(store, hides("score"), { kind: "lead", id }), null);

    assert.deepEqual(await frozenOutcomes(store, { version, most: 10 }), [], "nobody knows yet");
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id, values: { status: "converted" } }));
    assert.deepEqual(
      await frozenOutcomes(store, { version, most: 10 }),
      [],
      "told on the day of closing: it knows too much",
    );
    await sql`update record_scores set scored_at = now() - interval '3 days'`.execute(store.db);
    const [outcome] = await frozenOutcomes(store, { version, most: 10 });
    assert.equal(outcome.won, true);
    assert.ok(Math.abs(100 * outcome.told - told.score) <= 0.5 + 1e-6);
  }));
