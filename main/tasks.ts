/** Tasks at work: what is overdue for too long is told to supervisors, looked for each minute as a job. */
import { escalateOverdue } from "@/crm/tasks/mod.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";

const JOB = "task-escalation";
const EVERY_MS = 60_000;
const MOST_ROUNDS = 50;

/** Several nodes share one job a minute (its key); one that a restart fell upon is done by the next. */
export async function startTasks(store: Store, jobs: Jobs): Promise<void> {
  jobs.work(JOB, async () => {
    try {
      for (let round = 0; round < MOST_ROUNDS; round++) if (await escalateOverdue(store) === 0) break;
    } finally {
      await enqueueNext(jobs);
    }
  }, { concurrency: 1, timeoutMs: 120_000 });
  await enqueueNext(jobs);
}

async function enqueueNext(jobs: Jobs): Promise<void> {
  const at = new Date((Math.floor(Date.now() / EVERY_MS) + 1) * EVERY_MS);
  // Not under one key for all: the job that runs still holds its own.
  await jobs.enqueue(JOB, null, { runAt: at, key: at.toISOString() });
}
