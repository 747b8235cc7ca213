import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  eachEntry,
  emptyMap,
  getKey,
  mapOf,
  type PersistentMap,
  valuesOf,
  withKey,
  withoutKey,
} from "./persistent_map.ts";

const steps = fc.array(
  fc.oneof(
    fc.record({ put: fc.string({ maxLength: 3 }), value: fc.integer() }),
    fc.record({ drop: fc.string({ maxLength: 3 }) }),
  ),
  { maxLength: 300 },
);

Deno.test("an actor's records are those of an ordinary map, or callers and agents would vanish", () => {
  fc.assert(fc.property(steps, (list) => {
    const model = new Map<string, number>();
    let map: PersistentMap<number> = emptyMap();
    for (const step of list) {
      if ("put" in step) {
        model.set(step.put, step.value);
        map = withKey(map, step.put, step.value);
      } else {
        model.delete(step.drop);
        map = withoutKey(map, step.drop);
      }
      assert.equal(map.size, model.size);
    }
    const seen = new Map<string, number>();
    eachEntry(map, (value, key) => seen.set(key, value));
    assert.deepEqual([...seen].sort(), [...model].sort());
    for (const [key, value] of model) assert.equal(getKey(map, key), value);
    assert.deepEqual(valuesOf(mapOf(model)).sort(), [...model.values()].sort());
  }));
});

Deno.test("an older state stays as it was, or a crashed turn could not go back to it", () => {
  fc.assert(fc.property(steps, (list) => {
    let map: PersistentMap<number> = emptyMap();
    const before: { map: PersistentMap<number>; text: string }[] = [];
    for (const step of list) {
      before.push({ map, text: JSON.stringify(map) });
      map = "put" in step ? withKey(map, step.put, step.value) : withoutKey(map, step.drop);
    }
    for (const old of before) assert.equal(JSON.stringify(old.map), old.text);
  }));
});

Deno.test("a snapshot read back is the same map, or a restart would lose the line", () => {
  const map = mapOf(Array.from({ length: 500 }, (_, i) => [`call-${i}`, i] as const));
  const back: PersistentMap<number> = JSON.parse(JSON.stringify(map));
  assert.deepEqual(back, map);
  assert.equal(getKey(withKey(back, "call-7", 70), "call-7"), 70);
  assert.equal(getKey(back, "call-7"), 7);
});
