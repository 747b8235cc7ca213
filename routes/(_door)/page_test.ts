import assert from "node:assert/strict";
import { dayOf, filled, midnight, withQuery } from "./page.ts";

Deno.test("a day in the history begins at the contact centre's midnight, also where clocks change", () => {
  assert.equal(midnight("2026-03-10", "Europe/Moscow"), Date.parse("2026-03-09T21:00:00Z"));
  assert.equal(midnight("2026-03-29", "Europe/Berlin"), Date.parse("2026-03-28T23:00:00Z"));
  assert.equal(midnight("2026-03-30", "Europe/Berlin"), Date.parse("2026-03-29T22:00:00Z"));
  assert.equal(dayOf(Date.parse("2026-03-09T21:00:00Z"), "Europe/Moscow"), "2026-03-10");
});

Deno.test("an untouched filter is no filter, and paging keeps the others", () => {
  assert.deepEqual(filled(new URLSearchParams("a=1&b=&c=%20")), { a: "1" });
  assert.equal(withQuery(new URL("http://x/calls?a=1&after=z"), { after: undefined }), "/calls?a=1");
});
