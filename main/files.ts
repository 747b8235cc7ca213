/** Files of records: where they lie, and the nightly clean-up as a job. */
import { getLogger } from "@logtape/logtape";
import { FileDisk, purgeFiles, RecordFiles } from "@/crm/files/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { nextNight } from "./housekeeping.ts";

const log = getLogger(["kommutator", "files"]);

const JOB = "files";

export async function startFiles(store: Store, jobs: Jobs, options: { dir: string }): Promise<RecordFiles> {
  const disk = new FileDisk(options.dir);
  jobs.work(JOB, async () => {
    const now = Date.now();
    const count = await purgeFiles(store, disk, now);
    if (count > 0) log.info("deleted {count} files that belonged to nothing", { count });
    await jobs.enqueue(JOB, null, { runAt: nextNight(now), key: `files ${nextNight(now).toISOString()}` });
  }, { concurrency: 1, timeoutMs: 3_600_000 });
  const night = nextNight(Date.now());
  await jobs.enqueue(JOB, null, { runAt: night, key: `files ${night.toISOString()}` });
  return new RecordFiles(store, disk);
}
