import assert from "node:assert/strict";
import { isId, newId } from "@/crm/ids.ts";

Deno.test("ids sort in the order they were made, or records of one moment would shuffle in lists", () => {
  const ids = Array.from({ length: 20_000 }, () => newId());
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids.slice(0, 100)) {
    assert.ok(isId(id));
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
