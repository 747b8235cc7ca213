/** Trainings that the schedule asks for, and those that a killed process left behind. */
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { writeChange } from "@/crm/verb.ts";
import { nextTraining } from "@/ml/registry/night.ts";
import { enqueueRun, queueRun, TRAINING_JOB } from "@/ml/registry/runs.ts";
import { failRun } from "@/ml/registry/save.ts";
import type { TrainingSchedule } from "@/ml/registry/types.ts";

type Asker = Pick<Jobs, "enqueue">;

/**
 * Asks for the trainings that are due, each by one node: whoever locks the model sets its next time. A model that is being
 * trained anyway is left alone until then.
 * @returns how many were asked for
 */
export async function startDue(store: Store, options: { now: number; jobs: Asker }): Promise<number> {
  const { now, jobs } = options;
  const { timeZone } = await siteSettings(store.db);
  let asked = 0;
  for (;;) {
    const one = await store.tx(async (trx) => {
      const { rows: [due] } = await sql<{ id: string; name: string; schedule: TrainingSchedule; busy: boolean }>`
        select m.id, m.name, m.schedule, exists (select from training_runs r where r.model_id = m.id
          and r.state in ('queued', 'running')) as busy
        from forecast_models m where m.archived_at is null and m.next_train_at <= ${new Date(now)}
        order by m.next_train_at limit 1 for update of m skip locked`.execute(trx);
      if (!due) return null;
      const next = nextTraining(due.schedule, { model: due.id, now, timeZone });
      await sql`update forecast_models set next_train_at = ${next === null ? null : new Date(next)}
        where id = ${due.id}::uuid`.execute(trx);
      if (due.busy) return 0;
      const run = await queueRun(trx, { model: due.id, askedBy: null, jobs });
      const after = { name: due.name, run };
      await writeChange(trx, SYSTEM, {
        change: { type: "model.training-asked", entity: { kind: "model", id: due.id }, after },
      });
      return 1;
    });
    if (one === null) return asked;
    asked += one;
  }
}

/**
 * Trainings that say they run although nobody works on them any more: their job begins anew, or, when it has failed for
 * good, they are ended as failed. @returns how many
 */
export async function mendRuns(store: Store, options: { jobs: Asker }): Promise<number> {
  const { rows } = await sql<{ id: string; state: string | null }>`
    select r.id, j.state from training_runs r left join lateral (select state from jobs
      where name = ${TRAINING_JOB} and key = r.id::text order by created_at desc limit 1) j on true
    where r.state in ('queued', 'running') and (j.state is null or j.state in ('done', 'dead'))`.execute(store.db);
  for (const { id, state } of rows) {
    if (state === "dead") await failRun(store, { run: id, error: { code: "training.error.crashed" } });
    else await enqueueRun(options.jobs, { run: id });
  }
  return rows.length;
}
