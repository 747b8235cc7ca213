import assert from "node:assert/strict";
import { withDatabase } from "../testing.ts";
import { PgJournal } from "./mod.ts";
import { unended } from "./unended.ts";

Deno.test("a call that the records had no time to learn of is found in the journal, or nobody would end it", async () => {
  await withDatabase(async (store) => {
    const journal = new PgJournal(store);
    const at = Date.now();
    const write = (stream: `call/${string}` | "callback/1", ...types: string[]) =>
      journal.append({
        stream,
        entries: types.map((type, n) => ({ stream, seq: n + 1, at: at + n, event: { type } })),
      });
    await write("call/alive", "arrived", "joined");
    await write("call/over", "arrived", "ended");
    await write("callback/1", "arrived");
    const options = { kind: "call", ends: "ended" };
    assert.deepEqual(await unended(store, { ...options, since: new Date(at - 1000) }), ["alive"]);
    assert.deepEqual(await unended(store, { ...options, since: new Date(at + 60_000) }), []);
    await journal.close();
  });
});
