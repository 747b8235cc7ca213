import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { levelNeeded, missingSkill, qualifiesAfterMs } from "./skills.ts";
import type { SkillNeed } from "./types.ts";

const english: SkillNeed = {
  skill: "english",
  minLevel: 50,
  relax: [{ afterMs: 30_000, minLevel: 20 }, { afterMs: 60_000, minLevel: 0 }],
};

Deno.test("a caller is served by a weaker agent only after the wait that the queue allows", () => {
  const rows: [has: number | undefined, after: number][] = [[50, 0], [49, 30_000], [20, 30_000], [19, 60_000], [
    undefined,
    60_000,
  ]];
  for (const [has, after] of rows) {
    assert.equal(qualifiesAfterMs([english], has === undefined ? {} : { english: has }), after);
  }
  assert.equal(qualifiesAfterMs([{ ...english, relax: [] }], {}), Infinity);
  assert.equal(qualifiesAfterMs([], {}), 0);
  assert.deepEqual(missingSkill([english], { english: 10 }, 30_000), { skill: "english", has: 10, needs: 20 });
  assert.equal(missingSkill([english], { english: 10 }, 60_000), null);
});

const needs = fc.array(
  fc.record({
    skill: fc.constantFrom("a", "b"),
    minLevel: fc.integer({ min: 0, max: 5 }),
    relax: fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 9 }), minLevel: fc.integer({ min: 0, max: 6 }) }), {
      maxLength: 3,
    }),
  }),
  { maxLength: 3 },
);

Deno.test("the shortcut agrees with the levels at every moment, or the wrong agent would be rung", () => {
  fc.assert(fc.property(needs, fc.record({ a: fc.nat(6), b: fc.nat(6) }), (list, skills) => {
    const after = qualifiesAfterMs(list, skills);
    for (let waited = 0; waited <= 10; waited++) {
      const may = list.every((need) => (skills[need.skill as "a" | "b"] ?? 0) >= levelNeeded(need, waited));
      assert.equal(waited >= after, may);
      assert.equal(missingSkill(list, skills, waited) === null, may);
    }
  }));
});
