import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { CrmRecord } from "@/crm/record/types.ts";
import { append, begin, expect, insert, putBack, range, refresh, remove, settle, shown } from "./rows.ts";
import { chooseAll, extend, isChosen, NONE, toggle, toggleLoaded, without } from "./selection.ts";

const record = (id: string, version = 1, name = id): CrmRecord => ({
  id,
  kind: "lead",
  version,
  archived: false,
  values: { name },
});
const page = (ids: string[], next: string | null = null) => ({
  rows: ids.map((id) => record(id)),
  next,
  corrected: null,
  names: {},
});
const answer = (rows: CrmRecord[], archived = false) => ({ rows, names: {}, archived });

Deno.test("a row that moved between pages is shown once, where it was read", () => {
  const rows = append(begin(page(["a", "b"], "next")), page(["b", "c"]));
  assert.deepEqual([rows.order, rows.next], [["a", "b", "c"], null]);
});

Deno.test("news change a row in its place; an older answer changes nothing", () => {
  const rows = refresh(begin(page(["a", "b"])), ["a"], answer([record("a", 3, "новое")]));
  assert.deepEqual(rows.order, ["a", "b"]);
  assert.equal(rows.byId.get("a")!.values.name, "новое");
  const later = refresh(rows, ["a"], answer([record("a", 2, "старое")]));
  assert.equal(later.byId.get("a")!.values.name, "новое");
});

Deno.test("a row that others deleted or took away stays where it is read, and says so", () => {
  const rows = refresh(begin(page(["a", "b"])), ["a", "b"], answer([{ ...record("b", 2), archived: true }]));
  assert.deepEqual(rows.order, ["a", "b"]);
  assert.deepEqual([...rows.gone], [["a", "unseen"], ["b", "moved"]]);
  assert.equal(refresh(rows, ["b"], answer([record("b", 3)])).gone.has("b"), false);
});

Deno.test("what is on its way is shown over news, and a refusal brings the old value back", () => {
  let rows = expect(begin(page(["a"])), "a", { name: "моё" });
  rows = refresh(rows, ["a"], answer([record("a", 2, "их")]));
  assert.equal(shown(rows, "a")!.values.name, "моё");
  assert.equal(shown(settle(rows, "a", { keys: ["name"], record: null }), "a")!.values.name, "их");
  assert.equal(shown(settle(rows, "a", { keys: ["name"], record: record("a", 3, "моё!") }), "a")!.values.name, "моё!");
});

Deno.test("two edits of one row on their way do not end each other", () => {
  let rows = expect(expect(begin(page(["a"])), "a", { name: "имя" }), "a", { city: "Пермь" });
  rows = settle(rows, "a", { keys: ["name"], record: null });
  assert.deepEqual(shown(rows, "a")!.values, { name: "a", city: "Пермь" });
});

Deno.test("deleted rows that come back stand where they stood, and those loaded since stay", () => {
  const before = begin(page(["a", "b", "c"], "next"));
  const rows = append(remove(before, new Set(["b"])), page(["d"]));
  assert.deepEqual(putBack(rows, before).order, ["a", "b", "c", "d"]);
  assert.deepEqual(insert(rows, record("new"), {}).order, ["new", "a", "c", "d"]);
});

Deno.test("what is in sight is always drawn and never more than a screenful, or the browser stands still", () => {
  fc.assert(fc.property(
    fc.record({
      above: fc.integer({ min: -2_000, max: 500_000 }),
      height: fc.integer({ min: 0, max: 2_000 }),
      row: fc.constantFrom(37, 106),
      count: fc.nat(10_000),
    }),
    (options) => {
      const { from, to } = range(options);
      assert.ok(from >= 0 && to <= options.count && to - from <= 2_000 / 37 + 20);
      const at = Math.floor((Math.max(0, options.above) + options.height / 2) / options.row);
      if (options.above >= 0 && at < options.count) assert.ok(from <= at && at < Math.max(to, 1));
    },
  ));
});

Deno.test("a range takes the rows between two clicks, in either direction, and all of a list can be left again", () => {
  const order = ["a", "b", "c", "d"];
  const one = toggle(NONE, "c", order);
  assert.deepEqual([...extend(one, "a", order).ids].sort(), ["a", "b", "c"]);
  assert.deepEqual([...extend(one, "d", order).ids].sort(), ["c", "d"]);
  assert.deepEqual([...extend(NONE, "b", order).ids], ["b"], "without a beginning it is a click");
  const all = chooseAll();
  assert.ok(isChosen(all, "not loaded"));
  assert.deepEqual([...toggle(all, "b", order).ids], ["a", "c", "d"]);
  assert.equal(toggleLoaded(all, order), NONE);
  assert.equal(toggleLoaded(toggleLoaded(NONE, order), order), NONE);
  assert.deepEqual([...without(one, new Set(["c"])).ids], []);
});
