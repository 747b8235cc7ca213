/** The form of a stage: what it sends is what the person sees. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { PipelineStage } from "@/crm/pipeline/types.ts";
import { blankStage, bodyOf, draftOf, movedTo } from "./draft.ts";

const STAGE: PipelineStage = {
  id: "0190aaaa-0000-7000-8000-000000000000",
  name: "Proposal",
  colour: "yellow",
  probability: 50,
  type: "open",
  rottenDays: 14,
  required: ["amount"],
  wipLimit: null,
  version: 3,
  archived: false,
};

Deno.test("a stage that was opened and saved untouched stays what it was", () => {
  const { id: _, archived: __, ...same } = STAGE;
  assert.deepEqual(bodyOf(draftOf(STAGE)), same);
});

Deno.test("emptied limits mean no limit, and closed stages neither rot nor have a probability of their own", () => {
  const draft = { ...draftOf(STAGE), rottenDays: " ", wipLimit: "12" };
  assert.deepEqual([bodyOf(draft).rottenDays, bodyOf(draft).wipLimit], [null, 12]);
  const won = bodyOf({ ...draftOf(STAGE), type: "won" });
  assert.deepEqual([won.probability, won.rottenDays], [100, null]);
  assert.equal(bodyOf({ ...draftOf(STAGE), type: "lost" }).probability, 0);
});

Deno.test("a new stage takes a colour of its own and a probability above its neighbour's", () => {
  const draft = blankStage([STAGE]);
  assert.notEqual(draft.colour, "yellow");
  assert.ok(draft.probability > 50 && draft.probability < 100);
});

Deno.test("moving a stage loses none and keeps the order of the others", () => {
  fc.assert(fc.property(
    fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 12 }),
    fc.nat(),
    fc.nat(),
    (list, a, b) => {
      const [from, to] = [a % list.length, b % list.length];
      const next = movedTo(list, from, to);
      assert.equal(next[to], list[from]);
      assert.deepEqual(next.filter((one) => one !== list[from]), list.filter((one) => one !== list[from]));
    },
  ));
});
