/** Deals as records, on a real PostgreSQL: where they stand, what follows from a move, what a column adds up to. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { bulkUpdate, createRecord, deleteRecords, undo, updateRecord } from "@/crm/record/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";

const RUB = (minor: number) => ({ minor, currency: "RUB" });

async function scene(work: (store: Store, stages: { id: string; type: string; name: string }[]) => Promise<void>) {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const stages = await store.db.selectFrom("stages").select(["id", "type", "name"]).orderBy("position").execute();
    await work(store, stages);
  });
}

async function totals(store: Store) {
  const { rows } = await sql<{ stage: string; deals: number; minor: number; weighted: number }>`
    select s.name as stage, sum(t.deals)::int as deals, sum(t.minor)::float8 as minor, sum(t.weighted)::float8 as weighted
    from deal_totals t join stages s on s.id = t.stage_id group by s.name, s.position
    having sum(t.deals) <> 0 order by s.position`.execute(store.db);
  return rows.map(({ stage, deals, minor, weighted }) => [stage, deals, minor, weighted]);
}

const log = async (store: Store, deal: string) =>
  (await store.db.selectFrom("stage_log").selectAll().where("deal_id", "=", deal).orderBy("id").execute())
    .map(({ from_stage, to_stage }) => [from_stage, to_stage]);

Deno.test("a deal begins in the first stage, is closed by the last, and its whole way is written down", () =>
  scene(async (store, [first, , , , won, lost]) => {
    const deal = unwrap(
      await createRecord(store, SYSTEM, { kind: "deal", values: { name: "A", amount: RUB(100_00) } }),
    );
    assert.equal(deal.values.stage, first.id);
    assert.equal(deal.values.probability, 10);
    assert.ok(deal.values.rottenAt);
    const { id } = deal;
    const closed = unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id, values: { stage: won.id } }));
    assert.deepEqual([closed.values.status, closed.values.probability, closed.values.rottenAt], ["won", 100, null]);
    assert.ok(closed.values.closed);
    const again = unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id, values: { stage: lost.id } }));
    assert.equal(again.values.status, "lost");
    assert.deepEqual(await log(store, id), [[null, first.id], [first.id, won.id], [won.id, lost.id]]);
  }));

Deno.test("a probability set by hand stays through moves until it is given back to the stage", () =>
  scene(async (store, [, second]) => {
    const { id } = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "A", probability: 80 } }));
    const values = async (values: Record<string, unknown>) =>
      unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id, values })).values;
    const moved = await values({ stage: second.id });
    assert.deepEqual([moved.probability, moved.probabilityManual], [80, true]);
    const back = await values({ probability: null });
    assert.deepEqual([back.probability, back.probabilityManual], [25, false]);
    const refused = await updateRecord(store, SYSTEM, { kind: "deal", id, values: { probability: 101 } });
    assert.equal(refused.ok, false);
  }));

Deno.test("a column's count and sum are right after moves, bulk changes, deletions and their undo", () =>
  scene(async (store, [, second]) => {
    const ids: string[] = [];
    for (const minor of [100_00, 200_00, 300_00]) {
      const values = { name: `${minor}`, amount: RUB(minor) };
      ids.push(unwrap(await createRecord(store, SYSTEM, { kind: "deal", values })).id);
    }
    assert.deepEqual(await totals(store), [["New", 3, 600_00, 60_00]]);
    const select = { ids: ids.slice(0, 2) };
    const change = { kind: "deal" as const, select, values: { stage: second.id }, addTags: [], removeTags: [] };
    const moved = unwrap(await bulkUpdate(store, SYSTEM, change));
    assert.deepEqual(await totals(store), [["New", 1, 300_00, 30_00], ["Qualification", 2, 300_00, 75_00]]);
    unwrap(await undo(store, SYSTEM, { id: moved.undo! }));
    assert.deepEqual(await totals(store), [["New", 3, 600_00, 60_00]]);
    const gone = unwrap(await deleteRecords(store, SYSTEM, { kind: "deal", select }));
    assert.deepEqual(await totals(store), [["New", 1, 300_00, 30_00]]);
    unwrap(await undo(store, SYSTEM, { id: gone.undo! }));
    await sql`select deal_totals_compact()`.execute(store.db);
    assert.deepEqual(await totals(store), [["New", 3, 600_00, 60_00]]);
  }));

Deno.test("a stage refuses a deal without what it asks for, and one more than it holds", () =>
  scene(async (store, [, second, third]) => {
    await store.db.updateTable("stages").set({ required: ["amount", "closeDate"] }).where("id", "=", second.id)
      .execute();
    await store.db.updateTable("stages").set({ wip_limit: 1 }).where("id", "=", third.id).execute();
    const { id } = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "A" } }));
    const to = (stage: string, id: string) => updateRecord(store, SYSTEM, { kind: "deal", id, values: { stage } });
    const refused = await to(second.id, id);
    assert.ok(!refused.ok && refused.code === "deals.error.stage-needs");
    assert.deepEqual(refused.detail?.fields, "amount,closeDate");
    unwrap(await to(third.id, id));
    const other = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "B" } }));
    const full = await to(third.id, other.id);
    assert.ok(!full.ok && full.code === "deals.error.stage-full");
  }));

Deno.test("a deal shows its earliest open task, whoever changes tasks", () =>
  scene(async (store) => {
    const deal = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "A" } }));
    const next = async () =>
      (await store.db.selectFrom("deals").select("next_task_at").where("id", "=", deal.id).executeTakeFirstOrThrow())
        .next_task_at?.toISOString() ?? null;
    const task = async (due: string) =>
      unwrap(await createRecord(store, SYSTEM, { kind: "task", values: { name: due, due, deal: deal.id } })).id;
    const late = "2027-01-02T10:00:00.000Z";
    const soon = "2027-01-01T10:00:00.000Z";
    await task(late);
    const first = await task(soon);
    assert.equal(await next(), soon);
    const done = unwrap(await updateRecord(store, SYSTEM, { kind: "task", id: first, values: { status: "done" } }));
    assert.ok(done.values.done);
    assert.equal(await next(), late);
  }));

Deno.test("lines make the amount, each rounded by itself", () =>
  scene(async (store) => {
    const line = (name: string, quantity: number, minor: number, discount = 0) => ({
      product: null,
      name,
      quantity,
      price: RUB(minor),
      discount,
    });
    const values = { name: "A", lines: [line("a", 3, 999, 10), line("b", 1, 5_000)] };
    const deal = unwrap(await createRecord(store, SYSTEM, { kind: "deal", values }));
    assert.deepEqual(deal.values.amount, RUB(2_697 + 5_000));
  }));
