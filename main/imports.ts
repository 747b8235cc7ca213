/**
 * Imports at work: one at a time in this process, as jobs; what a restart left half-done goes on. Open pages hear by the
 * topic `imports/<user>` (row: id of the import, `n` grows) and ask for what changed.
 */
import { getLogger } from "@logtape/logtape";
import type { LiveTopics } from "@/actors/runtime/views.ts";
import {
  atWork,
  FILE_DAYS,
  IMPORT_JOB,
  Imports,
  IMPORTS_CHANNEL,
  KeptFiles,
  purgeImportFiles,
  type Work,
  work,
} from "@/crm/import/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { nextNight } from "./housekeeping.ts";

const log = getLogger(["kommutator", "imports"]);

const DAY_MS = 86_400_000;
/** An import of a million rows on a slow disk; it can be paused, and a killed one goes on. */
const LONGEST_MS = 24 * 3_600_000;
const PURGE_JOB = "import-files";

export interface ImportsOptions {
  dir: string;
  /** Absent: nobody looks at pages (benches, trials). */
  topics?: LiveTopics;
}

export async function startImports(
  store: Store,
  jobs: Jobs,
  options: ImportsOptions,
): Promise<{ imports: Imports; stop(): Promise<void> }> {
  const files = new KeptFiles(options.dir);
  jobs.work(
    IMPORT_JOB,
    (payload, { signal, attempt }) => work(store, payload as unknown as Work, { files, signal, attempt }),
    {
      concurrency: 1,
      timeoutMs: LONGEST_MS,
    },
  );
  jobs.work(PURGE_JOB, async () => {
    const now = Date.now();
    const count = await purgeImportFiles(store, files, new Date(now - FILE_DAYS * DAY_MS));
    if (count > 0) log.info("deleted {count} files of imports", { count });
    await jobs.enqueue(PURGE_JOB, null, { runAt: nextNight(now), key: nextNight(now).toISOString() });
  }, { concurrency: 1 });
  const night = nextNight(Date.now());
  await jobs.enqueue(PURGE_JOB, null, { runAt: night, key: night.toISOString() });
  // The key is the run's: whoever still works on it keeps the job.
  for (const one of await atWork(store)) await jobs.enqueue(IMPORT_JOB, { ...one }, { key: one.run, maxAttempts: 100 });
  const stop = await follow(store, options.topics);
  return { imports: new Imports(store, jobs, files), stop };
}

/** Imports of one person that a topic remembers. */
const REMEMBERED = 50;

async function follow(store: Store, topics: LiveTopics | undefined): Promise<() => Promise<void>> {
  if (!topics) return () => Promise.resolve();
  let n = 0;
  const order = new Map<string, string[]>();
  return await store.listen(IMPORTS_CHANNEL, {
    message(payload) {
      const { id, user } = JSON.parse(payload) as { id: string; user: string };
      const topic = `imports/${user}`;
      topics.put(topic, id, { n: ++n });
      const known = (order.get(topic) ?? []).filter((one) => one !== id);
      known.push(id);
      if (known.length > REMEMBERED) topics.remove(topic, known.shift()!);
      order.set(topic, known);
    },
    // Pages also ask by themselves while an import is at work.
    gap: () => {},
  });
}
