/** Imports through the product's own door: what pages and programs do with them. */
import assert from "node:assert/strict";
import { startImports } from "@/main/imports.ts";
import type { ImportDetail } from "@/crm/import/mod.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { type Door, type Role, withDoor } from "./doors/fixture.ts";

async function ask(door: Door, role: Role, request: { method?: string; path: string; body?: unknown; raw?: BodyInit }) {
  const { method = "GET", path, body, raw } = request;
  const headers: Record<string, string> = { ...await door.headersOf(role), accept: "application/json" };
  headers["content-type"] = raw === undefined ? "application/json" : "application/octet-stream";
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
  const response = await door.send(`/api/v1${path}`, { method, headers, body: sent });
  const text = await response.text();
  return { status: response.status, text, value: () => JSON.parse(text) as ImportDetail };
}

async function until(door: Door, id: string, state: string): Promise<ImportDetail> {
  for (;;) {
    const { value } = await ask(door, "administrator", { path: `/imports/${id}` });
    const one = value();
    if (one.state === state) return one;
    assert.ok(!["failed", "done", "undone"].includes(one.state), JSON.stringify(one.error));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

Deno.test("a file of megabytes goes in as it streams, is checked, written, mended and taken back over HTTP", async () => {
  await withDoor(async (door) => {
    const jobs = await openJobs(door.store);
    const dir = await Deno.makeTempDir({ prefix: "kommutator-imports-" });
    const files = (await startImports(door.store, jobs, { dir })).imports.files;
    try {
      const filler = "х".repeat(900);
      const lines = Array.from({ length: 1_500 }, (_, n) => `Имя ${n};+7916${String(n).padStart(7, "0")};${filler}`);
      const text = ["ФИО;Телефон;Примечание", ...lines, "Плохой;12;"].join("\r\n");
      const raw = new TextEncoder().encode(text);
      assert.ok(raw.length > 2 << 20, "more than any other request may bring");
      const path = `/imports?kind=lead&name=${encodeURIComponent("Лиды.csv")}`;
      assert.equal((await ask(door, "agent", { method: "POST", path, raw })).status, 403);
      const sent = await ask(door, "administrator", { method: "POST", path, raw });
      assert.equal(sent.status, 200, sent.text);
      const one = sent.value();
      assert.deepEqual([one.state, one.fileName, one.size, one.columns.map(({ title }) => title)], [
        "uploaded",
        "Лиды.csv",
        raw.length,
        ["ФИО", "Телефон", "Примечание"],
      ]);
      // The door's own imports keep their files elsewhere; the worker of this test reads them here.
      await files.save(one.id, new Blob([raw]).stream());
      assert.equal((await ask(door, "supervisor", { path: `/imports/${one.id}` })).status, 404);
      const step = (name: string) => ask(door, "administrator", { method: "POST", path: `/imports/${one.id}/${name}` });
      assert.equal((await step("pause")).status, 409);
      assert.equal((await step("check")).status, 200);
      assert.deepEqual((await until(door, one.id, "checked")).check?.counters.failed, 1);
      assert.equal((await step("run")).status, 200);
      const done = await until(door, one.id, "done");
      assert.deepEqual([done.counters.total, done.counters.created, done.progress], [1_501, 1_500, 1]);
      const errors = await ask(door, "administrator", { path: `/imports/${one.id}/errors?limit=5` });
      assert.match(errors.text, /"row":1502,"column":"Телефон","code":"records.error.bad-phone"/);
      const csv = await ask(door, "administrator", { path: `/imports/${one.id}/errors.csv?separator=%3B` });
      assert.equal(csv.status, 200);
      assert.match(csv.text, /^\ufeff?ФИО;Телефон;Примечание;.+\r\nПлохой;12;;/);
      assert.equal((await step("undo")).status, 200);
      assert.deepEqual((await until(door, one.id, "undone")).undo, { deleted: 1_500, restored: 0, kept: 0 });
      const broken = await ask(door, "administrator", { method: "POST", path, raw: "PK\u0003\u0004nothing" });
      assert.equal(broken.status, 409, broken.text);
      assert.match(broken.text, /import\.error\./);
    } finally {
      await jobs.close();
      await Deno.remove(dir, { recursive: true });
    }
  });
});
