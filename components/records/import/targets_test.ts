import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { CardField } from "@/components/records/card/types.ts";
import { byPreset, clashes, codeOf, leftOut, NEW_TYPES, targetGroups, targetOf, valuesOf } from "./targets.ts";
import type { ImportTarget } from "./types.ts";

const field = (key: string, type: CardField["type"], more: Partial<CardField> = {}): CardField => ({
  key,
  type,
  label: key.toUpperCase(),
  edit: true,
  own: false,
  required: false,
  max: 200,
  target: null,
  options: [],
  ...more,
});
const FIELDS = [
  field("name", "text"),
  field("phones", "phones"),
  field("owner", "user"),
  field("created", "datetime", { edit: false }),
  field("companyLink", "record", { target: "company" }),
  field("budget", "money"),
  field("c_size", "number", { own: true }),
];
const t = (key: string) => key;
const codes = (kind: "lead" | "company", mayMakeFields: boolean) =>
  targetGroups(kind, FIELDS, { t, mayMakeFields, sales: null, mapping: { columns: [] } }).flatMap(({ options }) =>
    options.map(({ code }) => code)
  );

const target: fc.Arbitrary<ImportTarget> = fc.oneof(
  fc.constantFrom<ImportTarget>({ to: "skip" }, { to: "created" }, { to: "updated" }, { to: "external-id" }),
  fc.constantFrom<ImportTarget>({ to: "owner" }, { to: "company" }),
  fc.constantFrom("last", "first", "middle").map((part): ImportTarget => ({ to: "name", part: part as "last" })),
  fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/).map((field): ImportTarget => ({ to: "field", field })),
  fc.constantFrom(...NEW_TYPES).map((type): ImportTarget => ({ to: "new-field", type, title: "Size" })),
);

Deno.test("what was chosen for a column is what is sent, or data goes into another field", () => {
  fc.assert(fc.property(target, (one) => assert.deepEqual(targetOf(codeOf(one), "Size"), one)));
  assert.deepEqual(targetOf("nonsense", "x"), { to: "skip" });
});

Deno.test("only what the person may write is offered, and each once", () => {
  const lead = codes("lead", true);
  assert.equal(new Set(lead).size, lead.length);
  for (const code of ["field:created", "field:companyLink", "field:owner"]) assert.ok(!lead.includes(code), code);
  for (const code of ["field:name", "name:last", "owner", "company", "new:select"]) {
    assert.ok(lead.includes(code), code);
  }
  assert.ok(!codes("lead", false).some((code) => code.startsWith("new:")));
  assert.ok(!codes("company", true).some((code) => code === "company" || code.startsWith("name:")));
});

Deno.test("two columns for one value are pointed out, two for a list of phones are not", () => {
  const columns = (...targets: ImportTarget[]) => ({ columns: targets.map((target) => ({ title: "", target })) });
  const twice = (...targets: ImportTarget[]) => [...clashes(columns(...targets), FIELDS)];
  assert.deepEqual(twice({ to: "field", field: "budget" }, { to: "field", field: "budget" }), ["field:budget"]);
  assert.deepEqual(twice({ to: "created" }, { to: "created" }), ["created"]);
  assert.deepEqual(twice({ to: "field", field: "phones" }, { to: "field", field: "phones" }), []);
  assert.deepEqual(twice({ to: "skip" }, { to: "skip" }), []);
  assert.equal(leftOut(columns({ to: "skip" }, { to: "owner" })), 1);
});

Deno.test("a preset finds its columns by title wherever they stand, and leaves the others alone", () => {
  const now = {
    columns: [
      { title: "Phone ", target: { to: "skip" } as const },
      { title: "Other", target: { to: "owner" } as const },
    ],
  };
  const preset = {
    columns: [{ title: "phone", target: { to: "field", field: "phones" } as const, values: { a: "b" } }],
  };
  assert.deepEqual(byPreset(now, preset).columns, [
    { title: "Phone ", target: { to: "field", field: "phones" }, values: { a: "b" } },
    { title: "Other", target: { to: "owner" } },
  ]);
});

Deno.test("values to be matched are told once, the unknown ones before the samples", () => {
  const column = { title: "Stage", target: { to: "field", field: "status" } as const, values: { Won: "converted" } };
  assert.deepEqual(valuesOf(column, { samples: ["New", "Won "], unknown: ["Lost", "New"] }), ["Won", "Lost", "New"]);
});
