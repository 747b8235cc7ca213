/** Who gets a lead: fair, inside the pool, the same for the same state. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type Candidate, choose, isWithin, type Turn } from "./choose.ts";

const person = fc.record({
  id: fc.uuid(),
  online: fc.boolean(),
  load: fc.nat(50),
  weight: fc.integer({ min: 1, max: 5 }),
});
const pool = fc.uniqueArray(person, { selector: (one) => one.id, maxLength: 12 });
const turn = fc.record({
  strategy: fc.constantFrom("round-robin" as const, "load" as const, "person" as const, "team" as const),
  onlineOnly: fc.boolean(),
  fallback: fc.constantFrom("next" as const, "offline" as const, "nobody" as const),
  last: fc.option(fc.uuid(), { nil: null }),
});

function round(rule: Turn, people: Candidate[], times: number): string[] {
  const given: string[] = [];
  let { last } = rule;
  const loads = new Map(people.map((one) => [one.id, one.load]));
  for (let n = 0; n < times; n++) {
    const now = people.map((one) => ({ ...one, load: loads.get(one.id)! }));
    const choice = choose({ ...rule, last }, now);
    if (choice.to !== "user") break;
    given.push(last = choice.user);
    loads.set(choice.user, loads.get(choice.user)! + 1);
  }
  return given;
}

Deno.test("in turns nobody gets two leads more than a colleague, or people stop trusting the distribution", () => {
  fc.assert(fc.property(pool, fc.nat(60), (people, times) => {
    const rule: Turn = { strategy: "round-robin", onlineOnly: false, fallback: "next", last: null };
    const given = round(rule, people, times);
    const counts = people.map((one) => given.filter((id) => id === one.id).length);
    if (counts.length > 0) assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
  }));
});

Deno.test("by load the busiest is never chosen while somebody has less to do, weighed by share", () => {
  fc.assert(fc.property(pool.filter((people) => people.length > 0), (people) => {
    const choice = choose({ strategy: "load", onlineOnly: false, fallback: "next", last: null }, people);
    assert.equal(choice.to, "user");
    const chosen = people.find((one) => choice.to === "user" && one.id === choice.user)!;
    for (const one of people) assert.ok(chosen.load / chosen.weight <= one.load / one.weight);
  }));
});

Deno.test("nobody outside of the pool or off the line is given a lead, whatever the rule", () => {
  fc.assert(fc.property(turn, pool, (rule, people) => {
    const choice = choose(rule, people);
    if (choice.to !== "user") return;
    const chosen = people.find((one) => one.id === choice.user);
    assert.ok(chosen);
    if (rule.onlineOnly && rule.fallback !== "offline") assert.ok(chosen.online);
    if (rule.onlineOnly && people.some((one) => one.online)) assert.ok(chosen.online);
  }));
});

Deno.test("the same state gives the same person in whatever order the pool comes, or two nodes would disagree", () => {
  fc.assert(fc.property(turn, pool, (rule, people) => {
    assert.deepEqual(choose(rule, people), choose(rule, people.toReversed()));
  }));
});

Deno.test("hours are those of the zone's clock, also over midnight, or night leads ring the day shift", () => {
  const day = { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", timeZone: "" };
  const at = (text: string) => new Date(text);
  assert.equal(isWithin(day, at("2026-03-02T06:00:00Z"), "Europe/Moscow"), true, "Monday, nine in Moscow");
  assert.equal(isWithin(day, at("2026-03-02T05:59:00Z"), "Europe/Moscow"), false);
  assert.equal(isWithin(day, at("2026-03-02T15:00:00Z"), "Europe/Moscow"), false);
  assert.equal(isWithin(day, at("2026-03-01T09:00:00Z"), "Europe/Moscow"), false, "Sunday");
  assert.equal(isWithin({ ...day, timeZone: "Asia/Vladivostok" }, at("2026-03-02T00:30:00Z"), "UTC"), true);
  const night = { days: [5], from: "22:00", to: "06:00", timeZone: "UTC" };
  assert.equal(isWithin(night, at("2026-03-06T23:00:00Z"), "UTC"), true, "Friday night");
  assert.equal(isWithin(night, at("2026-03-07T05:00:00Z"), "UTC"), true, "its morning");
  assert.equal(isWithin(night, at("2026-03-07T23:00:00Z"), "UTC"), false, "Saturday night");
});
