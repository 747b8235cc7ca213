import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { effect } from "@preact/signals";
import type { Board, BoardCard } from "@/crm/board/types.ts";
import { compareCards } from "@/crm/board/rank.ts";
import { BoardState } from "@/components/pipeline/board_state.ts";
import { gapAt, inStage, neighboursAt, rankAt } from "@/components/pipeline/places.ts";

const STAGES = ["new", "won"];
const card = (id: string, rank: string, stage = "new", minor = 0): BoardCard => ({
  id,
  version: 1,
  stage,
  rank,
  edit: true,
  values: { name: id, amount: minor ? { minor, currency: "RUB" } : null, probability: 50, contacts: [`of ${id}`] },
});
const board = (cards: BoardCard[], next: string | null = null): Board => ({
  pipeline: {
    id: "p",
    name: "P",
    version: 1,
    archived: false,
    stages: STAGES.map((id, n) => ({
      id,
      name: id,
      colour: "blue",
      probability: n === 0 ? 50 : 100,
      type: n === 0 ? "open" : "won",
      rottenDays: n === 0 ? 2 : null,
      required: [],
      wipLimit: null,
      version: 1,
      archived: false,
    })),
  },
  columns: STAGES.map((stage) => {
    const own = cards.filter((one) => one.stage === stage).sort(compareCards);
    return {
      stage,
      cards: own,
      next: stage === "new" ? next : null,
      totals: { stage, deals: own.length, sums: [{ currency: "RUB", minor: 0, weighted: 0 }], more: false },
    };
  }),
  names: { "of a": "Anna" },
  corrected: null,
});
const order = (state: BoardState, stage = "new") => state.column(stage)!.order.peek();

Deno.test("one change draws one card and one order; the same news draws nothing, or cards flash after one's own move", () => {
  const state = new BoardState(board([card("a", "1"), card("b", "2"), card("c", "3")]));
  const drawn: string[] = [];
  const stop = [
    ...["a", "b", "c"].map((id) => effect(() => void (state.card(id)!.value, drawn.push(id)))),
    ...STAGES.map((stage) => effect(() => void (state.column(stage)!.order.value, drawn.push(stage)))),
  ];
  drawn.length = 0;
  state.put({ ...card("b", "1"), stage: "won" }, { own: true, pending: true });
  assert.deepEqual(drawn.sort(), ["b", "new", "won"]);
  drawn.length = 0;
  state.put({ ...card("b", "1.5"), stage: "won", version: 2 });
  assert.deepEqual(drawn, ["b"], "the server's rank at the same place moves nothing");
  drawn.length = 0;
  state.put({ ...card("b", "1.5"), stage: "won", version: 2 });
  assert.deepEqual(drawn, []);
  for (const one of stop) one();
});

Deno.test("a card stands once, in the order of ranks, whatever news come in whatever order", () => {
  const step = fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e"),
    rank: fc.integer({ min: -5, max: 5 }).map(String),
    stage: fc.constantFrom(...STAGES, "elsewhere"),
    gone: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const state = new BoardState(board([card("a", "1"), card("b", "2", "won")]));
    for (const { id, rank, stage, gone } of steps) {
      if (gone) state.remove(id);
      else state.put(card(id, rank, stage));
      const all = STAGES.flatMap((stage) => order(state, stage));
      assert.equal(new Set(all).size, all.length);
      assert.deepEqual([...all].sort(), state.ids().sort());
      for (const stage of STAGES) {
        const cards = order(state, stage).map((id) => state.card(id)!.peek().card);
        assert.deepEqual(cards, [...cards].sort(compareCards));
        assert.ok(cards.every((one) => one.stage === stage));
      }
    }
  }));
});

Deno.test("cards below the loaded part wait for their page, one's own do not, and pages show each card once", () => {
  const state = new BoardState(board([card("a", "1"), card("b", "2")], "2~b"));
  state.put(card("x", "9"));
  assert.deepEqual(order(state), ["a", "b"]);
  state.put(card("y", "8"), { own: true });
  assert.deepEqual(order(state), ["a", "b", "y"]);
  state.append("new", { cards: [card("c", "3"), card("y", "8"), card("z", "9")], next: null, names: {} });
  assert.deepEqual(order(state), ["a", "b", "c", "y", "z"]);
  state.put(card("x", "99"));
  assert.deepEqual(order(state).at(-1), "x");
});

Deno.test("totals follow a move at once, weighted by the stage that the deal enters", () => {
  const state = new BoardState(board([card("a", "1", "new", 1_000)]));
  const [from, to] = state.columns.map(({ stage }) => stage);
  const before = state.card("a")!.peek().card;
  const after = inStage(before, { from, to }, { rank: "1", now: 0 });
  assert.deepEqual([after.values.status, after.values.probability, after.values.rottenAt], ["won", 100, null]);
  state.shift(before, "new", after);
  assert.deepEqual(state.column("won")!.totals.peek().sums, [{ currency: "RUB", minor: 1_000, weighted: 1_000 }]);
  assert.deepEqual(state.column("new")!.totals.peek().sums, [{ currency: "RUB", minor: -1_000, weighted: -500 }]);
  assert.equal(state.card("a")!.peek().contact, "Anna");
});

Deno.test("the gap under the pointer names its neighbours without the cards that are dragged", () => {
  assert.equal(gapAt(-20, { row: 100, count: 3 }), 0);
  assert.equal(gapAt(160, { row: 100, count: 3 }), 2);
  assert.equal(gapAt(9_000, { row: 100, count: 3 }), 3);
  const order = ["a", "b", "c", "d"];
  assert.deepEqual(neighboursAt(order, 2, new Set(["b"])), { after: "a", before: "c", at: 1 });
  assert.deepEqual(neighboursAt(order, 0, new Set(["a"])), { after: null, before: "b", at: 0 });
  assert.deepEqual(neighboursAt(order, 4, new Set(["d"])), { after: "c", before: null, at: 3 });
  assert.ok(compareCards({ rank: rankAt("1", "2", 0), id: "x" }, { rank: "2", id: "a" }) < 0);
  assert.ok(
    compareCards({ rank: rankAt(null, "-99999999999", 1_000), id: "x" }, { rank: "-99999999999", id: "a" }) < 0,
  );
});
