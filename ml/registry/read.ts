/** Queries of models, versions and trainings: for those who may see forecasts. */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { Result } from "@/crm/result.ts";
import {
  modelRow,
  MODELS,
  runRow,
  RUNS,
  type StoredModel,
  type StoredRun,
  type StoredVersion,
  versionRow,
  VERSIONS,
} from "@/ml/registry/row.ts";
import type { ModelRow, RunRow, VersionDetail, VersionRow } from "@/ml/registry/types.ts";

type Db = Store["db"];
export const NO_MODEL = { ok: false, code: "training.error.no-model" } as const;
export const NO_VERSION = { ok: false, code: "training.error.no-version" } as const;

/** Trainings and versions that are listed; older ones are of interest to nobody. */
const MOST = 200;

/** Models that are not put away, by name. @throws {ForbiddenError} */
export async function listModels(store: Store, access: Access): Promise<ModelRow[]> {
  require(access, "analytics.view");
  const { rows } = await sql<StoredModel>`${MODELS} where m.archived_at is null order by lower(m.name), m.id`
    .execute(store.db);
  return await whole(store.db, rows);
}

/** @throws {ForbiddenError} Refusals: `training.error.no-model` */
export async function getModel(store: Store, access: Access, input: { id: string }): Promise<Result<ModelRow>> {
  require(access, "analytics.view");
  const model = await modelById(store.db, input.id);
  return model ? { ok: true, value: model } : NO_MODEL;
}

/** Asks for no rights: for verbs that answer with the model they changed. */
export async function modelById(db: Db, id: string): Promise<ModelRow | null> {
  const { rows } = await sql<StoredModel>`${MODELS} where m.id = ${id}::uuid and m.archived_at is null`.execute(db);
  return (await whole(db, rows))[0] ?? null;
}

/** @throws {ForbiddenError} Refusals: `training.error.no-model` */
export async function listRuns(store: Store, access: Access, input: { id: string }): Promise<Result<RunRow[]>> {
  require(access, "analytics.view");
  if (!await modelExists(store.db, input.id)) return NO_MODEL;
  const { rows } = await sql<StoredRun>`${RUNS} where r.model_id = ${input.id}::uuid
    order by r.queued_at desc, r.id desc limit ${MOST}`.execute(store.db);
  return { ok: true, value: rows.map(runRow) };
}

export async function runById(db: Db, id: string): Promise<RunRow | null> {
  const { rows: [row] } = await sql<StoredRun>`${RUNS} where r.id = ${id}::uuid`.execute(db);
  return row ? runRow(row) : null;
}

/** Newest first. @throws {ForbiddenError} Refusals: `training.error.no-model` */
export async function listVersions(store: Store, access: Access, input: { id: string }): Promise<Result<VersionRow[]>> {
  require(access, "analytics.view");
  if (!await modelExists(store.db, input.id)) return NO_MODEL;
  const { rows } = await sql<StoredVersion>`${VERSIONS} where v.model_id = ${input.id}::uuid
    order by v.n desc limit ${MOST}`.execute(store.db);
  return { ok: true, value: rows.map(versionRow) };
}

/** @throws {ForbiddenError} Refusals: `training.error.no-version` */
export async function getVersion(
  store: Store,
  access: Access,
  input: { id: string; version: string },
): Promise<Result<VersionDetail>> {
  require(access, "analytics.view");
  const { rows: [row] } = await sql<StoredVersion>`${VERSIONS}
    where v.id = ${input.version}::uuid and v.model_id = ${input.id}::uuid and m.archived_at is null`.execute(store.db);
  if (!row) return NO_VERSION;
  const { rows: [detail] } = await sql<Pick<VersionDetail, "dataset" | "settings" | "findings" | "report">>`
    select dataset, settings, findings, report from model_versions where id = ${row.id}::uuid`.execute(store.db);
  return { ok: true, value: { ...versionRow(row), ...detail } };
}

/** The model itself, as a file. @throws {ForbiddenError} Refusals: `training.error.no-version`, `….no-blob` */
export async function blobOf(
  store: Store,
  access: Access,
  input: { id: string; version: string },
): Promise<Result<{ name: string; n: number; blob: Uint8Array<ArrayBuffer> }>> {
  require(access, "analytics.view");
  const { rows: [row] } = await sql<{ name: string; n: number; blob: Uint8Array | null }>`
    select m.name, v.n, v.blob from model_versions v join forecast_models m on m.id = v.model_id
    where v.id = ${input.version}::uuid and m.id = ${input.id}::uuid and m.archived_at is null`.execute(store.db);
  if (!row) return NO_VERSION;
  if (row.blob === null) return { ok: false, code: "training.error.no-blob" };
  return { ok: true, value: { ...row, blob: new Uint8Array(row.blob) } };
}

async function modelExists(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from forecast_models where id = ${id}::uuid and archived_at is null`.execute(db);
  return rows.length > 0;
}

/** With champion, newest version and newest training, in three statements for any number of models. */
async function whole(db: Db, models: readonly StoredModel[]): Promise<ModelRow[]> {
  if (models.length === 0) return [];
  const ids = models.map(({ id }) => id);
  const [champions, newest, runs] = await Promise.all([
    sql<StoredVersion>`${VERSIONS} where v.model_id = any(${ids}::uuid[]) and m.champion_id = v.id`.execute(db),
    sql<StoredVersion>`${VERSIONS} where v.id in (select distinct on (model_id) id from model_versions
      where model_id = any(${ids}::uuid[]) order by model_id, n desc)`.execute(db),
    sql<StoredRun>`${RUNS} where r.id in (select distinct on (model_id) id from training_runs
      where model_id = any(${ids}::uuid[]) order by model_id, queued_at desc, id desc)`.execute(db),
  ]);
  const byModel = <Row extends { model_id: string }>(rows: Row[]) => new Map(rows.map((row) => [row.model_id, row]));
  const [championOf, newestOf, runOf] = [byModel(champions.rows), byModel(newest.rows), byModel(runs.rows)];
  return models.map((model) => {
    const [champion, last, run] = [championOf.get(model.id), newestOf.get(model.id), runOf.get(model.id)];
    return modelRow(model, {
      champion: champion ? versionRow(champion) : null,
      newest: last ? versionRow(last) : null,
      run: run ? runRow(run) : null,
    });
  });
}
