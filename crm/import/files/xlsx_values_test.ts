import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  columnName,
  columnOf,
  isDateFormat,
  numberToText,
  serialToText,
  textToSerial,
  unescapeText,
} from "@/crm/import/files/xlsx_values.ts";

const first = { date1904: false };

Deno.test("serial numbers are the days that Excel shows, the leap day that never was included", () => {
  assert.equal(serialToText(1, first), "1900-01-01");
  assert.equal(serialToText(59, first), "1900-02-28");
  assert.equal(serialToText(61, first), "1900-03-01");
  assert.equal(serialToText(45322.4166666667, first), "2024-01-31 10:00:00");
  assert.equal(serialToText(0.75, first), "18:00:00");
  assert.equal(serialToText(0, { date1904: true }), "1904-01-01");
  assert.equal(serialToText(2958465, first), "9999-12-31");
  for (const none of [-1, NaN, 2958466, Infinity]) assert.equal(serialToText(none, first), null);
});

Deno.test("every second from 1900 to 9999 survives the way into a number and back", () => {
  const seconds = fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
  fc.assert(fc.property(seconds, (second) => {
    const iso = new Date(second * 1000).toISOString();
    const text = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`.replace(" 00:00:00", "");
    assert.equal(serialToText(textToSerial(text)!, first), text);
  }));
  for (const none of ["2024-02-30", "1899-12-31", "2024-01-31 25:00:00", "x"]) assert.equal(textToSerial(none), null);
});

Deno.test("formats of dates are told from formats of money", () => {
  for (
    const code of ["dd.mm.yyyy", "[$-419]d mmm yyyy;@", "h:mm", "[h]:mm:ss", 'yyyy"г."', "m/d/yy h:mm AM/PM", "mm:ss.0"]
  ) {
    assert.ok(isDateFormat(164, code), code);
  }
  for (
    const code of ["General", "0.00", "#,##0.00 [$р.-419]", "0.00E+00", '0 "days"', "[Red]0;-0", "@", "\\d0", "0_d"]
  ) {
    assert.ok(!isDateFormat(164, code), code);
  }
  for (const id of [14, 22, 45, 47]) assert.ok(isDateFormat(id));
  for (const id of [0, 1, 4, 9, 11, 37, 49]) assert.ok(!isDateFormat(id));
});

Deno.test("telephone numbers and sums that were stored as numbers keep all their digits", () => {
  const cases = [["79161234567", "79161234567"], ["7.9161234567E10", "79161234567"], [
    "1E+20",
    "100000000000000000000",
  ]];
  cases.push(["0.30000000000000004", "0.3"], ["1.5E-7", "0.00000015"], ["-0.5", "-0.5"], ["n/a", "n/a"], ["", ""]);
  for (const [stored, text] of cases) assert.equal(numberToText(stored), text);
});

Deno.test("names of columns and escaped characters read as they were written", () => {
  fc.assert(fc.property(fc.nat(16_383), (column) => assert.equal(columnOf(columnName(column) + "7"), column)));
  assert.equal(columnOf("12"), -1);
  assert.equal(unescapeText("a_x000D_b_x005F_x000D__x0000_"), "a\rb_x000D_");
});
