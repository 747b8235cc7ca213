/** Periods and links of the sales report: a figure leads to the deals that it counts. */
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { SalesFilter } from "@/crm/reports/types.ts";
import { groupCondition, listOf, queryOf } from "./links.ts";
import { daysOfPeriod, periodOf, PERIODS } from "./period.ts";

const FILTER: SalesFilter = {
  from: "2026-01-15",
  to: "2026-12-31",
  pipeline: null,
  owner: "o",
  team: null,
  currency: "RUB",
  by: "team",
  slice: null,
  value: null,
};

Deno.test("quarters and years begin and end where people expect it", () => {
  const of = (period: typeof PERIODS[number], today: string) => Object.values(daysOfPeriod(period, today)).join(" ");
  assert.equal(of("this-quarter", "2026-11-28"), "2026-10-01 2026-12-31");
  assert.equal(of("last-quarter", "2026-01-05"), "2025-10-01 2025-12-31");
  assert.equal(of("last-month", "2026-03-31"), "2026-02-01 2026-02-28");
  assert.equal(of("12-months", "2026-11-28"), "2025-12-01 2026-11-30");
  assert.equal(of("last-year", "2026-11-28"), "2025-01-01 2025-12-31");
});

Deno.test("every usual period is known again by its days", () => {
  const day = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) });
  fc.assert(fc.property(day, fc.constantFrom(...PERIODS), (at, period) => {
    const today = new Date(at).toISOString().slice(0, 10);
    const days = daysOfPeriod(period, today);
    assert.ok(days.from <= days.to);
    assert.deepEqual(daysOfPeriod(periodOf(days, today)!, today), days);
  }));
});

Deno.test("a month's figure leads to the deals closed in it, inside of the period and with the report's filter", () => {
  const conditions = [{ field: "owner", op: "is" as const, value: "o" }];
  const link = listOf({ conditions, filter: FILTER }, { status: "won", month: "2026-01" })!;
  const filter = JSON.parse(new URL(link, "http://x").searchParams.get("filter")!);
  assert.deepEqual(filter, [
    { field: "owner", op: "is", value: "o" },
    { field: "status", op: "is", value: "won" },
    { field: "closed", op: "between", value: ["2026-01-15", "2026-01-31"] },
  ]);
  assert.equal(listOf({ conditions: null, filter: FILTER }, { status: "won" }), null);
  const city = groupCondition({ key: "city", kind: "company" }, "Perm");
  assert.equal(listOf({ conditions, filter: FILTER }, { status: "won", more: city }), null);
});

Deno.test("an address holds only what differs from the usual report", () => {
  assert.equal(queryOf({ ...FILTER, by: "source" }, FILTER).toString(), "by=source");
  assert.equal(queryOf(FILTER, FILTER).toString(), "");
});
