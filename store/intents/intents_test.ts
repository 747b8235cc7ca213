import assert from "node:assert/strict";
import { withDatabase } from "../testing.ts";
import { Intents } from "./mod.ts";

Deno.test("of many who begin one intent exactly one may act, or a customer would be dialled twice", async () => {
  await withDatabase(async (store) => {
    const intents = new Intents(store);
    const may = await Promise.all(
      Array.from({ length: 10 }, () => intents.begin("dial/1", { kind: "dial", data: { to: "+79000000001" } })),
    );
    assert.equal(may.filter(Boolean).length, 1);
    assert.deepEqual((await intents.open("dial")).map((it) => it.id), ["dial/1"]);
    assert.equal(await intents.settle("dial/1", { state: "done", result: { channel: "c" } }), true);
    assert.equal(await intents.settle("dial/1", { state: "failed" }), false);
    assert.equal(await intents.begin("dial/1", { kind: "dial", data: {} }), false);
    assert.equal((await intents.find("dial/1"))?.state, "done");
    assert.deepEqual(await intents.open("dial"), []);
    assert.equal(await intents.prune(new Date(Date.now() + 1_000)), 1);
  });
});
