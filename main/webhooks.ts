/** Webhooks at work: events become deliveries each second, jobs send them, and what was left behind is found. */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { LiveValue } from "@/actors/runtime/types.ts";
import { Deliveries, dispatchEvents, sweepDeliveries, WEBHOOKS_JOB } from "@/crm/webhooks/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "webhooks"]);

const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;
/** Receivers served at once; each has a turn of a minute at most. */
const RECEIVERS = 8;

/** @returns the way to stop */
export function startWebhooks(store: Store, jobs: Jobs, clock: Clock): () => Promise<void> {
  const deliveries = new Deliveries(store, jobs);
  jobs.work(WEBHOOKS_JOB, (payload) => deliveries.run(webhookOf(payload)), {
    concurrency: RECEIVERS,
    timeoutMs: 120_000,
  });
  let stopped = false;
  let sweptAt = clock.now();
  let timer: unknown;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    try {
      await dispatchEvents(store, jobs);
      if (clock.now() - sweptAt >= SWEEP_EVERY_MS) {
        sweptAt = clock.now();
        await sweepDeliveries(store, jobs);
      }
    } catch (error) {
      // The database may be away; nothing is lost, the cursor stands where it stood.
      log.warning("events cannot be read for webhooks: {error}", { error });
    }
    if (!stopped) timer = clock.after(LOOK_EVERY_MS, () => looking = look());
  };
  looking = look();
  return async () => {
    stopped = true;
    clock.clear(timer);
    await looking;
  };
}

function webhookOf(payload: LiveValue): string {
  const { webhook } = payload as { webhook?: unknown };
  if (typeof webhook !== "string") throw new Error("a job without its webhook");
  return webhook;
}
