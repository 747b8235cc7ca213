import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Condition, FilterOp } from "@/crm/record/types.ts";
import type { View } from "@/crm/views/views.ts";
import { apiQuery, isChanged, nextSort, readState, stateOf, writeState } from "./query.ts";
import type { ListField, ListState } from "./types.ts";
import { columnsFor, tabsFor, widthOf } from "./views.ts";

const field = (key: string, type: ListField["type"], ops: FilterOp[], sortable = true): ListField => ({
  key,
  type,
  ops,
  sortable,
  label: key,
  edit: true,
  own: false,
  required: false,
  max: 200,
  target: null,
  options: [],
  retired: [],
});
const FIELDS = new Map(
  [
    field("name", "text", ["is", "contains"]),
    field("status", "select", ["is", "any-of", "empty"]),
    field("phones", "phones", ["contains"], false),
    field("owner", "user", ["is", "me"], false),
    field("team", "team", ["my-teams"], false),
    field("budget", "money", ["more", "between"]),
    field("created", "datetime", ["last-days"]),
    field("updated", "datetime", ["last-days"]),
    field("firstResponse", "datetime", ["empty"]),
  ].map((one) => [one.key, one]),
);
const saved: View = {
  id: "0199aaaa-0000-7000-8000-000000000001",
  kind: "lead",
  name: "Мой",
  shared: false,
  columns: [{ key: "name" }, { key: "budget", width: 200 }],
  filter: [{ field: "budget", op: "more", value: 100 }],
  sort: { field: "budget", desc: true },
  version: 1,
  mine: true,
};
const builtIn = ["all", "mine", "team", "unanswered", "deleted"];
const tabs = tabsFor("lead", FIELDS, { builtIn, views: [saved] });
const read = (query: string | URLSearchParams) =>
  readState(new URLSearchParams(query), { kind: "lead", tabs, fields: FIELDS });

const scalar = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean());
const condition: fc.Arbitrary<Condition> = fc.constantFrom(...FIELDS.values()).chain(({ key, ops }) =>
  fc.record({
    field: fc.constant(key),
    op: fc.constantFrom(...ops),
    value: fc.oneof(scalar, fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 })),
  })
);
const state: fc.Arbitrary<ListState> = fc.record({
  view: fc.constantFrom(...tabs.map(({ id }) => id)),
  text: fc.string({ maxLength: 40 }).map((text) => text.trim()),
  filter: fc.array(condition, { maxLength: 4 }),
  sort: fc.record({ field: fc.constantFrom("name", "created", "budget"), desc: fc.boolean() }),
  archived: fc.boolean(),
  columns: fc.shuffledSubarray([...FIELDS.keys()].filter((key) => key !== "name")).chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({ key: fc.constant(key), width: fc.integer({ min: 40, max: 1_200 }) }, { requiredKeys: ["key"] })
      ),
    ).map((columns) => [{ key: "name" }, ...columns])
  ),
});

Deno.test("a link shows the same list to whoever opens it, whatever was chosen, or colleagues talk past each other", () => {
  fc.assert(fc.property(state, (state) => {
    const tab = tabs.find(({ id }) => id === state.view)!;
    assert.deepEqual(read(writeState(state, tab, tabs[0]).toString()), JSON.parse(JSON.stringify(state)));
  }));
});

Deno.test("an address of nonsense shows a list and never fails", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("view", "filter", "sort", "columns", "text", "x"), fc.string()),
      (query) => {
        const state = read(new URLSearchParams(query));
        assert.ok(tabs.some(({ id }) => id === state.view));
        assert.equal(state.columns[0].key, "name");
      },
    ),
  );
  assert.deepEqual(read('filter=[1,{"field":"nothing","op":"is"},{"field":"name","op":"between"}]').filter, []);
  assert.deepEqual(read("sort=phones").sort, { field: "created", desc: true });
});

Deno.test("an untouched view has a short address and no mark of changes", () => {
  for (const tab of tabs) {
    const state = stateOf(tab);
    assert.equal(isChanged(state, tab), false);
    assert.equal(writeState(state, tab, tabs[0]).toString(), tab.id === "all" ? "" : `view=${tab.id}`);
    assert.equal(isChanged({ ...state, text: "Анна" }, tab), false, "words looked for are no part of a view");
    assert.equal(isChanged({ ...state, sort: { field: "name", desc: true } }, tab), true);
  }
});

Deno.test("the server is asked for what is shown: corrected words, and deleted records only among the deleted", () => {
  const [all] = tabs;
  assert.equal(apiQuery(stateOf(all)).toString(), "sort=-created");
  assert.equal(apiQuery({ ...stateOf(all), text: "ивонов" }, "иванов").get("text"), "иванов");
  assert.equal(apiQuery(stateOf(tabs.at(-1)!)).get("archived"), "true");
});

Deno.test("a view of fields that a person may not see opens without them and says so", () => {
  const few = new Map([...FIELDS].filter(([key]) => key !== "budget"));
  const tab = tabsFor("lead", few, { builtIn, views: [saved] }).find(({ saved }) => saved)!;
  assert.equal(tab.dropped, true);
  assert.deepEqual([tab.filter, tab.sort.field, tab.columns], [[], "created", [{ key: "name" }]]);
  assert.deepEqual(tabs.map(({ id }) => id), ["all", "mine", "team", "unanswered", saved.id, "deleted"]);
});

Deno.test("a row is known by its name: that column stands first and stays", () => {
  assert.deepEqual(columnsFor("lead", FIELDS, [{ key: "budget" }, { key: "budget" }, { key: "x" }]), [
    { key: "name" },
    { key: "budget" },
  ]);
  assert.equal(widthOf({ key: "name", width: 5 }, FIELDS.get("name")), 64);
});

Deno.test("a click on a head orders by it, the second one turns it round; the newest and the largest come first", () => {
  const now = { field: "created", desc: true };
  assert.deepEqual(nextSort(now, FIELDS.get("name")!), { field: "name", desc: false });
  assert.deepEqual(nextSort(now, FIELDS.get("budget")!), { field: "budget", desc: true });
  assert.deepEqual(nextSort(now, FIELDS.get("created")!), { field: "created", desc: false });
});
