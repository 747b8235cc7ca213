import assert from "node:assert/strict";
import { sql } from "kysely";
import { unwrap } from "@/crm/result.ts";
import { writeXlsx } from "@/crm/import/files/mod.ts";
import { listErrors, purgeImportFiles } from "@/crm/import/mod.ts";
import { withImports } from "@/crm/import/testing.ts";

Deno.test("a file that breaks off half-way keeps what was written, says why, and goes on once it is whole", async () => {
  await withImports(async ({ imports, go, admin, store }) => {
    const rows = Array.from({ length: 3_000 }, (_, n) => [`Имя ${n} ${crypto.randomUUID()}`, crypto.randomUUID()]);
    const bytes = new Uint8Array(
      await new Response(writeXlsx([{ title: "ФИО" }, { title: "Город" }], [rows], { sheet: "A" })).arrayBuffer(),
    );
    const { id } = unwrap(
      await imports.receive(admin, { kind: "lead", name: "a.xlsx", body: new Blob([bytes]).stream() }),
    );
    const broken = bytes.slice();
    broken.fill(0xff, Math.floor(bytes.length * 0.6), Math.floor(bytes.length * 0.62));
    await Deno.writeFile(`${imports.files.dir}/${id}`, broken);
    const failed = unwrap(await go(id, "run"));
    assert.deepEqual([failed.state, failed.error?.code], ["failed", "import.error.damaged"]);
    const { count } = await store.db.selectFrom("leads").select((eb) => eb.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow();
    assert.equal(Number(count), failed.counters.created);
    assert.ok(Number(count) > 500, `${count} rows were written before`);
    await Deno.writeFile(`${imports.files.dir}/${id}`, bytes);
    const done = unwrap(await go(id, "resume"));
    assert.deepEqual([done.state, done.counters.created, done.error], ["done", 3_000, null]);
  });
});

Deno.test("a row that the database will not take is found and told; its neighbours come in", async () => {
  await withImports(async ({ upload, go, store, admin }) => {
    await sql`alter table leads add constraint no_devil check (name <> 'Имя 4')`.execute(store.db);
    const id = await upload(["ФИО", ...Array.from({ length: 9 }, (_, n) => `Имя ${n}`)].join("\n"));
    const { counters, state } = unwrap(await go(id, "run"));
    assert.deepEqual([state, counters.created, counters.failed], ["done", 8, 1]);
    const { rows } = unwrap(await listErrors(store, admin, { id, limit: 5 }));
    assert.deepEqual(rows.map(({ row, code }) => [row, code]), [[6, "import.error.row"]]);
  });
});

Deno.test("who lost the right to import in between writes nothing more", async () => {
  await withImports(async ({ upload, go, store, supervisors: [boss] }) => {
    const id = await upload("ФИО\nА\n", { as: boss });
    await store.db.updateTable("user_roles").set({ role: "agent" }).where("user_id", "=", boss.user).execute();
    const { state, error } = unwrap(await go(id, "run", boss));
    assert.deepEqual([state, error?.code], ["failed", "import.error.no-right"]);
    assert.deepEqual(await store.db.selectFrom("leads").select("id").execute(), []);
  });
});

Deno.test("an import by a token reaches no further than the token did", async () => {
  await withImports(async ({ upload, go, imports, admin, agents, store }) => {
    const narrow = { ...admin, permissions: new Set(["records.import", "leads.view.own", "leads.edit.own"] as const) };
    const id = await upload(`ФИО;Ответственный\nА;\nБ;agent1\n`, { as: narrow });
    assert.ok(agents.length > 0);
    unwrap(await go(id, "run", narrow));
    const { counters } = unwrap(await imports.get(admin, { id }));
    assert.deepEqual([counters.created, counters.failed], [1, 1], "the other's record is out of the token's reach");
    assert.equal((await store.db.selectFrom("leads").select("owner_id").executeTakeFirst())?.owner_id, admin.user);
  });
});

Deno.test("files of imports that are over are deleted after a while, and what a crashed upload left with them", async () => {
  await withImports(async ({ upload, go, imports, store, admin }) => {
    const done = await upload("ФИО\nА\n");
    unwrap(await go(done, "run"));
    const paused = await upload("ФИО\nБ\n");
    unwrap(await imports.start(admin, { id: paused, step: "run" }));
    unwrap(await imports.pause(admin, { id: paused }));
    const orphan = crypto.randomUUID();
    await imports.files.save(orphan, new Blob(["x"]).stream());
    assert.equal(await purgeImportFiles(store, imports.files, new Date(Date.now() - 60_000)), 0);
    assert.equal(await purgeImportFiles(store, imports.files, new Date(Date.now() + 60_000)), 2);
    const left = [...Deno.readDirSync(imports.files.dir)].map(({ name }) => name);
    assert.deepEqual(left, [paused], "a paused one still needs its file");
    assert.equal(unwrap(await imports.get(admin, { id: done })).fileKept, false);
  });
});

Deno.test("two workers at one import write each row once", async () => {
  await withImports(async ({ upload, imports, admin, store }) => {
    const { workOn } = await import("@/crm/import/testing.ts");
    const id = await upload(["ФИО", ...Array.from({ length: 3_000 }, (_, n) => `Имя ${n}`)].join("\n"));
    unwrap(await imports.start(admin, { id, step: "run" }));
    const one = { id, user: admin.user };
    await Promise.all([workOn(store, imports, one), workOn(store, imports, one)]);
    const { counters, state } = unwrap(await imports.get(admin, { id }));
    const leads = await store.db.selectFrom("leads").select("name").execute();
    assert.deepEqual([state, counters.created, leads.length, new Set(leads.map(({ name }) => name)).size], [
      "done",
      3_000,
      3_000,
      3_000,
    ]);
  });
});
