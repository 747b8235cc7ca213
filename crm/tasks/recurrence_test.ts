/** When recurring tasks come: by the zone's clock, at month ends, never twice and never backwards. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { nextOccurrence, occurrences } from "./recurrence.ts";
import { anchorRule, parseRule } from "./rule.ts";
import { dayOf, minutesOf } from "./moments.ts";

const MONTHS = "FREQ=MONTHLY";
const at = (text: string) => Date.parse(text);
const ruleOf = (text: string, from: number, zone: string) => anchorRule(parseRule(text)!, dayOf(from, zone));
const iso = (ms: number | undefined) => ms === undefined ? null : new Date(ms).toISOString();

Deno.test("ten in the morning stays ten in the morning when clocks change", () => {
  const zone = "Europe/Berlin";
  const start = at("2026-03-27T09:00:00Z"); // 10:00, the clocks change on the 29th
  const rule = ruleOf("FREQ=DAILY", start, zone);
  const found = occurrences({ rule, at: start, zone }, { from: start, most: 4 });
  assert.deepEqual(found.map(iso), [
    "2026-03-27T09:00:00.000Z",
    "2026-03-28T09:00:00.000Z",
    "2026-03-29T08:00:00.000Z",
    "2026-03-30T08:00:00.000Z",
  ]);
});

Deno.test("an hour that the clock skips comes an hour later that day, and the next day at its own time", () => {
  const zone = "Europe/Berlin";
  const start = at("2026-03-28T01:30:00Z"); // 02:30
  const found = occurrences({ rule: parseRule("FREQ=DAILY")!, at: start, zone }, { from: start, most: 3 });
  assert.equal(found.length, 3);
  assert.equal(minutesOf(found[2], zone), 150, iso(found[2])!);
});

Deno.test("the 31st is the last day of shorter months, the 30th of February, and comes back", () => {
  const zone = "Europe/Moscow";
  const days = (start: number) =>
    occurrences({ rule: ruleOf(MONTHS, start, zone), at: start, zone }, { from: start, most: 5 })
      .map((ms) => dayOf(ms, zone).day);
  assert.deepEqual(days(at("2026-01-31T09:00:00Z")), [31, 28, 31, 30, 31]);
  assert.deepEqual(days(at("2026-01-30T09:00:00Z")), [30, 28, 30, 30, 30]);
  assert.deepEqual(days(at("2026-01-29T09:00:00Z")), [29, 28, 29, 29, 29]);
});

Deno.test("a count is over when it is over, and a missed one counts; until is the day's end", () => {
  const zone = "Europe/Moscow";
  const start = at("2026-11-02T07:00:00Z");
  const series = { rule: parseRule("FREQ=DAILY;COUNT=3")!, at: start, zone };
  const second = nextOccurrence(series, start)!;
  assert.deepEqual([iso(second.at), second.rule.count], ["2026-11-03T07:00:00.000Z", 2]);
  assert.equal(nextOccurrence(series, at("2026-11-03T12:00:00Z"))?.rule.count, 1);
  assert.equal(nextOccurrence(series, at("2026-11-04T12:00:00Z")), null);
  const until = { rule: parseRule("FREQ=DAILY;UNTIL=20261103")!, at: start, zone };
  assert.equal(iso(nextOccurrence(until, start)?.at), "2026-11-03T07:00:00.000Z");
  assert.equal(nextOccurrence(until, at("2026-11-03T08:00:00Z")), null);
});

Deno.test("the next is always later, on the same minute of the clock, and the same from wherever one asks", () => {
  const cases = fc.record({
    text: fc.constantFrom(
      "FREQ=DAILY;INTERVAL=3",
      "FREQ=WEEKLY",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
      MONTHS,
      "FREQ=MONTHLY;BYDAY=-1FR",
      "FREQ=YEARLY",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ),
    day: fc.integer({ min: 20_000, max: 22_000 }),
    zone: fc.constantFrom("Europe/Moscow", "Europe/Berlin", "Asia/Vladivostok", "America/New_York"),
  });
  fc.assert(
    fc.property(cases, ({ text, day, zone }) => {
      const start = day * 86_400_000 + 9 * 3_600_000;
      const rule = ruleOf(text, start, zone);
      const minute = minutesOf(start, zone);
      const list = occurrences({ rule, at: start, zone }, { from: start + 1, most: 4 });
      assert.equal(list.length, 4);
      let before = start;
      for (const one of list) {
        assert.ok(one > before);
        assert.equal(minutesOf(one, zone), minute);
        assert.equal(nextOccurrence({ rule, at: start, zone }, before)?.at, one);
        before = one;
      }
    }),
    { numRuns: 60 },
  );
});
