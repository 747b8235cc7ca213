import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { tellAssigned } from "@/crm/notices/mod.ts";
import { bulkUpdate, createRecord, updateRecord } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";

Deno.test("who is given something is told once by whom; who takes it, imports and what is taken away again say nothing", async () => {
  await withDatabase(async (store) => {
    const { supervisors: [boss], agents: [agent] } = await company(store);
    await tellAssigned(store);
    const make = async (kind: "task" | "lead", name: string, owner: string | null, access = boss) =>
      unwrap(await createRecord(store, access, { kind, values: { name, owner } })).id;
    const told = async () => {
      await Promise.all([tellAssigned(store), tellAssigned(store)]);
      const rows = await store.db.deleteFrom("notices").returning(["user_id", "kind", "data", "link", "task_id"])
        .execute();
      return rows.map(({ user_id, kind, data, link, task_id }) => ({ user: user_id, kind, data, link, task: task_id }));
    };
    const task = await make("task", "Call Anna", agent.user);
    assert.deepEqual(await told(), [{
      user: agent.user,
      kind: "task-assigned",
      data: { name: "Call Anna", by: "boss1", count: 1 },
      link: `/tasks/${task}`,
      task,
    }]);
    await make("task", "Own", agent.user, agent);
    assert.deepEqual(await told(), [], "one's own");
    const many = [];
    for (let n = 0; n < 5; n++) many.push(await make("lead", `Lead ${n}`, boss.user));
    assert.deepEqual(await told(), []);
    const values = { owner: agent.user };
    unwrap(await bulkUpdate(store, boss, { kind: "lead", select: { ids: many }, values, addTags: [], removeTags: [] }));
    const [{ data, link, kind }] = await told();
    assert.deepEqual([kind, link, data.count], ["lead-assigned", "/leads", 5]);
    unwrap(await updateRecord(store, boss, { kind: "lead", id: many[0], values: { owner: boss.user } }));
    unwrap(await updateRecord(store, boss, { kind: "lead", id: many[0], values: { owner: agent.user } }));
    unwrap(await updateRecord(store, boss, { kind: "lead", id: many[0], values: { owner: boss.user } }));
    assert.deepEqual(await told(), [], "it went there and back");
    await make("task", "Imported", agent.user, { ...boss, origin: "import" });
    assert.deepEqual(await told(), []);
  });
});
