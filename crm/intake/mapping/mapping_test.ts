/** What other programs send becomes a lead, and nothing that a person wrote is lost on the way. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { BUILT_IN } from "@/crm/record/fields.ts";
import { applyMapping } from "./apply.ts";
import { guessMapping } from "./guess.ts";
import { at, leavesOf, type Tree } from "./paths.ts";

const schema = BUILT_IN.lead;
const options = { mapping: [], schema, timeZone: "Europe/Moscow" };

Deno.test("a form without any mapping is understood by its names in both languages, or every new site needs a set-up", () => {
  const { values, problems } = applyMapping({
    "Имя": " Иван Петров ",
    "Телефон": "8 (916) 123-45-67",
    "E-mail": "Ivan@Example.ru",
    "Сообщение": "Позвоните завтра",
    utm_source: "yandex",
    utm_campaign: "осень",
  }, options);
  assert.deepEqual(problems, []);
  assert.equal(values.name, "Иван Петров");
  assert.deepEqual(values.phones, [{ value: "+79161234567", raw: "8 (916) 123-45-67" }]);
  assert.deepEqual(values.emails, [{ value: "ivan@example.ru", raw: "Ivan@Example.ru" }]);
  assert.equal(values.note, "Позвоните завтра");
  assert.deepEqual(values.utm, { utm_source: "yandex", utm_campaign: "осень" });
});

Deno.test("paths, constants, lists and joined names are taken as the mapping says", () => {
  const tree = {
    client: { first: "Anna", last: "Smith", "e.mail": "a@b.com" },
    phones: [{ value: "+15551234567" }, { value: "+15557654321" }],
    total: "1 500,50",
  };
  const mapping = [
    { from: "client.first", to: "name" },
    { from: "client.last", to: "name" },
    { from: "client.e\\.mail", to: "emails" },
    { from: "phones.*.value", to: "phones" },
    { from: "total", to: "budget" },
    { value: "Казань", to: "city" },
    { value: "shop", to: "utm.channel" },
  ];
  const { values, problems } = applyMapping(tree, { ...options, mapping });
  assert.deepEqual(problems, []);
  assert.equal(values.name, "Anna Smith");
  assert.deepEqual((values.phones as { value: string }[]).map((one) => one.value), ["+15551234567", "+15557654321"]);
  assert.deepEqual(values.budget, { minor: 150050, currency: "RUB" });
  assert.deepEqual([values.city, values.utm], ["Казань", { channel: "shop" }]);
});

Deno.test("what is no phone stands in the note with its field, or the only way to call back would be gone", () => {
  const { values, problems } = applyMapping({ name: "X", phone: "вечером, после 18" }, options);
  assert.deepEqual(problems, [{ field: "phones", code: "records.error.bad-phone", raw: "вечером, после 18" }]);
  assert.match(String(values.note), /phones: вечером, после 18/);
  assert.equal(values.phones, undefined);
});

Deno.test("a stranger cannot set status, source, links or the day of creation", () => {
  const mapping = ["status", "source", "contact", "created", "firstResponse"].map((to) => ({ value: "x", to }));
  assert.deepEqual(applyMapping({}, { ...options, mapping }).values, {});
});

const tree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("phone", "name", "__proto__", "email", "a.b")), tie("node"), {
      maxKeys: 5,
    }),
  ),
})).node;

Deno.test("whatever is sent, reading it neither throws nor makes values that the store refuses", () => {
  fc.assert(fc.property(tree, (payload) => {
    const { values } = applyMapping(payload, options);
    const text = JSON.stringify(values);
    assert.ok(!text.includes("\\u0000") && text.isWellFormed());
  }));
});

Deno.test("every value that is shown can be picked: its path leads back to it", () => {
  fc.assert(
    fc.property(tree, (payload) => {
      for (const leaf of leavesOf(payload)) {
        // A star in a name means every element; such names are found by position only.
        if (leaf.path.split(".").includes("*") || leaf.path.includes("\\")) continue;
        assert.deepEqual(at(payload, leaf.path), leaf.value);
      }
    }),
    { numRuns: 1_000, examples: [[{ "": { " ": "x", "": "y" }, " ": { "": "z" } }]] },
  );
});

Deno.test("inherited names lead nowhere, or a stranger reads what is not in the payload", () => {
  assert.equal(at({}, "__proto__"), undefined);
  assert.equal(at({}, "constructor.name"), undefined);
  assert.deepEqual(guessMapping([{ path: "constructor", value: "x" }], []), []);
});
