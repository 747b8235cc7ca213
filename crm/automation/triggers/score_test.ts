/** Rules that wait for a score: once when it passes, or people are told of the same lead again and again. */
import assert from "node:assert/strict";
import { triggerOf } from "@/crm/automation/triggers/mod.ts";
import type { RuleEvent } from "@/crm/automation/types.ts";

const event = (was: number | null, now: number): RuleEvent => ({
  id: "1",
  type: "lead.score-changed",
  entity: { kind: "lead", id: "a" },
  at: "2026-03-02T09:00:00Z",
  actor: "system",
  origin: "system",
  cause: null,
  depth: 0,
  data: { score: now },
  before: { score: was },
});
const fires = (when: { passes: "above" | "below"; bound: string }, was: number | null, now: number) =>
  triggerOf("lead.score-changed")!.matches!(event(was, now), {
    when: { type: "lead.score-changed", ...when },
    rule: "r",
  }) !== null;

Deno.test("a rule fires when the score passes its bound in its direction, and not while it stays on one side", () => {
  const up = { passes: "above", bound: "70" } as const, down = { passes: "below", bound: "30" } as const;
  assert.deepEqual([fires(up, 62, 71), fires(up, 62, 70), fires(up, null, 80)], [true, true, true]);
  assert.deepEqual([fires(up, 71, 85), fires(up, 75, 66), fires(up, 40, 69)], [false, false, false]);
  assert.deepEqual([fires(down, 31, 29), fires(down, 30, 12)], [true, true]);
  assert.deepEqual([fires(down, null, 10), fires(down, 29, 12), fires(down, 12, 45)], [false, false, false]);
  assert.equal(
    triggerOf("deal.score-changed")!.matches!(event(1, 99), {
      when: { type: "deal.score-changed", ...up },
      rule: "r",
    }),
    null,
    "of the other kind",
  );
});
