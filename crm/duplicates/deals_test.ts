/** Two deals become one, and deals follow their people when those become one; each taken back without a trace. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { sql } from "kysely";
import { company } from "@/crm/testing.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { createRecord, getRecord, type RecordKind, updateRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { addNote, readTimeline } from "@/crm/timeline/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { peopleAfter, peopleBack } from "@/crm/duplicates/deal_contacts.ts";
import { mergeRecords, mergeSchema, previewMerge, undoMerge } from "@/crm/duplicates/mod.ts";

const RUB = (minor: number) => ({ minor, currency: "RUB" });

async function make(store: Store, kind: RecordKind, values: Record<string, unknown>) {
  return unwrap(await createRecord(store, SYSTEM, { kind, values })).id;
}

async function rows(store: Store): Promise<unknown> {
  const tables = ["deals", "tasks", "files", "notes", "contacts"];
  const all = await Promise.all(
    tables.map(async (table) =>
      (await sql<{ row: unknown }>`select to_jsonb(t) - 'version' - 'updated_at' - 'rank' as row from ${
        sql.table(table)
      } t
      order by id`.execute(store.db)).rows.map(({ row }) => row)
    ),
  );
  const { rows: totals } = await sql`select stage_id, sum(deals)::int as n, sum(minor)::int as minor from deal_totals
    group by 1 having sum(deals) <> 0 order by 1`.execute(store.db);
  return [...all, totals];
}

Deno.test("two deals become one by choice, with tasks, files, people and the way of both; and two again", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const { admin } = await company(store);
    const stages = await store.db.selectFrom("stages").select(["id", "name", "probability"]).orderBy("position")
      .execute();
    const [ann, bob] = [await make(store, "contact", { name: "Ann" }), await make(store, "contact", { name: "Bob" })];
    const line = { product: null, name: "Window", quantity: 2, price: RUB(500_00), discount: 0 };
    const a = await make(store, "deal", { name: "Windows", amount: RUB(900_00), contacts: [ann], tags: ["a"] });
    const b = await make(store, "deal", {
      name: "Windows and doors",
      lines: [line],
      contacts: [bob, ann],
      tags: ["b"],
    });
    unwrap(await updateRecord(store, SYSTEM, { kind: "deal", id: b, values: { stage: stages[2].id } }));
    const task = await make(store, "task", { name: "Call", deal: b, due: "2027-01-01T10:00:00.000Z" });
    unwrap(await addNote(store, admin, { kind: "deal", id: b, body: "hurry" }));
    await store.db.insertInto("files").values({
      id: crypto.randomUUID(),
      kind: "deal",
      record_id: b,
      name: "a.txt",
      type: "text/plain",
      bytes: "1",
      sha256: "0".repeat(64),
      uploaded_by: null,
    }).execute();
    const before = await rows(store);

    const ask = { kind: "deal" as const, ...mergeSchema.parse({ survivor: a, others: [b], take: {} }) };
    const preview = unwrap(await previewMerge(store, admin, ask));
    assert.deepEqual(preview.undecided.sort(), ["name", "stage"], "what differs is asked, once");
    const take = { name: a, stage: b };
    const done = unwrap(await mergeRecords(store, admin, { ...ask, take }));
    const { values } = done.record;
    assert.deepEqual([values.name, values.stage, values.pipeline !== null], ["Windows", stages[2].id, true]);
    assert.deepEqual([values.probability, values.probabilityManual], [stages[2].probability, false]);
    assert.deepEqual([values.amount, values.contacts, values.tags], [RUB(1_000_00), [ann, bob], ["a", "b"]]);
    assert.equal(values.nextTask, "2027-01-01T10:00:00.000Z");
    const moved = (await getRecord(store, admin, { kind: "task", id: task }))!;
    assert.equal(moved.values.deal, a);
    const { rows: past } = (await readTimeline(store, admin, { kind: "deal", id: a, limit: 50, show: "all" }))!;
    assert.ok(past.some((entry) => entry.source === "stage" && entry.elsewhere), "the other one's way is told too");
    assert.ok(past.some((entry) => entry.source === "file") && past.some((entry) => entry.source === "note"));

    unwrap(await undoMerge(store, admin, { id: done.merge }));
    const after = await rows(store);
    assert.deepEqual(after, before);
  });
});

Deno.test("deals follow their people into a merge, each person once, and back out of it", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const { admin } = await company(store);
    const [a, b, c] = await Promise.all(["A", "B", "C"].map((name) => make(store, "contact", { name })));
    const one = await make(store, "deal", { name: "1", contacts: [b, c] });
    const both = await make(store, "deal", { name: "2", contacts: [b, a] });
    const people = async (id: string) => (await getRecord(store, admin, { kind: "deal", id }))!.values.contacts;
    const ask = { kind: "contact" as const, ...mergeSchema.parse({ survivor: a, others: [b], take: { name: a } }) };
    const done = unwrap(await mergeRecords(store, admin, ask));
    assert.deepEqual([await people(one), await people(both)], [[a, c], [a]]);
    unwrap(await updateRecord(store, admin, { kind: "deal", id: one, values: { contacts: [a] } }));
    unwrap(await undoMerge(store, admin, { id: done.merge }));
    assert.deepEqual([await people(one), await people(both)], [[b], [b, a]], "and C stays out, as somebody wished");
  });
});

Deno.test("the people of a deal come back as they were when nobody changed them since", () => {
  const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
  fc.assert(fc.property(ids, fc.subarray(["b", "c"], { minLength: 1 }), (before, gone) => {
    const now = peopleAfter(before, gone, "a");
    assert.ok(gone.every((id) => !now.includes(id)) && new Set(now).size === now.length);
    const back = peopleBack(now, { before, gone, survivor: "a" });
    assert.deepEqual([...back].sort(), [...before].sort());
  }));
});
