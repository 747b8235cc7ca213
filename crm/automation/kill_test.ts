import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { insertRecords, schemaOf } from "@/crm/record/mod.ts";
import { openBench, rule } from "@/crm/automation/testing.ts";

const program = fileURLToPath(new URL("./testing_process.ts", import.meta.url));
const MANY = 600;

Deno.test("processes killed at any moment leave one task for each lead, no fewer and no more", async () => {
  await withDatabase(async (store, config) => {
    const task = (name: string) => ({ type: "task.create", name, due: { n: 1, unit: "hours" }, to: "nobody" });
    await rule(store, { when: { type: "lead.created" }, then: [task("one {{record.name}}")] });
    await rule(store, { when: { type: "task.created" }, then: [{ type: "tags.change", add: ["followed"] }] });
    const schema = await schemaOf(store, "lead");
    const rows = Array.from({ length: MANY }, (_, n) => ({ values: { name: `L${n}`, status: "new" } }));
    await store.tx((trx) => insertRecords(trx, SYSTEM, { kind: "lead", rows, schema }));
    const done = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from automation_runs where state = 'done'`.execute(store.db))
        .rows[0].n;
    // Two nodes at once, each killed as soon as more was done; then two others.
    for (let round = 0; round < 4; round++) {
      const before = await done();
      const children = [1, 2].map(() =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", program, JSON.stringify(config)],
          stdout: "inherit",
          stderr: "inherit",
        }).spawn()
      );
      while (await done() === before && before < MANY * 2) await sql`select pg_sleep(0.005)`.execute(store.db);
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(children.map(({ status }) => status));
    }
    assert.ok(await done() < MANY * 2, "killed while there was work");
    await openBench(store).engine.settleAll();
    const { rows: [sum] } = await sql<{ tasks: number; leads: number; followed: number; runs: number }>`
      select count(*)::int as tasks, count(distinct lead_id)::int as leads,
        count(*) filter (where tags = '["followed"]')::int as followed,
        (select count(*)::int from automation_runs where state = 'done') as runs from tasks`.execute(store.db);
    assert.deepEqual(sum, { tasks: MANY, leads: MANY, followed: MANY, runs: MANY * 2 });
  });
});
