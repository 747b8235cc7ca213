/** Verbs of models: made, changed, put away. */
import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/store/database.ts";
import type { Store } from "@/store/store.ts";
import { newId } from "@/crm/ids.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import type { DatasetSpec } from "@/ml/datasets/types.ts";
import { nextTraining } from "@/ml/registry/night.ts";
import { modelById } from "@/ml/registry/read.ts";
import {
  type createModelSchema,
  type modelSchema,
  scoreSettingsSchema,
  type updateModelSchema,
  volumeSettingsSchema,
} from "@/ml/registry/schemas.ts";
import type { ModelKind, ModelRow, TrainingSchedule } from "@/ml/registry/types.ts";

/** Models that an installation may have: each is trained at night. */
const MOST_MODELS = 500;

export const BY_ANALYSTS = { permission: "models.manage" } as const;

/**
 * @throws {ForbiddenError}
 * Refusals: `training.error.dataset-of-other-kind`, `….no-queue`, `….settings`, `….too-many`
 */
export function createModel(
  store: Store,
  access: Access,
  input: z.output<typeof createModelSchema> & { demo?: boolean; now?: number },
): Promise<Result<ModelRow>> {
  const { kind, name, dataset, schedule } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('forecast-models', 0))`.execute(trx);
      const { rows: [{ count }] } = await sql<{ count: number }>`select count(*)::int as count from forecast_models
        where archived_at is null`.execute(trx);
      if (count >= MOST_MODELS) throw new Refusal("training.error.too-many", { most: MOST_MODELS });
      await fit(trx, { kind, dataset });
      const settings = settingsOf(kind, input.settings);
      const id = newId();
      await trx.insertInto("forecast_models").values({
        id,
        kind,
        name,
        ...subjectOf(dataset),
        dataset: JSON.stringify(dataset),
        settings: JSON.stringify(settings),
        schedule,
        next_train_at: await nextAt(trx, { id, schedule, now: input.now }),
        demo: input.demo ?? false,
        created_by: access.user === "system" ? null : access.user,
      }).execute();
      return {
        value: (await modelById(trx, id))!,
        change: {
          type: "model.created",
          entity: { kind: "model", id },
          after: { name, kind, dataset, settings, schedule },
        },
      };
    },
  });
}

/**
 * What is changed counts from the next training on; the champion stays what it was trained as.
 * @throws {ForbiddenError}
 * Refusals: those of {@link createModel}, `training.error.no-model`, `training.error.stale`
 */
export function updateModel(
  store: Store,
  access: Access,
  input: z.output<typeof updateModelSchema> & { now?: number },
): Promise<Result<ModelRow>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      const { kind } = await lockModel(trx, id, { version: input.version });
      const before = await trx.selectFrom("forecast_models").select(["name", "dataset", "settings", "schedule"])
        .where("id", "=", id).executeTakeFirstOrThrow();
      const after = {
        name: input.name ?? before.name,
        dataset: input.dataset ?? before.dataset as DatasetSpec,
        settings: input.settings ? settingsOf(kind, input.settings) : before.settings,
        schedule: input.schedule ?? before.schedule,
      };
      const changed = difference(before, after);
      if (!changed) return { value: (await modelById(trx, id))!, change: null };
      if (input.dataset) await fit(trx, { kind, dataset: after.dataset });
      const { schedule } = after;
      await trx.updateTable("forecast_models").set({
        ...subjectOf(after.dataset),
        name: after.name,
        dataset: JSON.stringify(after.dataset),
        settings: JSON.stringify(after.settings),
        schedule,
        ...(schedule === before.schedule ? {} : { next_train_at: await nextAt(trx, { id, schedule, now: input.now }) }),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", id).execute();
      return {
        value: (await modelById(trx, id))!,
        change: { type: "model.updated", entity: { kind: "model", id }, ...changed },
      };
    },
  });
}

/** Put away with its schedule; what it told of days stays. @throws {ForbiddenError} Refusals: `training.error.no-model` */
export function archiveModel(
  store: Store,
  access: Access,
  input: z.output<typeof modelSchema>,
): Promise<Result<null>> {
  const { id } = input;
  return verb(store, access, {
    ...BY_ANALYSTS,
    work: async (trx) => {
      const { name } = await lockModel(trx, id);
      await trx.updateTable("forecast_models").set({ archived_at: new Date(), next_train_at: null })
        .where("id", "=", id).execute();
      // A training under way finds its row closed, and leaves nothing.
      await trx.updateTable("training_runs").set({ state: "cancelled", cancel_asked: true, ended_at: new Date() })
        .where("model_id", "=", id).where("state", "in", ["queued", "running"]).execute();
      return { value: null, change: { type: "model.archived", entity: { kind: "model", id }, before: { name } } };
    },
  });
}

export interface LockedModel {
  kind: ModelKind;
  name: string;
  champion: string | null;
}

/** A model for a change; one of the locked. @throws {Refusal} training.error.no-model, training.error.stale */
export async function lockModel(
  trx: Transaction<Database>,
  id: string,
  options: { version?: number } = {},
): Promise<LockedModel> {
  const { rows: [row] } = await sql<LockedModel & { version: number }>`
    select kind, name, champion_id as champion, version from forecast_models
    where id = ${id}::uuid and archived_at is null for update`.execute(trx);
  if (!row) throw new Refusal("training.error.no-model");
  if (options.version !== undefined && options.version !== row.version) throw new Refusal("training.error.stale");
  return row;
}

/** @throws {Refusal} training.error.settings */
function settingsOf(kind: ModelKind, given: Record<string, unknown>): ModelRow["settings"] {
  const parsed = (kind === "volume" ? volumeSettingsSchema : scoreSettingsSchema).safeParse(given);
  if (!parsed.success) {
    throw new Refusal("training.error.settings", { field: `settings.${parsed.error.issues[0]?.path.join(".")}` });
  }
  return parsed.data;
}

function subjectOf(dataset: DatasetSpec): { queue_id: string | null; record_kind: "lead" | "deal" | null } {
  return {
    queue_id: dataset.from === "calls" ? dataset.queue : null,
    record_kind: dataset.from === "records" ? dataset.kind : null,
  };
}

/** Whether the data is of the kind, and there at all. @throws {Refusal} */
async function fit(trx: Transaction<Database>, options: { kind: ModelKind; dataset: DatasetSpec }): Promise<void> {
  const { kind, dataset } = options;
  const ofVolume = dataset.from === "calls" || dataset.from === "upload";
  if (ofVolume !== (kind === "volume")) throw new Refusal("training.error.dataset-of-other-kind");
  if (dataset.from !== "calls") return;
  const queues = [dataset.queue, ...(dataset.like ? [dataset.like.queue] : [])];
  for (const queue of queues) {
    const { rows } = await sql`select 1 from queues where id = ${queue}::uuid and archived_at is null`.execute(trx);
    if (rows.length === 0) throw new Refusal("training.error.no-queue");
  }
}

async function nextAt(
  trx: Transaction<Database>,
  options: { id: string; schedule: TrainingSchedule; now?: number },
): Promise<Date | null> {
  const { timeZone } = await siteSettings(trx);
  const { id, schedule, now = Date.now() } = options;
  const at = nextTraining(schedule, { model: id, now, timeZone });
  return at === null ? null : new Date(at);
}
