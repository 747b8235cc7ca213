import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { hashText } from "./persistent_map.ts";
import { best, type Rankable, ranking } from "./strategies.ts";
import type { Strategy } from "./types.ts";

const members = fc.uniqueArray(
  fc.record({
    agent: fc.string({ maxLength: 3 }),
    order: fc.nat(3),
    penalty: fc.nat(2),
    since: fc.nat(3),
    callsToday: fc.nat(2),
    talkMsToday: fc.nat(2),
  }).map((m): Rankable => ({ ...m, hash: hashText(m.agent) })),
  { selector: (m) => m.agent, maxLength: 40 },
);
const strategy = fc.constantFrom<Strategy>(
  "longest-idle",
  "round-robin",
  "fewest-calls",
  "least-talk-time",
  "random",
  "ring-all",
  "linear",
);
const last = fc.option(fc.record({ order: fc.nat(3), agent: fc.string({ maxLength: 3 }) }));

Deno.test("every ranking is total, so that two nodes never choose different agents", () => {
  fc.assert(fc.property(members, strategy, last, fc.string(), (list, name, turned, seed) => {
    const compare = ranking(name, { seed, last: turned });
    const sorted = [...list].sort(compare);
    assert.deepEqual([...list].reverse().sort(compare), sorted);
    for (let i = 1; i < sorted.length; i++) {
      assert.ok(compare(sorted[i - 1], sorted[i]) < 0);
      assert.ok(sorted[i - 1].penalty <= sorted[i].penalty, "a lower penalty is always asked first");
    }
  }));
});

Deno.test("the short list is the top of the whole ranking, or the card would explain another choice", () => {
  fc.assert(fc.property(members, strategy, fc.nat(45), (list, name, limit) => {
    const compare = ranking(name, { seed: "s", last: null });
    assert.deepEqual(best(list, compare, limit), [...list].sort(compare).slice(0, limit));
  }));
});

Deno.test("round robin asks everybody once before anybody twice", () => {
  fc.assert(fc.property(members, (list) => {
    const same = list.map((m) => ({ ...m, penalty: 0 }));
    const asked: string[] = [];
    let turned: { order: number; agent: string } | null = null;
    for (let i = 0; i < same.length; i++) {
      turned = best(same, ranking("round-robin", { seed: "", last: turned }), 1)[0];
      asked.push(turned.agent);
    }
    assert.equal(new Set(asked).size, same.length);
  }));
});
