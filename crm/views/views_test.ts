import assert from "node:assert/strict";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { createView, createViewSchema, deleteView, listViews, reorderViews, updateView } from "@/crm/views/mod.ts";

const view = (name: string, more: Record<string, unknown> = {}) =>
  createViewSchema.parse({ kind: "lead", name, columns: [{ key: "name", width: 240 }, { key: "status" }], ...more });
const names = async (store: Store, access: Access) =>
  (await listViews(store, access, { kind: "lead" })).map(({ name }) => name);

Deno.test("own views are seen and changed by nobody else, or people lose or read each other's lists", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss, other], admin } = await company(store);
    const filter = [{ field: "status", op: "is", value: "new" }];
    const made = unwrap(await createView(store, boss, view("Мои новые", { filter })));
    assert.deepEqual(made.columns, [{ key: "name", width: 240 }, { key: "status" }]);
    assert.deepEqual(made.filter, filter);
    assert.deepEqual(await names(store, boss), ["Мои новые"]);
    for (const stranger of [other, admin]) {
      assert.deepEqual(await names(store, stranger), []);
      const refused = { ok: false, code: "views.error.no-view" };
      assert.deepEqual(await updateView(store, stranger, { id: made.id, name: "x" }), refused);
      assert.deepEqual(await deleteView(store, stranger, { id: made.id }), refused);
      assert.deepEqual(await reorderViews(store, stranger, { kind: "lead", ids: [made.id] }), {
        ok: true,
        value: null,
      });
    }
    assert.deepEqual(await names(store, boss), ["Мои новые"]);
  });
});

Deno.test("a shared view is seen by all of the kind and changed by those who may share, or one agent spoils all lists", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss, other], agents: [agent], analyst } = await company(store);
    await assert.rejects(() => createView(store, agent, view("Чужое", { shared: true })), ForbiddenError);
    const made = unwrap(await createView(store, boss, view("Общий", { shared: true })));
    for (const person of [boss, other, agent, analyst]) assert.deepEqual(await names(store, person), ["Общий"]);
    const [seen] = await listViews(store, agent, { kind: "lead" });
    assert.equal(seen.mine, false);
    assert.deepEqual(await updateView(store, agent, { id: made.id, name: "Моё" }), {
      ok: false,
      code: "views.error.not-yours",
    });
    assert.deepEqual(await deleteView(store, agent, { id: made.id }), { ok: false, code: "views.error.not-yours" });
    assert.equal(unwrap(await updateView(store, other, { id: made.id, name: "Для всех" })).name, "Для всех");
    const own = unwrap(await createView(store, agent, view("Своё")));
    await assert.rejects(() => updateView(store, agent, { id: own.id, shared: true }), ForbiddenError);
    unwrap(await deleteView(store, boss, { id: made.id }));
    assert.deepEqual(await names(store, agent), ["Своё"]);
  });
});

Deno.test("whoever sees no record of a kind sees no view of it", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], supervisors: [boss] } = await company(store);
    unwrap(await createView(store, boss, view("Общий", { shared: true })));
    const blind = { ...agent, permissions: new Set([...agent.permissions].filter((one) => !one.startsWith("leads."))) };
    await assert.rejects(() => listViews(store, blind, { kind: "lead" }), ForbiddenError);
    await assert.rejects(() => createView(store, blind, view("x")), ForbiddenError);
  });
});

Deno.test("what a list would refuse is not saved, or a view never opens again", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss] } = await company(store);
    const code = async (more: Record<string, unknown>, access: Access = boss) => {
      const answer = await createView(store, access, view("x", more));
      return answer.ok ? null : answer.code;
    };
    assert.equal(await code({ columns: [{ key: "nothing" }] }), "records.error.no-field");
    assert.equal(await code({ filter: [{ field: "nothing", op: "filled" }] }), "views.error.bad-filter");
    assert.equal(await code({ filter: [{ field: "status", op: "between" }] }), "views.error.bad-filter");
    assert.equal(await code({ filter: [{ field: "status", op: "is", value: "hot" }] }), "views.error.bad-filter");
    assert.equal(await code({ sort: { field: "phones", desc: true } }), "views.error.bad-sort");
    const hidden = { ...boss, fields: new Map([["lead.budget", "hidden" as const]]) };
    assert.equal(await code({ filter: [{ field: "budget", op: "filled" }] }, hidden), "views.error.bad-filter");
    assert.equal(await code({ columns: [{ key: "budget" }] }, hidden), "records.error.no-field");
    assert.equal(await code({ sort: { field: "budget", desc: true } }, hidden), "views.error.bad-sort");
    assert.equal(await code({ filter: [{ field: "budget", op: "more", value: 100 }] }), null);
    assert.equal(createViewSchema.safeParse({ kind: "lead", name: "x", columns: [] }).success, false);
    assert.equal(
      createViewSchema.safeParse({ ...view("x"), columns: [{ key: "name" }, { key: "name" }] }).success,
      false,
    );
  });
});

Deno.test("two who save one view do not overwrite each other, and each change stands in the audit", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss, other] } = await company(store);
    const made = unwrap(await createView(store, boss, view("Общий", { shared: true })));
    const sort = { field: "name", desc: false };
    const next = unwrap(await updateView(store, boss, { id: made.id, version: made.version, sort }));
    assert.equal(next.version, made.version + 1);
    assert.deepEqual(await updateView(store, other, { id: made.id, version: made.version, name: "y" }), {
      ok: false,
      code: "views.error.stale",
    });
    unwrap(await updateView(store, boss, { id: made.id, sort }));
    const rows = await store.db.selectFrom("audit").select(["action", "before", "after"]).orderBy("id").execute();
    assert.deepEqual(rows.filter(({ action }) => action.startsWith("view.")).map(({ action }) => action), [
      "view.created",
      "view.updated",
    ]);
    assert.deepEqual(rows.at(-1)?.after, { sort });
  });
});

Deno.test("views stand in the order that was chosen, shared ones first", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent] } = await company(store);
    const ids: string[] = [];
    for (const name of ["а", "б", "в"]) ids.push(unwrap(await createView(store, boss, view(name))).id);
    const shared = unwrap(await createView(store, boss, view("общий", { shared: true }))).id;
    unwrap(await reorderViews(store, boss, { kind: "lead", ids: [ids[2], ids[0], ids[1], shared] }));
    assert.deepEqual(await names(store, boss), ["общий", "в", "а", "б"]);
    unwrap(await reorderViews(store, agent, { kind: "lead", ids: [ids[0], ids[2]] }));
    assert.deepEqual(await names(store, boss), ["общий", "в", "а", "б"], "others' order is their own");
    assert.deepEqual(await createView(store, SYSTEM, view("x")), { ok: false, code: "views.error.not-yours" });
  });
});
