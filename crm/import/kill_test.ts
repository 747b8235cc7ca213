import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { unwrap } from "@/crm/result.ts";
import { withImports, workOn } from "@/crm/import/testing.ts";

const program = fileURLToPath(new URL("./testing_process.ts", import.meta.url));
const ROWS = 6_000;

Deno.test("a process killed in the middle of an import loses no row and doubles none, nor does an undo", async () => {
  await withImports(async ({ store, config, imports, admin, upload }) => {
    const lines = Array.from(
      { length: ROWS },
      (_, n) => `Имя ${n},+7916${String(n).padStart(7, "0")},Компания ${n % 700}`,
    );
    const id = await upload(["ФИО,Телефон,Компания", ...lines].join("\n"));
    const counted = async () =>
      (await sql<{ rows: number; names: number; companies: number; events: number; changes: number }>`select
        (select count(*)::int from leads) as rows, (select count(distinct name)::int from leads) as names,
        (select count(*)::int from companies) as companies,
        (select count(*)::int from events where type = 'lead.created') as events,
        (select count(*)::int from import_changes) as changes`.execute(store.db)).rows[0];
    const killAt = async (reached: () => Promise<boolean>) => {
      const { run } = await store.db.selectFrom("imports").select("run").where("id", "=", id).executeTakeFirstOrThrow();
      const child = new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          program,
          JSON.stringify(config),
          imports.files.dir,
          JSON.stringify({ id, run, user: admin.user }),
        ],
        stdout: "inherit",
        stderr: "inherit",
      }).spawn();
      while (!await reached()) await new Promise((resolve) => setImmediate(resolve));
      child.kill("SIGKILL");
      assert.equal((await child.status).signal, "SIGKILL");
    };
    unwrap(await imports.start(admin, { id, step: "run" }));
    for (const [kills, share] of [[1, 0.1], [2, 0.4], [3, 0.8]]) {
      await killAt(async () => (await counted()).rows >= ROWS * share);
      const { rows } = await counted();
      assert.ok(rows >= ROWS * share && rows < ROWS, `kill ${kills} fell on ${rows} rows`);
    }
    await workOn(store, imports, { id, user: admin.user });
    assert.deepEqual(await counted(), { rows: ROWS, names: ROWS, companies: 700, events: ROWS, changes: ROWS + 700 });
    const { state, counters } = unwrap(await imports.get(admin, { id }));
    assert.deepEqual([state, counters.total, counters.created], ["done", ROWS, ROWS]);

    unwrap(await imports.start(admin, { id, step: "undo" }));
    await killAt(async () => (await counted()).rows < ROWS * 0.6);
    await workOn(store, imports, { id, user: admin.user });
    assert.deepEqual(await counted(), { rows: 0, names: 0, companies: 0, events: ROWS, changes: 0 });
    assert.deepEqual(unwrap(await imports.get(admin, { id })).undo, { deleted: ROWS + 700, restored: 0, kept: 0 });
    const left = await store.db.selectFrom("record_points").select("point").execute();
    assert.deepEqual(left, []);
  });
});
