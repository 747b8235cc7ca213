import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { wallOf } from "@/crm/calendar/zone.ts";
import { nextTraining } from "@/ml/registry/night.ts";

const zone = fc.constantFrom(
  "Europe/Moscow",
  "Asia/Kamchatka",
  "Europe/Berlin",
  "America/New_York",
  "Europe/Kaliningrad",
);
const now = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });

Deno.test("scheduled trainings begin at night of the company's zone, or they slow down the day", () => {
  fc.assert(
    fc.property(
      zone,
      now,
      fc.uuid(),
      fc.constantFrom("daily", "weekly", "monthly"),
      (timeZone, from, model, schedule) => {
        const at = nextTraining(schedule, { model, now: from, timeZone })!;
        const { day, minute } = wallOf(at, timeZone);
        assert.ok(at > from);
        assert.ok(minute >= 120 && minute < 330, `${minute}`);
        if (schedule === "weekly") assert.equal(new Date(`${day}T00:00:00Z`).getUTCDay(), 1);
        if (schedule === "monthly") assert.ok(day.endsWith("-01"));
        const longest = { daily: 25, weekly: 7 * 24 + 1, monthly: 31 * 24 + 1 }[schedule];
        assert.ok(at - from <= longest * 3_600_000);
        assert.ok(nextTraining(schedule, { model, now: at, timeZone })! > at, "one night, one training");
      },
    ),
  );
});

Deno.test("a model without a schedule is never trained unasked", () => {
  assert.equal(nextTraining("never", { model: "m", now: 0, timeZone: "Europe/Moscow" }), null);
});
