/** Verbs of versions: made champion, and rolled back to the one before. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/store/database.ts";
import type { Jobs } from "@/store/jobs/mod.ts";
import type { Store } from "@/store/store.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { BY_ANALYSTS, lockModel } from "@/ml/registry/models.ts";
import { modelById } from "@/ml/registry/read.ts";
import type { modelSchema, promoteSchema } from "@/ml/registry/schemas.ts";
import type { ModelRow, Verdict } from "@/ml/registry/types.ts";

/** What a new champion says of the days to come is told by a job of this name, at once. */
export const TELLING_JOB = "forecast-telling";

type WithJobs = { jobs: Pick<Jobs, "enqueue"> };

/**
 * Makes a version the champion. One that does not beat the champion and every baseline needs a reason.
 * @throws {ForbiddenError}
 * Refusals: `training.error.no-model`, `….no-version`, `….is-champion`, `….no-blob`, `….needs-reason`
 */
export function promote(
  store: Store,
  access: Access,
  input: z.output<typeof promoteSchema> & WithJobs,
): Promise<Result<ModelRow>> {
  const { id, version, reason, jobs } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      const { name, champion } = await lockModel(trx, id);
      const { rows: [row] } = await sql<{ n: number; verdict: Verdict; whole: boolean }>`
        select n, verdict, blob is not null as whole from model_versions
        where id = ${version}::uuid and model_id = ${id}::uuid`.execute(trx);
      if (!row) throw new Refusal("training.error.no-version");
      if (champion === version) throw new Refusal("training.error.is-champion");
      if (!row.whole) throw new Refusal("training.error.no-blob");
      if (!row.verdict.promotable && reason === null) throw new Refusal("training.error.needs-reason");
      await makeChampion(trx, { model: id, version, by: access.user, reason, jobs });
      return {
        value: (await modelById(trx, id))!,
        change: {
          type: "model.promoted",
          entity: { kind: "model", id },
          before: { champion },
          after: { name, champion: version, n: row.n, reason, promotable: row.verdict.promotable },
        },
      };
    },
  });
}

/**
 * Back to the champion before; asked again it goes forth again, so that a roll-back can be undone.
 * @throws {ForbiddenError} Refusals: `training.error.no-model`, `training.error.nothing-to-roll-back`
 */
export function rollBack(
  store: Store,
  access: Access,
  input: z.output<typeof modelSchema> & WithJobs,
): Promise<Result<ModelRow>> {
  const { id, jobs } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      const { name, champion } = await lockModel(trx, id);
      const { rows: [before] } = await sql<{ id: string; n: number }>`select id, n from model_versions
        where model_id = ${id}::uuid and promoted_at is not null and blob is not null
          and id is distinct from ${champion}::uuid
        order by promoted_at desc limit 1`.execute(trx);
      if (!before) throw new Refusal("training.error.nothing-to-roll-back");
      await makeChampion(trx, { model: id, version: before.id, by: access.user, reason: null, jobs });
      return {
        value: (await modelById(trx, id))!,
        change: {
          type: "model.rolled-back",
          entity: { kind: "model", id },
          before: { champion },
          after: { name, champion: before.id, n: before.n },
        },
      };
    },
  });
}

export interface NewChampion extends WithJobs {
  model: string;
  version: string;
  by: string;
  reason: string | null;
}

/** For a transaction that holds the model's row. What was known of drift was of the champion before. */
export async function makeChampion(trx: Transaction<Database>, options: NewChampion): Promise<void> {
  const { model, version, by, reason, jobs } = options;
  await sql`update model_versions set promoted_at = clock_timestamp(), promote_reason = ${reason},
    promoted_by = ${by === "system" ? null : by}::uuid where id = ${version}::uuid`.execute(trx);
  await sql`update forecast_models set champion_id = ${version}::uuid, drift = null, version = version + 1,
    updated_at = now() where id = ${model}::uuid`.execute(trx);
  await jobs.enqueue(TELLING_JOB, { model }, { key: version, tx: trx });
}
