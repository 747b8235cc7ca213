import assert from "node:assert/strict";
import { openJobs } from "@/store/jobs/mod.ts";
import { withDatabase } from "@/store/testing.ts";
import { nextNight, startHousekeeping } from "./housekeeping.ts";

Deno.test("the night's work is always ahead, and never twice in one night", () => {
  const noon = Date.parse("2026-11-23T12:00:00Z");
  assert.equal(nextNight(noon).toISOString(), "2026-11-24T00:30:00.000Z");
  assert.equal(nextNight(Date.parse("2026-11-24T00:30:00Z")).toISOString(), "2026-11-25T00:30:00.000Z");
});

Deno.test("two nodes starting on one database share one nightly job, or old rows would be deleted by both", async () => {
  await withDatabase(async (store) => {
    const [one, two] = [await openJobs(store), await openJobs(store)];
    await startHousekeeping(store, one);
    await startHousekeeping(store, two);
    const waiting = (await one.counts()).filter(({ name }) => name === "housekeeping");
    assert.deepEqual(waiting.map(({ count }) => count), [1]);
    await Promise.all([one.close(), two.close()]);
  });
});
