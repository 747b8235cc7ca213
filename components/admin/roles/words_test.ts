import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { DEFAULT_ROLES, PERMISSIONS } from "@/store/access.ts";
import { GROUPS, REACHES, reachIn, withReach } from "./words.ts";

const shown = GROUPS.flatMap(({ lines }) =>
  lines.flatMap((line) =>
    "tick" in line ? [line.tick] : REACHES.filter((one) => one !== "none").map((one) => `${line.reach}.${one}`)
  )
);

Deno.test("the matrix shows every permission once, or a right can be neither given nor taken", () => {
  assert.deepEqual([...shown].sort(), [...PERMISSIONS].sort());
});

Deno.test("whatever is chosen, nobody changes what is out of sight, and nothing else of the role moves", () => {
  const bases = GROUPS.flatMap(({ lines }) => lines.flatMap((line) => "reach" in line ? [line.reach] : []));
  fc.assert(fc.property(
    fc.constantFrom(...Object.values(DEFAULT_ROLES)),
    fc.array(fc.tuple(fc.constantFrom(...bases), fc.constantFrom(...REACHES)), { maxLength: 12 }),
    (role, choices) => {
      let words: readonly string[] = role;
      for (const [base, reach] of choices) {
        words = withReach(words, base, reach);
        assert.equal(reachIn(words, base), reach, `${base} ${reach}`);
        assert.equal(new Set(words).size, words.length);
        for (const entity of ["leads", "contacts", "companies"] as const) {
          const [view, edit] = [reachIn(words, `${entity}.view`), reachIn(words, `${entity}.edit`)];
          assert.ok(REACHES.indexOf(edit) <= REACHES.indexOf(view), `${entity}: ${edit} beyond ${view}`);
        }
      }
      const ticks = (list: readonly string[]) => list.filter((word) => !/\.(own|team|all)$/.test(word)).sort();
      assert.deepEqual(ticks(words), ticks(role));
    },
  ));
});
