import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { BUILT_IN } from "@/crm/record/fields.ts";
import type { Field, FieldType } from "@/crm/record/types.ts";
import { readNumber } from "@/crm/record/money.ts";
import { emptyValue, isEmpty, readValue } from "@/crm/record/values.ts";

function field(type: FieldType, more: Partial<Field> = {}): Field {
  return {
    key: "c_x",
    type,
    column: null,
    title: null,
    options: [],
    choices: [],
    required: false,
    readOnly: false,
    kept: false,
    max: 200,
    target: null,
    ...more,
  };
}

const given = (type: FieldType, raw: unknown, more: Partial<Field> = {}) => {
  const read = readValue(field(type, more), raw, { timeZone: "Europe/Moscow" });
  return read.ok ? read.value : read.code.replace("records.error.", "");
};

Deno.test("numbers are read as people and files write them, or an import refuses half of a price list", () => {
  for (
    const [text, number] of [
      ["1 234,50", 1234.5],
      ["1,234.50", 1234.5],
      ["1.234.567,8", 1234567.8],
      ["1\u00a0000", 1000],
      ["-3,5", -3.5],
      [".5", .5],
      ["12", 12],
      ["1e3", 1000],
    ] as const
  ) assert.equal(readNumber(text), number, text);
  for (const text of ["", "abc", "1-2", "12 шт", "∞", "NaN", "0x10"]) assert.equal(readNumber(text), null, text);
});

Deno.test("money keeps its currency and is whole kopecks, or sums drift", () => {
  const rub = (minor: number) => ({ minor, currency: "RUB" });
  assert.deepEqual(given("money", "1 500,50 ₽"), rub(150050));
  assert.deepEqual(given("money", "1500 руб."), rub(150000));
  assert.deepEqual(given("money", 0.1 + 0.2), rub(30));
  assert.deepEqual(given("money", "$99.99"), { minor: 9999, currency: "USD" });
  assert.deepEqual(given("money", "1000 JPY"), { minor: 1000, currency: "JPY" });
  assert.deepEqual(given("money", { minor: 5, currency: "EUR" }), { minor: 5, currency: "EUR" });
  for (const wrong of [{ minor: 1.5, currency: "RUB" }, { minor: 1, currency: "rubles" }, "много", {}]) {
    assert.match(String(given("money", wrong)), /^bad-/);
  }
});

Deno.test("a day is a day of the calendar, and a time without a zone is the company's, or calls go out at night", () => {
  assert.equal(given("date", "31.12.2026"), "2026-12-31");
  assert.equal(given("date", "2026-02-28T10:00:00Z"), "2026-02-28");
  for (const wrong of ["30.02.2026", "2026-13-01", "yesterday", 5, "0001-01-01"]) {
    assert.equal(given("date", wrong), "bad-date", String(wrong));
  }
  assert.equal(given("datetime", "31.12.2026 12:30"), "2026-12-31T09:30:00.000Z");
  assert.equal(given("datetime", "2026-12-31T12:30:00+05:00"), "2026-12-31T07:30:00.000Z");
  assert.equal(given("datetime", "2026-07-01"), "2026-06-30T21:00:00.000Z");
  assert.equal(given("datetime", "2026-07-01 25:99"), "bad-date");
  const moments = field("datetime");
  const read = (text: string, dateOrder?: "dmy" | "mdy") => {
    const moment = readValue(moments, text, { dateOrder });
    return moment.ok ? moment.value : moment.code;
  };
  assert.equal(read("03/04/2026"), "records.error.bad-date", "nobody knows which day it is");
  assert.equal(read("03/04/2026", "dmy"), "2026-04-03T00:00:00.000Z");
  assert.equal(read("3/4/2026 1:05 PM", "mdy"), "2026-03-04T13:05:00.000Z");
  assert.equal(read("3-4-2026 12:05 a.m.", "mdy"), "2026-03-04T00:05:00.000Z");
  assert.equal(read("25/12/2026", "mdy"), "records.error.bad-date");
  assert.equal(read("03.04.26", "mdy"), "2026-04-03T00:00:00.000Z", "with points the day is always first");
  assert.equal(read("03.04.71 10:00"), "1971-04-03T10:00:00.000Z");
  assert.equal(read("2026/4/3"), "2026-04-03T00:00:00.000Z");
  assert.equal(read("2026-04/03", "dmy"), "records.error.bad-date");
});

Deno.test("ticks, options and lists are understood in both languages and by value, or cells must be rewritten by hand", () => {
  assert.equal(given("checkbox", "Да"), true);
  assert.equal(given("checkbox", "0"), false);
  assert.equal(given("checkbox", ""), false);
  assert.equal(given("checkbox", "может быть"), "bad-checkbox");
  const options = [{ value: "hot", titleRu: "Горячий", titleEn: "Hot" }, {
    value: "cold",
    titleRu: "Холодный",
    titleEn: "Cold",
  }];
  assert.equal(given("select", "горячий", { options }), "hot");
  assert.equal(given("select", "HOT", { options }), "hot");
  assert.equal(given("select", "warm", { options }), "bad-option");
  assert.deepEqual(given("multi-select", "Hot; холодный; hot", { options }), ["hot", "cold"]);
  assert.equal(given("select", "Working", { choices: BUILT_IN.lead.get("status")!.choices }), "working");
  assert.deepEqual(given("tags", "VIP, b2b , VIP"), ["VIP", "b2b"]);
});

Deno.test("phones and e-mails are one form however written, without doubles, and the typed form is kept", () => {
  assert.deepEqual(given("phones", "8 (916) 123-45-67; +7 916 1234567, +44 20 7946 0018"), [
    { value: "+79161234567", raw: "8 (916) 123-45-67" },
    { value: "+442079460018", raw: "+44 20 7946 0018" },
  ]);
  assert.deepEqual(given("phones", [{ value: "+79161234567", label: "work" }, { value: "" }]), [
    { value: "+79161234567", label: "work" },
  ]);
  assert.equal(given("phones", ["101"]), "bad-phone");
  assert.deepEqual(given("emails", "Ivan@Mail.RU"), [{ value: "ivan@mail.ru", raw: "Ivan@Mail.RU" }]);
  assert.equal(given("emails", ["ivan@"]), "bad-email");
});

Deno.test("a link can only lead to a web page: a script behind one would run as the colleague who clicks", () => {
  assert.equal(given("url", "example.com/a?b"), "https://example.com/a?b");
  assert.equal(given("url", "http://пример.рф"), "http://пример.рф");
  for (const wrong of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "a b", "localhost", " "]) {
    assert.ok(["bad-url", null].includes(given("url", wrong) as string), wrong);
  }
});

Deno.test("no value, whatever it is, throws or gets a form that cannot be read again", () => {
  const types = [...new Set([...BUILT_IN.lead.values(), ...BUILT_IN.company.values()].map((one) => one.type))];
  fc.assert(
    fc.property(
      fc.constantFrom(...types, "number" as const, "email" as const, "phone" as const, "multi-select" as const),
      fc.oneof(
        fc.anything(),
        fc.string({ unit: "binary" }),
        fc.double(),
        fc.date({ noInvalidDate: true }).map((one) => one.toISOString()),
      ),
      (type, raw) => {
        const one = field(type, { options: [{ value: "a", titleRu: "А", titleEn: "A" }] });
        const read = readValue(one, raw);
        if (!read.ok) return assert.match(read.code, /^records\.error\.[a-z-]+$/);
        assert.deepEqual(readValue(one, read.value), read, "reading what was read changes nothing");
        assert.ok(!JSON.stringify(read.value).includes("\\u0000"), "PostgreSQL takes no NUL");
        if (isEmpty(read.value)) assert.deepEqual(read.value, emptyValue(one));
      },
    ),
    { numRuns: 3_000 },
  );
});
