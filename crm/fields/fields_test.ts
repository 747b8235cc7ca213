import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { createRole, listRoles, updateRole, updateUser } from "@/crm/people/mod.ts";
import { createRecord, deleteRecords, getRecord, listRecords, listSchema, updateRecord } from "@/crm/record/mod.ts";
import {
  archiveField,
  createField,
  createFieldSchema,
  describeFields,
  listFields,
  previewConversion,
  reorderFields,
  restoreField,
  updateField,
} from "@/crm/fields/mod.ts";

const code = (result: Result<unknown>) => result.ok ? "" : result.code;
const make = (input: Record<string, unknown>) =>
  createFieldSchema.parse({ kind: "lead", titleRu: "Поле", titleEn: "Field", type: "text", ...input });

Deno.test("a field made by an administrator is at once in forms, lists and values, and its archive forgets nothing", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const field = unwrap(
      await createField(store, admin, make({ titleRu: "Площадь", titleEn: "Area", type: "number" })),
    );
    assert.equal(field.key, "c_area");
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "A", c_area: "72,5" } }));
    assert.equal(lead.values.c_area, 72.5);
    const info = (await describeFields(store, agent, { kind: "lead" })).find((one) => one.key === "c_area");
    assert.deepEqual([info?.right, info?.title, info?.sortable], ["edit", { ru: "Площадь", en: "Area" }, true]);

    unwrap(await archiveField(store, admin, { id: field.id }));
    assert.equal((await getRecord(store, agent, { kind: "lead", id: lead.id }))?.values.c_area, undefined);
    unwrap(await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { name: "B" } }));
    assert.equal(code(await updateField(store, admin, { id: field.id, titleRu: "x" })), "records.error.no-such-field");
    unwrap(await restoreField(store, admin, { id: field.id }));
    assert.equal((await getRecord(store, agent, { kind: "lead", id: lead.id }))?.values.c_area, 72.5);
    const again = unwrap(await createField(store, admin, make({ titleEn: "Area" })));
    assert.equal(again.key, "c_area_2", "a key is never given twice");
    const events = await store.db.selectFrom("audit").select("action").where("entity_kind", "=", "field").orderBy("at")
      .execute();
    assert.deepEqual(events.map((one) => one.action), [
      "field.created",
      "field.archived",
      "field.restored",
      "field.created",
    ]);
  });
});

Deno.test("only who may manage fields changes them, and the order is everybody's", async () => {
  await withDatabase(async (store) => {
    const { admin, supervisors: [boss] } = await company(store);
    for (const verb of [() => createField(store, boss, make({})), () => listFields(store, boss, { kind: "lead" })]) {
      await assert.rejects(async () => await verb(), { permission: "fields.manage" });
    }
    const ids: string[] = [];
    for (const titleEn of ["A", "B", "C"]) ids.push(unwrap(await createField(store, admin, make({ titleEn }))).id);
    unwrap(await reorderFields(store, admin, { kind: "lead", ids: [ids[2], ids[0]] }));
    const keys = (await listFields(store, admin, { kind: "lead" })).map((field) => field.key);
    assert.deepEqual(keys, ["c_c", "c_a", "c_b"]);
    const seen = (await describeFields(store, boss, { kind: "lead" })).filter((field) => field.own);
    assert.deepEqual(seen.map((field) => field.key), keys);
    const many = await Promise.all(
      Array.from({ length: 6 }, () => createField(store, admin, make({ titleEn: "Same" }))),
    );
    assert.equal(new Set(many.map((one) => unwrap(one).key)).size, 6, "six at once get six keys");
  });
});

Deno.test("an option in use is retired and not lost, is found again, and is chosen no more", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const named = (title: string) => ({ titleRu: title, titleEn: title });
    const field = unwrap(
      await createField(
        store,
        admin,
        make({ titleEn: "Plan", type: "select", options: ["Basic", "Pro plan", "Old"].map(named) }),
      ),
    );
    assert.deepEqual(field.options.map((one) => one.value), ["basic", "pro_plan", "old"]);
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "A", c_plan: "Pro plan" } }));
    const changed = unwrap(
      await updateField(store, admin, { id: field.id, options: [{ value: "basic", ...named("Base") }] }),
    );
    assert.deepEqual(changed.options.map((one) => [one.value, one.titleEn, one.retired]), [
      ["basic", "Base", undefined],
      ["pro_plan", "Pro plan", true],
    ]);
    unwrap(await updateRecord(store, agent, { kind: "lead", id: lead.id, values: { name: "B", c_plan: "pro_plan" } }));
    const found = await listRecords(store, agent, {
      ...listSchema.parse({ filter: [{ field: "c_plan", op: "is", value: "pro_plan" }] }),
      kind: "lead",
    });
    assert.equal(found.rows.length, 1);
    assert.equal(
      code(await createRecord(store, agent, { kind: "lead", values: { name: "C", c_plan: "Pro plan" } })),
      "records.error.bad-option",
      "by its title it is offered no more",
    );
    for (const [options, refusal] of [[[], "none"], [[named("a"), named("A")], "alike"]] as const) {
      assert.equal(
        code(await updateField(store, admin, { id: field.id, options: [...options] })),
        `records.error.options-${refusal}`,
      );
    }
  });
});

Deno.test("a type changes only where every stored value can be said in it, and this is told beforehand", async () => {
  await withDatabase(async (store) => {
    const { admin, agents: [agent] } = await company(store);
    const field = unwrap(await createField(store, admin, make({ titleEn: "Size" })));
    const { id } = field;
    const leads: string[] = [];
    for (const c_size of ["1", "2,5", "big", ""]) {
      leads.push(unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "A", c_size } })).id);
    }
    const preview = unwrap(await previewConversion(store, admin, { id, type: "number", options: [] }));
    assert.deepEqual(preview, { total: 3, fits: 2, misfits: ["big"], words: ["1", "2,5", "big"] });
    const refused = await updateField(store, admin, { id, type: "number" });
    assert.deepEqual(refused, { ok: false, code: "records.error.field-not-convertible", detail: { bad: 1, total: 3 } });
    const see = async (n: number) => (await getRecord(store, SYSTEM, { kind: "lead", id: leads[n] }))!;
    assert.deepEqual([(await see(0)).values.c_size, (await see(0)).version], ["1", 1], "nothing was touched");

    unwrap(await deleteRecords(store, admin, { kind: "lead", select: { ids: [leads[2]] } }));
    assert.equal(
      code(await updateField(store, admin, { id, type: "number" })),
      "records.error.field-not-convertible",
      "a deleted record can come back",
    );
    const words = preview.words.map((word) => ({ titleRu: word, titleEn: word }));
    unwrap(await updateField(store, admin, { id, type: "select", options: words }));
    assert.deepEqual([(await see(0)).values.c_size, (await see(1)).values.c_size], ["1", "2_5"]);
    unwrap(await updateField(store, admin, { id, type: "text" }));
    assert.deepEqual([(await see(1)).values.c_size, (await see(1)).version], ["2,5", 3]);
    assert.equal((await see(3)).values.c_size, null);
  });
});

Deno.test("the last one who manages fields keeps that right, or nobody can ever add one again", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const [role] = (await listRoles(store, admin)).filter((one) => one.key === "administrator");
    const without = role.permissions.filter((word) => word !== "fields.manage");
    const take = () => updateRole(store, admin, { key: role.key, title: null, permissions: without });
    assert.equal(code(await take()), "people.error.last-fields-manager");
    unwrap(await createRole(store, admin, { key: "fields", title: "Fields", permissions: ["fields.manage"] }));
    assert.equal(code(await take()), "people.error.last-fields-manager", "a role that nobody has manages nothing");
    unwrap(await updateUser(store, admin, { id: admin.user, roles: ["administrator", "fields"] }));
    unwrap(await take());
    assert.equal(
      code(await updateUser(store, admin, { id: admin.user, roles: ["administrator"] })),
      "people.error.last-fields-manager",
    );
  });
});
