/** What revenue was told each night, as a job: one a night for all nodes, done by whoever is awake. */
import { getLogger } from "@logtape/logtape";
import { keepSnapshots } from "@/ml/revenue/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { nextNight } from "./housekeeping.ts";

const log = getLogger(["kommutator", "revenue"]);

const JOB = "revenue-snapshots";
/** After the housekeeping of the same night. */
const LATER_MS = 20 * 60_000;

/** A killed job comes back and writes the same rows again. */
export async function startRevenue(store: Store, jobs: Jobs): Promise<void> {
  jobs.work(JOB, async (_, { signal }) => {
    const started = performance.now();
    try {
      const { snapshots, currencies } = await keepSnapshots(store, { signal });
      log.info("kept {snapshots} figures of revenue in {currencies} currencies, {ms} ms", {
        snapshots,
        currencies,
        ms: Math.round(performance.now() - started),
      });
    } finally {
      // A night that failed for good takes none of the next ones with it.
      await enqueueNight(jobs);
    }
  }, { concurrency: 1, timeoutMs: 3_600_000 });
  await enqueueNight(jobs);
  // A young installation need not wait for a night to see its history.
  const any = await store.db.selectFrom("revenue_snapshots").select("scope").limit(1).executeTakeFirst();
  if (!any) await jobs.enqueue(JOB, null, { key: "first", maxAttempts: 3 });
}

async function enqueueNight(jobs: Jobs): Promise<void> {
  const at = new Date(nextNight(Date.now()).getTime() + LATER_MS);
  await jobs.enqueue(JOB, null, { runAt: at, key: at.toISOString() });
}
