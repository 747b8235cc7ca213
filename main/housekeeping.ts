/**
 * What is done each night, as a job: old journals, ended sessions, finished jobs, settled intents and old undos are
 * deleted, the words of search counted.
 */
import { getLogger } from "@logtape/logtape";
import { purgeLoginFailures, purgeSessions } from "@/crm/people/mod.ts";
import { purgeRuns, RUN_DAYS } from "@/crm/automation/mod.ts";
import { purgeKeys } from "@/crm/idempotency/mod.ts";
import { purgeNotices } from "@/crm/notices/mod.ts";
import { pruneUndo, recountWords, UNDO_DAYS } from "@/crm/record/mod.ts";
import { purgeDeliveries } from "@/crm/webhooks/mod.ts";
import { Intents } from "@/store/intents/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import { pruneJournal } from "@/store/journal/mod.ts";
import type { Store } from "@/store/store.ts";

const log = getLogger(["kommutator", "housekeeping"]);

const DAY_MS = 86_400_000;
/** The history of calls stands in the records; a call's journal is only for looking into what went wrong. */
const JOURNAL_DAYS = 60;
const JOBS_DAYS = 7;
/** Hour of the night in UTC: before the working day from Kaliningrad to Kamchatka there is always an hour of rest. */
const HOUR_UTC = 0;

/** The next night after `now`, as the job's time. */
export function nextNight(now: number): Date {
  const night = new Date(now);
  night.setUTCHours(HOUR_UTC, 30, 0, 0);
  return night.getTime() > now ? night : new Date(night.getTime() + DAY_MS);
}

/** Starts the nightly job; several nodes share one (the job's key), whoever is awake does it. */
export async function startHousekeeping(store: Store, jobs: Jobs): Promise<void> {
  jobs.work("housekeeping", async () => {
    const now = Date.now();
    const ago = (days: number) => new Date(now - days * DAY_MS);
    const entries = await pruneJournal(store, { before: ago(JOURNAL_DAYS), finiteKinds: ["call"] });
    const sessions = await purgeSessions(store);
    await purgeLoginFailures(store);
    const intents = await new Intents(store).prune(ago(JOURNAL_DAYS));
    await pruneUndo(store, ago(UNDO_DAYS));
    await recountWords(store);
    await purgeKeys(store);
    await purgeDeliveries(store);
    await purgeRuns(store, ago(RUN_DAYS));
    await purgeNotices(store);
    const finished = await jobs.prune(ago(JOBS_DAYS));
    log.info("deleted {entries} journal entries, {sessions} sessions, {finished} jobs, {intents} intents", {
      entries,
      sessions,
      finished,
      intents,
    });
    // Not under the key: this job still holds it.
    await jobs.enqueue("housekeeping", null, { runAt: nextNight(now), key: nextNight(now).toISOString() });
  }, { concurrency: 1, timeoutMs: 3_600_000 });
  const night = nextNight(Date.now());
  await jobs.enqueue("housekeeping", null, { runAt: night, key: night.toISOString() });
}
