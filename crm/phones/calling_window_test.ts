import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { callableNow, type CallingWindow } from "./calling_window.ts";
import { placeOf } from "./place.ts";

const DAY: CallingWindow = { from: "09:00", to: "21:00" };
const callable = (number: string, at: string, window = DAY) =>
  callableNow(placeOf(number).timeZones, new Date(at), window);

Deno.test("the window is the local one of the person called, its first minute in, its last out", () => {
  const cases: [at: string, inside: boolean][] = [
    ["2026-03-10T05:59:59+00:00", false],
    ["2026-03-10T06:00:00+00:00", true],
    ["2026-03-10T17:59:59+00:00", true],
    ["2026-03-10T18:00:00+00:00", false],
  ];
  for (const [at, inside] of cases) assert.equal(callable("+74951234567", at), inside, at);
  // Six in the evening of Moscow is three at night in Kamchatka.
  assert.equal(callable("+74152123456", "2026-03-10T15:00:00Z"), false);
  assert.equal(callable("+74152123456", "2026-03-09T22:00:00Z"), true);
});

Deno.test("a mobile is called only when it is day in the whole country, or somebody is woken", () => {
  assert.equal(callable("+79161234567", "2026-03-10T06:59:00Z"), false, "not yet nine in Kaliningrad");
  assert.equal(callable("+79161234567", "2026-03-10T07:00:00Z"), true);
  assert.equal(callable("+79161234567", "2026-03-10T08:59:00Z"), true);
  assert.equal(callable("+79161234567", "2026-03-10T09:00:00Z"), false, "nine in the evening of Kamchatka");
});

Deno.test("daylight saving moves the window in countries that have it", () => {
  // Berlin: 29 March 2026 and 25 October 2026.
  assert.equal(callable("+493012345678", "2026-03-28T07:30:00Z"), false);
  assert.equal(callable("+493012345678", "2026-03-30T07:30:00Z"), true);
  assert.equal(callable("+493012345678", "2026-10-24T07:30:00Z"), true);
  assert.equal(callable("+493012345678", "2026-10-26T07:30:00Z"), false);
  // Kaliningrad has none.
  assert.equal(callable("+74012123456", "2026-03-30T06:30:00Z"), false);
  // Half hours.
  assert.equal(callable("+919876543210", "2026-03-10T03:29:00Z"), false);
  assert.equal(callable("+919876543210", "2026-03-10T03:30:00Z"), true);
});

Deno.test("working days are the days where the phone is", () => {
  const week = { ...DAY, days: [1, 2, 3, 4, 5] };
  // Sunday evening in Moscow is Monday morning in Kamchatka (9 March 2026 is a Monday).
  assert.equal(callable("+74152123456", "2026-03-08T22:00:00Z", week), true);
  assert.equal(callable("+74152123456", "2026-03-07T22:00:00Z", week), false);
  assert.equal(callable("+74951234567", "2026-03-08T12:00:00Z", week), false);
  assert.equal(callable("+74951234567", "2026-03-08T12:00:00Z", { ...DAY, days: [7] }), true);
  assert.equal(callable("+74951234567", "2026-03-09T12:00:00Z", { ...DAY, days: [] }), false);
});

Deno.test("a window over midnight is of the day it begins on", () => {
  const friday = { from: "22:00", to: "02:00", days: [5] };
  const moscow = (at: string) => callableNow(["Europe/Moscow"], new Date(`${at}:00+03:00`), friday);
  assert.equal(moscow("2026-03-13T22:00"), true);
  assert.equal(moscow("2026-03-14T01:59"), true);
  assert.equal(moscow("2026-03-14T02:00"), false);
  assert.equal(moscow("2026-03-13T01:00"), false);
  assert.equal(moscow("2026-03-13T21:59"), false);
  assert.equal(moscow("2026-03-14T22:00"), false);
  const sunday = { from: "22:00", to: "02:00", days: [7] };
  assert.equal(callableNow(["Europe/Moscow"], new Date("2026-03-16T01:00:00+03:00"), sunday), true);
});

Deno.test("whole days and empty windows are what they say", () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }), (at) => {
    assert.equal(callableNow(["Asia/Omsk"], at, { from: "00:00", to: "24:00" }), true);
    assert.equal(callableNow(["Asia/Omsk"], at, { from: "09:00", to: "09:00" }), false);
  }));
});

Deno.test("an unknown place is never callable, and another zone never makes more callable", () => {
  const noon = new Date("2026-03-10T09:00:00Z");
  assert.equal(callableNow([], noon, DAY), false);
  assert.equal(callableNow(["Mars/Base"], noon, DAY), false);
  assert.equal(callableNow(["Mars/Base"], noon, DAY), false);
  assert.equal(callableNow(["Europe/Moscow"], noon, DAY), true);
  const zone = fc.constantFrom("Europe/Moscow", "Asia/Omsk", "America/New_York", "Asia/Kolkata");
  const date = fc.date({ noInvalidDate: true, min: new Date("2026-01-01"), max: new Date("2027-01-01") });
  fc.assert(fc.property(fc.array(zone, { minLength: 1 }), zone, date, (zones, more, at) => {
    if (callableNow([...zones, more], at, DAY)) assert.ok(callableNow(zones, at, DAY));
  }));
});

Deno.test("a window that is no time is refused, not read as midnight", () => {
  for (const from of ["9:00", "24:01", "25:00", "09:60", "", "nine"]) {
    assert.throws(() => callableNow(["Europe/Moscow"], new Date(0), { from, to: "21:00" }), RangeError, from);
    assert.throws(() => callableNow([], new Date(0), { from: "09:00", to: from }), RangeError, from);
  }
});
