/** Verbs of trainings: asked for, cancelled. The row is the truth; a job looks after it (work.ts). */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/store/database.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { BY_ANALYSTS, lockModel } from "@/ml/registry/models.ts";
import { runById } from "@/ml/registry/read.ts";
import type { modelSchema } from "@/ml/registry/schemas.ts";
import type { RunRow } from "@/ml/registry/types.ts";

export const TRAINING_JOB = "training";
/** Heard by the live feed: {@link TrainingNews}. */
export const TRAINING_CHANNEL = "training";

/** Attempts of the job: each kill -9 and each restart costs one. */
const ATTEMPTS = 10;

/** A training as the topic `training` shows it; the topic's row is `id`. */
export interface TrainingNews {
  id: string;
  model: string;
  state: RunRow["state"];
  stage: string;
  done: number;
  total: number;
  error: RunRow["error"];
  version: string | null;
}

type Asked = z.output<typeof modelSchema> & { jobs: Pick<Jobs, "enqueue"> };

/** @throws {ForbiddenError} Refusals: `training.error.no-model`, `training.error.busy` */
export function startTraining(store: Store, access: Access, input: Asked): Promise<Result<RunRow>> {
  const { id, jobs } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    constraints: { training_runs_one: "training.error.busy" },
    work: async (trx) => {
      const { name } = await lockModel(trx, id);
      const run = await queueRun(trx, { model: id, askedBy: access.user === "system" ? null : access.user, jobs });
      return {
        value: (await runById(trx, run))!,
        change: { type: "model.training-asked", entity: { kind: "model", id }, after: { name, run } },
      };
    },
  });
}

/** Writes the row of a training and its job. @throws when one of the model is not over: constraint `training_runs_one` */
export async function queueRun(
  trx: Transaction<Database>,
  options: { model: string; askedBy: string | null; jobs: Pick<Jobs, "enqueue"> },
): Promise<string> {
  const { model, askedBy, jobs } = options;
  const run = newId();
  await sql`insert into training_runs (id, model_id, asked_by, dataset, settings)
    select ${run}::uuid, id, ${askedBy}::uuid, dataset, settings from forecast_models where id = ${model}::uuid`
    .execute(trx);
  await enqueueRun(jobs, { run, tx: trx });
  await tellTraining(trx, run);
  return run;
}

export async function enqueueRun(
  jobs: Pick<Jobs, "enqueue">,
  options: { run: string; tx?: Transaction<Database> },
): Promise<void> {
  const { run, tx } = options;
  await jobs.enqueue(TRAINING_JOB, { run }, { key: run, maxAttempts: ATTEMPTS, tx });
}

/**
 * The row is closed at once; whoever trains finds it closed within half a second, stops and leaves nothing.
 * @throws {ForbiddenError} Refusals: `training.error.no-model`, `training.error.not-running`
 */
export function cancelTraining(
  store: Store,
  access: Access,
  input: z.output<typeof modelSchema>,
): Promise<Result<RunRow>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      const { name } = await lockModel(trx, id);
      const { rows: [run] } = await sql<{ id: string }>`update training_runs
        set state = 'cancelled', cancel_asked = true, ended_at = now()
        where model_id = ${id}::uuid and state in ('queued', 'running') returning id`.execute(trx);
      if (!run) throw new Refusal("training.error.not-running");
      await tellTraining(trx, run.id);
      return {
        value: (await runById(trx, run.id))!,
        change: { type: "model.training-cancelled", entity: { kind: "model", id }, after: { name, run: run.id } },
      };
    },
  });
}

/** Open pages hear how a training stands. */
export async function tellTraining(db: Store["db"], run: string): Promise<void> {
  await sql`select pg_notify(${TRAINING_CHANNEL}, json_build_object('id', id, 'model', model_id, 'state', state,
    'stage', stage, 'done', done, 'total', total, 'error', error, 'version', version_id)::text)
    from training_runs where id = ${run}::uuid`.execute(db);
}

/** Trainings that are not over, and those that ended within the last minute: what the topic begins with. */
export async function trainingNews(db: Store["db"]): Promise<TrainingNews[]> {
  const { rows } = await sql<TrainingNews>`select id, model_id as model, state, stage, done, total, error,
    version_id as version from training_runs
    where state in ('queued', 'running') or ended_at > now() - interval '1 minute' order by queued_at`.execute(db);
  return rows;
}
