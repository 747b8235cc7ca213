import assert from "node:assert/strict";
import { callIdOf, isCallId, partOf } from "./call_id.ts";

Deno.test("the same channel always finds the same call, or a restart would lose it", () => {
  const id = callIdOf("ast1", "ast1-1763926800.12", "2026-11-23T19:40:00.123+0000");
  assert.equal(id, callIdOf("ast1", "ast1-1763926800.12", "2026-11-23T22:40:00.123+0300"));
  assert.ok(isCallId(id));
  assert.equal(parseInt(id.replace("-", "").slice(0, 12), 16), Date.parse("2026-11-23T19:40:00.123Z"));
  assert.notEqual(id, callIdOf("ast2", "ast1-1763926800.12", "2026-11-23T19:40:00.123+0000"));
  assert.ok(isCallId(callIdOf("a", "b", "not a time")));
});

Deno.test("what was made for a call leads back to it", () => {
  const id = callIdOf("ast1", "x", "2026-11-23T19:40:00.123+0000");
  assert.deepEqual(partOf(`${id}.a12`), { call: id, part: "leg" });
  assert.deepEqual(partOf(`${id}.b1`), { call: id, part: "bridge" });
  assert.equal(partOf("ast1-1763926800.12"), null);
  assert.equal(partOf(`${id}.a`), null);
});
