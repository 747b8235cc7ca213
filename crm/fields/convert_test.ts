import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { CustomFieldType, Value } from "@/crm/record/types.ts";
import { ownField } from "@/crm/record/schema.ts";
import { isEmpty } from "@/crm/record/values.ts";
import { convertValue } from "@/crm/fields/convert.ts";
import { FIELD_TYPES } from "@/crm/fields/schemas.ts";

const OPTIONS = [
  { value: "hot", titleRu: "Горячий", titleEn: "Hot" },
  { value: "cold", titleRu: "Холодный", titleEn: "Cold" },
];
const field = (type: CustomFieldType) =>
  ownField({ key: "c_x", type, options: OPTIONS, required: false, title_ru: "x", title_en: "x" });
const site = { timeZone: "Europe/Moscow", locale: "ru" as const };
const to = (value: Value, from: CustomFieldType, type: CustomFieldType) => {
  const read = convertValue(value, field(from), field(type), site);
  return read.ok ? read.value : "no";
};

Deno.test("a value is said in the new type as a person would say it, or it is refused", () => {
  const cases: [Value, CustomFieldType, CustomFieldType, Value][] = [
    ["12,5", "text", "number", 12.5],
    ["12 мешков", "text", "number", "no"],
    ["007", "text", "number", "no"],
    ["40702810900000012345", "text", "number", "no"],
    [12.5, "number", "text", "12.5"],
    ["31.12.2026", "text", "date", "2026-12-31"],
    ["31.12.2026 10:00", "text", "date", "no"],
    ["2026-03-01T21:30:00.000Z", "datetime", "date", "2026-03-02"],
    ["2026-03-02", "date", "datetime", "2026-03-01T21:00:00.000Z"],
    [{ minor: 150050, currency: "RUB" }, "money", "text", "1500.50 RUB"],
    [{ minor: 150050, currency: "USD" }, "money", "number", "no"],
    ["1500.50 USD", "text", "money", { minor: 150050, currency: "USD" }],
    ["горячий", "text", "select", "hot"],
    ["тёплый", "text", "select", "no"],
    ["hot", "select", "text", "Горячий"],
    ["hot", "select", "multi-select", ["hot"]],
    [["hot", "cold"], "multi-select", "select", "no"],
    [["cold"], "multi-select", "select", "cold"],
    [["hot", "cold"], "multi-select", "text", "Горячий, Холодный"],
    ["да", "text", "checkbox", true],
    [false, "checkbox", "text", "false"],
    ["8 916 123-45-67", "text", "phone", "+79161234567"],
    ["example.com/a", "text", "url", "https://example.com/a"],
    [null, "text", "number", null],
    [crypto.randomUUID(), "user", "text", "no"],
  ];
  for (const [value, from, type, expected] of cases) {
    assert.deepEqual(to(value, from, type), expected, `${value} → ${type}`);
  }
});

const VALUES: Partial<Record<CustomFieldType, fc.Arbitrary<Value>>> = {
  text: fc.oneof(
    fc.string({ minLength: 1, maxLength: 500 }).filter((text) => text.trim() === text),
    fc.constantFrom("12", "да", "2026-01-02"),
  ),
  number: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((n) =>
    Math.round(n * 100) / 100 + 0
  ),
  money: fc.record({ minor: fc.integer(), currency: fc.constantFrom("RUB", "USD", "JPY") }, { noNullPrototype: true }),
  date: fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }).map((at) =>
    at.toISOString().slice(0, 10)
  ),
  checkbox: fc.boolean(),
  select: fc.constantFrom("hot", "cold"),
  "multi-select": fc.uniqueArray(fc.constantFrom("hot", "cold"), { minLength: 1 }),
};

Deno.test("what goes to another type and back is what it was, or a change of type loses what people wrote", () => {
  for (const [from, values] of Object.entries(VALUES) as [CustomFieldType, fc.Arbitrary<Value>][]) {
    fc.assert(fc.property(values, fc.constantFrom(...FIELD_TYPES), (value, type) => {
      // Money is rounded to its currency, lists become lists of one, moments days: those stand in the table above.
      if (!["text", "long-text", "multi-select"].includes(type)) return;
      const there = convertValue(value, field(from), field(type), site);
      if (!there.ok || isEmpty(there.value)) return;
      const back = convertValue(there.value, field(type), field(from), site);
      assert.deepEqual(back.ok && back.value, value);
    }));
  }
});
