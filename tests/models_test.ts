/** Models over HTTP: files that Excel opens, refusals in words, and what an earlier look may not overwrite. */
import assert from "node:assert/strict";
import { systemClock } from "@/actors/runtime/mod.ts";
import { workTraining } from "@/ml/registry/mod.ts";
import { registryPorts } from "@/ml/registry/testing.ts";
import { withDoor } from "./doors/fixture.ts";
import { program } from "./doors/program.ts";

const MODELS = "/api/v1/forecasting/models";

Deno.test("a forecast comes as a file that Excel opens, and a model as the very bytes that were learnt", async () => {
  await withDoor(async (door) => {
    const { ask } = await program(door);
    const dataset = { from: "calls", queue: door.centre.queues[0], step: 60 };
    const made = await ask("POST", MODELS, { body: { kind: "volume", name: "Calls", dataset } });
    const { id } = made.json;
    const none = await ask("GET", `${MODELS}/${id}/forecast?from=2026-03-01&to=2026-03-31`);
    assert.deepEqual([none.status, none.json.code], [404, "training.error.no-champion"]);
    const { id: run } = (await ask("POST", `${MODELS}/${id}/train`)).json;
    const busy = await ask("POST", `${MODELS}/${id}/train`);
    assert.deepEqual([busy.status, busy.json.code], [409, "training.error.busy"]);
    assert.ok(busy.json.detail.length > 20, "in words");
    const { trainer, data } = registryPorts();
    const jobs = { enqueue: () => Promise.resolve("job") };
    const { signal } = new AbortController();
    const ports = { clock: systemClock, jobs, trainer, data };
    assert.equal(await workTraining(door.store, { run, ports, signal, attempt: 1 }), "done");

    const file = async (format: string) =>
      await ask("GET", `${MODELS}/${id}/forecast?from=2026-03-02&to=2026-03-02&format=${format}`);
    const csv = await file("csv");
    const lines = csv.text.replace("\ufeff", "").trim().split(/\r?\n/);
    assert.equal(lines.length, 3);
    assert.match(lines[1], /^"?2026-03-02 08:00(:00)?"?[;,]10[;,]8[;,]12[;,]200[;,]/);
    const xlsx = await file("xlsx");
    assert.match(xlsx.headers.get("content-disposition") ?? "", /\.xlsx$/);
    assert.ok(xlsx.text.startsWith("PK"));
    const { rows: [version] } = (await ask("GET", `${MODELS}/${id}/versions`)).json;
    const blob = await ask("GET", `${MODELS}/${id}/versions/${version.id}/blob`);
    assert.deepEqual([blob.text, blob.headers.get("content-type")], ["a model", "application/octet-stream"]);
    assert.equal((await file("pdf")).status, 400);

    const seen = (await ask("GET", `${MODELS}/${id}`)).json.version;
    assert.equal((await ask("PATCH", `${MODELS}/${id}`, { body: { version: seen, name: "One" } })).status, 200);
    const late = await ask("PATCH", `${MODELS}/${id}`, { body: { version: seen, name: "Two" } });
    assert.deepEqual([late.status, late.json.code], [409, "training.error.stale"]);
    assert.equal((await ask("DELETE", `${MODELS}/${id}`)).status, 200);
    assert.equal((await ask("GET", `${MODELS}/${id}`)).status, 404);
  });
});
