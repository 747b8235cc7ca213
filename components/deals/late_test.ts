import assert from "node:assert/strict";
import { setCatalogue, t } from "@/locales/mod.ts";
import { loadCatalogues } from "@/locales/load.ts";
import { isLate } from "./late.ts";
import { spanText } from "./span.ts";
import { worded } from "./refusal.ts";
import { daysSince, missingFor, pathOf, placeOf } from "./stages.ts";

for (const [locale, catalogue] of Object.entries(await loadCatalogues())) setCatalogue(locale as "ru", catalogue);

const zone = { locale: "ru" as const, timeZone: "Asia/Vladivostok" };
const now = Date.parse("2026-03-02T15:00:00Z");
const deal = (value: string, key = "closeDate", status = "open") =>
  isLate({
    kind: "deal",
    field: { key, type: key === "closeDate" ? "date" : "datetime" },
    value,
    values: { status },
    zone,
  }, now);

Deno.test("a deal is late when its day is over where people work, and only while it is open", () => {
  // There it is 3 March already.
  assert.equal(deal("2026-03-02"), true);
  assert.equal(deal("2026-03-03"), false);
  assert.equal(deal("2026-03-02", "closeDate", "won"), false);
  assert.equal(deal("2026-03-02T14:59:00Z", "nextTask"), true);
  assert.equal(deal("2026-03-02T15:01:00Z", "nextTask"), false);
  assert.equal(deal("2020-01-01", "birthday"), false);
});

Deno.test("a task of a whole day is late when the day is over, not at its first minute", () => {
  const task = (allDay: boolean) =>
    isLate({
      kind: "task",
      field: { key: "due", type: "datetime" },
      value: "2026-03-02T14:00:00Z",
      values: { status: "open", allDay },
      zone,
    }, now);
  assert.deepEqual([task(true), task(false)], [false, true]);
});

Deno.test("spans and refusals are told in words", () => {
  const ru = t("ru");
  assert.deepEqual([30, 3_600, 90_000, 5 * 86_400].map((seconds) => spanText(seconds, ru)), [
    "1 минуту",
    "1 час",
    "1 день",
    "5 дней",
  ]);
  const fields = new Map([["amount", { label: "Сумма" }]]);
  assert.equal(worded({ fields: "amount,other", stage: "x" }, fields)!.fields, "«Сумма», «other»");
  assert.equal(worded(undefined, fields), undefined);
});

Deno.test("a path shows stages in use and the one where the deal stands, and knows what a stage asks for", () => {
  const stage = (id: string, archived = false) => ({
    id,
    name: id,
    colour: "blue" as const,
    probability: 10,
    type: "open" as const,
    rottenDays: null,
    required: ["amount", "doNotCall", "contacts"],
    wipLimit: null,
    version: 1,
    archived,
  });
  const pipelines = [{
    id: "p",
    name: "P",
    version: 1,
    archived: false,
    stages: [stage("a"), stage("b", true), stage("c", true)],
  }];
  const place = placeOf(pipelines, "b")!;
  assert.deepEqual(pathOf(place).map(({ id }) => id), ["a", "b"]);
  assert.equal(placeOf(pipelines, "nothing"), null);
  assert.deepEqual(missingFor(stage("a"), { amount: { minor: 1, currency: "RUB" }, doNotCall: false, contacts: [] }), [
    "doNotCall",
    "contacts",
  ]);
  assert.equal(daysSince("2026-02-28T15:00:00Z", now), 2);
  assert.equal(daysSince(null, now), null);
});
