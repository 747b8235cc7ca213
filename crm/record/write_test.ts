import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import type { Store } from "@/crm/records.ts";
import {
  bulkUpdate,
  createRecord,
  deleteRecords,
  forgetSchemas,
  getRecord,
  listRecords,
  listSchema,
  restoreRecords,
  undo,
  updateRecord,
} from "@/crm/record/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const detail = (result: Result<unknown>) => result.ok ? undefined : result.detail?.field;

async function ownField(store: Store, key: string, type: "number" | "select" | "text", required = false) {
  await store.db.insertInto("fields").values({
    id: crypto.randomUUID(),
    kind: "lead",
    key,
    type,
    title_ru: key,
    title_en: key,
    required,
    options: JSON.stringify([{ value: "a", titleRu: "А", titleEn: "A" }]),
  }).execute();
  forgetSchemas(store);
}

Deno.test("a record is written with its event, audit row and everything that finds it again, or it is lost", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], teams } = await company(store);
    await ownField(store, "c_area", "number");
    const values = {
      name: "Пётр Ершов",
      company: "Лён",
      phones: "8 495 000-11-22",
      emails: "Petr@Example.com",
      budget: "1 500,50",
      tags: ["vip"],
      c_area: "72,5",
    };
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values }));
    assert.equal(lead.values.owner, agent.user);
    assert.equal(lead.values.team, teams[0]);
    assert.equal(lead.values.status, "new");
    assert.equal(lead.values.timeZone, "Europe/Moscow");
    assert.equal(lead.values.c_area, 72.5);
    assert.deepEqual(lead.values.budget, { minor: 150050, currency: "RUB" });
    assert.ok(lead.values.assigned);
    assert.deepEqual(await getRecord(store, agent, { kind: "lead", id: lead.id }), lead);
    const points = await store.db.selectFrom("record_points").select(["point", "kind"]).orderBy("point").execute();
    assert.deepEqual(points, [{ point: "+74950001122", kind: "lead" }, { point: "petr@example.com", kind: "lead" }]);
    const words = await store.db.selectFrom("search_words").select("word").orderBy("word").execute();
    assert.deepEqual(words.map(({ word }) => word), ["ершов", "лен", "петр"]);
    const [event] = await store.db.selectFrom("events").selectAll().where("entity_kind", "=", "lead").execute();
    assert.deepEqual([event.type, event.entity_id, event.data.name, event.data.reason], [
      "lead.created",
      lead.id,
      "Пётр Ершов",
      undefined,
    ]);

    const changed = unwrap(
      await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { phones: [], c_area: null, name: "П." } }),
    );
    assert.deepEqual([changed.values.phones, changed.values.c_area, changed.version], [[], null, 2]);
    assert.deepEqual((await store.db.selectFrom("record_points").select("point").execute()).map((row) => row.point), [
      "petr@example.com",
    ]);
    const audit = await store.db.selectFrom("audit").selectAll().where("action", "=", "lead.updated")
      .executeTakeFirstOrThrow();
    assert.deepEqual(audit.before, {
      name: "Пётр Ершов",
      phones: [{ value: "+74950001122", raw: "8 495 000-11-22" }],
      c_area: 72.5,
    });
    assert.deepEqual(audit.after, { name: "П.", phones: [], c_area: null });
    const before = await store.db.selectFrom("audit").select("id").execute();
    unwrap(await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { name: "П." } }));
    assert.equal((await store.db.selectFrom("audit").select("id").execute()).length, before.length, "nothing changed");
  });
});

Deno.test("two people who edit one record lose nothing: other fields are kept, the same field is told", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "A", city: "Пермь" } }));
    const { id } = lead;
    unwrap(await updateRecord(store, agent, { kind: "lead", id, values: { name: "B" }, was: { name: "A" } }));
    const other = await updateRecord(store, agent, {
      kind: "lead",
      id,
      values: { city: "Уфа" },
      was: { city: "Пермь" },
    });
    assert.deepEqual([unwrap(other).values.name, unwrap(other).values.city], ["B", "Уфа"]);
    const same = await updateRecord(store, agent, { kind: "lead", id, values: { name: "C" }, was: { name: "A" } });
    assert.deepEqual([code(same), detail(same)], ["records.error.changed", "name"]);
    const agreed = await updateRecord(store, agent, { kind: "lead", id, values: { name: "B" }, was: { name: "A" } });
    assert.equal(code(agreed), "", "both wrote the same");
    assert.equal(
      code(await updateRecord(store, agent, { kind: "lead", id, version: 1, values: { name: "D" } })),
      "records.error.stale",
    );
    const racers = await Promise.all(
      ["x", "y", "z"].map((city) =>
        updateRecord(store, agent, { kind: "lead", id, values: { city }, was: { city: "Уфа" } })
      ),
    );
    assert.equal(racers.filter((one) => one.ok).length, 1, "one of three at once wins");
  });
});

Deno.test("what is sent wrong is refused by the name of its field, or a form cannot say where", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], analyst, admin, teams } = await company(store);
    await ownField(store, "c_plan", "select", true);
    const make = async (values: Record<string, unknown>) => {
      const made = await createRecord(store, agent, { kind: "lead", values: { name: "A", c_plan: "a", ...values } });
      return [code(made), detail(made)];
    };
    assert.deepEqual(await make({}), ["", undefined]);
    assert.deepEqual(await make({ nothing: 1 }), ["records.error.no-field", "nothing"]);
    assert.deepEqual(await make({ phones: ["12"] }), ["records.error.bad-phone", "phones"]);
    assert.deepEqual(await make({ c_plan: "z" }), ["records.error.bad-option", "c_plan"]);
    assert.deepEqual(await make({ c_plan: "" }), ["records.error.required", "c_plan"]);
    assert.deepEqual(await make({ created: "2020-01-01T00:00:00Z" }), ["records.error.read-only", "created"]);
    assert.deepEqual(await make({ phones: ["+7916•••••67"] }), ["records.error.bad-phone", "phones"]);
    assert.deepEqual(await make({ name: "x".repeat(201) }), ["records.error.too-long", "name"]);
    assert.deepEqual(await make({ owner: admin.user }), ["records.error.not-assignable", undefined]);
    assert.deepEqual(await make({ team: teams[1] }), ["records.error.not-assignable", undefined]);
    assert.deepEqual(await make({ companyLink: crypto.randomUUID() }), ["records.error.no-record", "companyLink"]);
    await assert.rejects(async () => await createRecord(store, analyst, { kind: "lead", values: { name: "A" } }), {
      permission: "leads.edit.own",
    });
  });
});

Deno.test("a bulk change, a deletion and their undo touch what they name and nobody's later work", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss, other], agents: [agent, stranger], teams } = await company(store);
    const ids: string[] = [];
    for (const [n, who] of [agent, agent, agent, stranger].entries()) {
      ids.push(unwrap(await createRecord(store, who, { kind: "lead", values: { name: `L${n}`, tags: ["a"] } })).id);
    }
    const input = {
      kind: "lead" as const,
      select: { ids },
      values: { status: "working" },
      addTags: ["b"],
      removeTags: ["a"],
    };
    const done = unwrap(await bulkUpdate(store, boss, input));
    assert.equal(done.changed, 3, "the fourth belongs to another team");
    const see = async (id: string) => (await getRecord(store, SYSTEM, { kind: "lead", id }))!.values;
    assert.deepEqual([(await see(ids[0])).status, (await see(ids[0])).tags], ["working", ["b"]]);
    assert.deepEqual([(await see(ids[3])).status, (await see(ids[3])).tags], ["new", ["a"]]);
    assert.equal((await see(ids[0])).team, teams[0]);
    unwrap(await updateRecord(store, agent, { kind: "lead", id: ids[1], values: { status: "qualified" } }));
    assert.equal(code(await undo(store, other, { id: done.undo! })), "records.error.no-undo", "not another's");
    assert.equal(unwrap(await undo(store, boss, { id: done.undo! })).changed, 2);
    assert.deepEqual([(await see(ids[0])).status, (await see(ids[0])).tags], ["new", ["a"]]);
    assert.equal((await see(ids[1])).status, "qualified", "what was changed since stays");
    assert.equal(code(await undo(store, boss, { id: done.undo! })), "records.error.no-undo", "only once");

    const query = { query: { text: "", filter: [{ field: "status", op: "is" as const, value: "new" }] } };
    const gone = unwrap(await deleteRecords(store, boss, { kind: "lead", select: query }));
    assert.equal(gone.changed, 2);
    const list = async (archived = false) =>
      (await listRecords(store, boss, { ...listSchema.parse({ archived }), kind: "lead" })).rows.length;
    assert.deepEqual([await list(), await list(true)], [1, 2]);
    assert.equal(
      code(await updateRecord(store, boss, { kind: "lead", id: ids[0], values: { name: "x" } })),
      "records.error.no-record",
    );
    assert.equal(unwrap(await undo(store, boss, { id: gone.undo! })).changed, 2);
    assert.equal(await list(), 3);
    unwrap(await deleteRecords(store, boss, { kind: "lead", select: { ids: [ids[0]] } }));
    assert.equal(unwrap(await restoreRecords(store, boss, { kind: "lead", select: { ids } })).changed, 1);
    await assert.rejects(() => deleteRecords(store, agent, { kind: "lead", select: { ids } }), {
      permission: "leads.delete",
    });
    const events = await store.db.selectFrom("events").select(["type", "cause"]).where("cause", "=", done.undo)
      .execute();
    assert.equal(events.length, 5, "an event for each record and each way back");
  });
});

Deno.test("a company's new name stands at once with its people, and they keep their own history", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const firm = unwrap(await createRecord(store, agent, { kind: "company", values: { name: "ООО Лён" } }));
    const one = unwrap(
      await createRecord(store, agent, { kind: "contact", values: { name: "Анна", companyLink: firm.id } }),
    );
    assert.equal(one.values.company, "ООО Лён");
    unwrap(await updateRecord(store, agent, { kind: "company", id: firm.id, values: { name: "ООО Шёлк" } }));
    const after = await getRecord(store, agent, { kind: "contact", id: one.id });
    assert.deepEqual([after?.values.company, after?.version], ["ООО Шёлк", 1]);
    const found = await listRecords(store, agent, { ...listSchema.parse({ text: "шелк" }), kind: "contact" });
    assert.equal(found.rows.length, 1);
  });
});

Deno.test("a lead's first answer is the first time a person of ours moved it on, or response times lie", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "A" } }));
    assert.equal(lead.values.firstResponse, null);
    const moved = unwrap(
      await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { status: "working" } }),
    );
    const first = moved.values.firstResponse;
    assert.ok(Math.abs(Date.parse(first as string) - Date.now()) < 60_000);
    for (const status of ["new", "qualified"]) {
      unwrap(await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { status } }));
    }
    assert.equal((await getRecord(store, agent, { kind: "lead", id: lead.id }))?.values.firstResponse, first);
  });
});
