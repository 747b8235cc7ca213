import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { serviceLevelOfAnswered, serviceLevelOfOffered } from "./service_level.ts";
import { daysIn } from "./site_day.ts";

Deno.test("the day's figures begin at the site's midnight, not the server's", () => {
  const moscow = daysIn("Europe/Moscow");
  assert.deepEqual(moscow(Date.UTC(2026, 0, 31, 21, 0)), {
    day: "2026-02-01",
    startsAt: Date.UTC(2026, 0, 31, 21),
    endsAt: Date.UTC(2026, 1, 1, 21),
  });
  assert.equal(moscow(Date.UTC(2026, 0, 31, 20, 59)).day, "2026-01-31");
});

Deno.test("days of clock changes have 23 and 25 hours, and follow each other without a gap", () => {
  for (const zone of ["Europe/Berlin", "America/Havana", "Asia/Kathmandu", "Pacific/Apia"]) {
    const days = daysIn(zone);
    let at = Date.UTC(2026, 0, 1);
    for (let i = 0; i < 400; i++) {
      const day = days(at);
      assert.ok(day.startsAt <= at && at < day.endsAt);
      const next = days(day.endsAt);
      assert.equal(next.startsAt, day.endsAt);
      assert.notEqual(next.day, day.day);
      at = day.endsAt;
    }
  }
  const berlin = daysIn("Europe/Berlin");
  const hours = (at: number) => (berlin(at).endsAt - berlin(at).startsAt) / 3_600_000;
  assert.equal(hours(Date.UTC(2026, 2, 29, 12)), 23);
  assert.equal(hours(Date.UTC(2026, 9, 25, 12)), 25);
});

Deno.test("the remembered day never changes the answer", () => {
  const warm = daysIn("Europe/Moscow");
  fc.assert(fc.property(fc.integer({ min: 0, max: 2e12 }), (at) => {
    assert.deepEqual({ ...warm(at) }, daysIn("Europe/Moscow")(at));
  }));
});

Deno.test("service level by both definitions, and none before the first call", () => {
  const none = { answered: 0, abandoned: 0, answeredInTime: 0, abandonedInTime: 0 };
  assert.equal(serviceLevelOfAnswered(none), null);
  assert.equal(serviceLevelOfOffered(none), null);
  const day = { answered: 80, abandoned: 20, answeredInTime: 60, abandonedInTime: 10 };
  assert.equal(serviceLevelOfAnswered(day), 0.75);
  assert.equal(serviceLevelOfOffered(day), 0.7);
});
