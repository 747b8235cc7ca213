import assert from "node:assert/strict";
import { rangeOf } from "./range.ts";

Deno.test("a player can seek in a recording, and a strange range does no harm", () => {
  assert.deepEqual(rangeOf("bytes=0-", 100), [0, 99]);
  assert.deepEqual(rangeOf("bytes=10-19", 100), [10, 19]);
  assert.deepEqual(rangeOf("bytes=90-500", 100), [90, 99]);
  assert.deepEqual(rangeOf("bytes=-10", 100), [90, 99]);
  assert.equal(rangeOf("bytes=100-", 100), "unsatisfiable");
  assert.equal(rangeOf("bytes=-0", 100), "unsatisfiable");
  for (const header of [null, "", "bytes=-", "bytes=9-3", "bytes=0-1,4-5", "items=0-1"]) {
    assert.equal(rangeOf(header, 100), null);
  }
});
