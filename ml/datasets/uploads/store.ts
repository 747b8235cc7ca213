/** Files of data as they are kept: read once, at the door; then their rows alone. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import type { FilledRow } from "@/ml/datasets/grid.ts";
import { readUpload, unpackCalls, unpackTable } from "@/ml/datasets/uploads/read.ts";
import type { QualityFinding, UploadKind, UploadRow } from "@/ml/datasets/types.ts";
import type { Table } from "@/ml/scores/table.ts";
import type { Store } from "@/store/store.ts";

/** 16 MB: two million rows of times and calls. */
export const LARGEST_UPLOAD = 16 * 1_048_576;
const MOST_UPLOADS = 200;

const COLUMNS = [
  "u.id",
  "u.kind",
  "u.name",
  "u.bytes",
  "u.row_count",
  "u.step",
  "u.calls",
  "u.columns",
  "u.outcomes",
  "u.findings",
  "u.created_at",
  "u.created_by",
] as const;

/** The newest first. @throws {ForbiddenError} */
export async function listUploads(
  store: Store,
  access: Access,
  asked: { kind?: UploadKind } = {},
): Promise<UploadRow[]> {
  require(access, "models.manage");
  return await read(store, asked);
}

async function read(store: Store, asked: { kind?: UploadKind; id?: string }): Promise<UploadRow[]> {
  let query = store.db.selectFrom("dataset_uploads as u").leftJoin("users as p", "p.id", "u.created_by")
    .select([
      ...COLUMNS,
      "p.name as person",
      sql<string | null>`u.first_day::text`.as("first_day"),
      sql<string | null>`u.last_day::text`.as("last_day"),
      sql<number>`(select count(*)::int from forecast_models m
        where m.archived_at is null and m.dataset ->> 'upload' = u.id::text)`.as("models"),
    ]);
  if (asked.kind) query = query.where("u.kind", "=", asked.kind);
  if (asked.id) query = query.where("u.id", "=", asked.id);
  const rows = await query.orderBy("u.created_at", "desc").orderBy("u.id", "desc").limit(MOST_UPLOADS).execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    bytes: row.bytes,
    rows: row.row_count,
    from: row.first_day,
    to: row.last_day,
    step: row.step,
    calls: row.calls,
    columns: row.columns,
    outcomes: row.outcomes,
    findings: row.findings as QualityFinding[],
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by === null ? null : { id: row.created_by, name: row.person ?? "" },
    models: row.models,
  }));
}

/** Takes a file in. Refused in words when it is no table, or holds no times and calls. @throws {ForbiddenError} */
export async function receiveUpload(
  store: Store,
  access: Access,
  input: { kind: UploadKind; name: string; body: ReadableStream<Uint8Array> },
): Promise<Result<UploadRow>> {
  require(access, "models.manage");
  const file = await collect(input.body);
  if (!file) return { ok: false, code: "datasets.error.too-large", detail: { megabytes: LARGEST_UPLOAD / 1_048_576 } };
  const site = await store.db.selectFrom("site_settings").select("time_zone").executeTakeFirstOrThrow();
  const read_ = await readUpload(file, { kind: input.kind, name: input.name, timeZone: site.time_zone });
  if (!read_.ok) return read_;
  const { content, ...found } = read_.value;
  const id = newId();
  const name = input.name.trim().slice(0, 300) || "–";
  const kept = await verb(store, access, {
    permission: "models.manage",
    work: async (trx) => {
      const { n } = await trx.selectFrom("dataset_uploads").select((one) => one.fn.countAll<string>().as("n"))
        .executeTakeFirstOrThrow();
      if (Number(n) >= MOST_UPLOADS) throw new Refusal("datasets.error.too-many-uploads", { most: MOST_UPLOADS });
      await trx.insertInto("dataset_uploads").values({
        id,
        kind: input.kind,
        name,
        bytes: file.length,
        sha256: createHash("sha256").update(file).digest(),
        content,
        row_count: found.rows,
        first_day: found.from,
        last_day: found.to,
        step: found.step,
        calls: found.calls,
        columns: found.columns,
        outcomes: found.outcomes,
        findings: JSON.stringify(found.findings),
        created_by: access.user === "system" ? null : access.user,
      }).execute();
      const after = { name, kind: input.kind, bytes: file.length, rows: found.rows };
      return { value: null, change: { type: "dataset.uploaded", entity: { kind: "dataset", id }, after } };
    },
  });
  return kept.ok ? { ok: true, value: (await read(store, { id }))[0] } : kept;
}

/** Refused while models learn from it. @throws {ForbiddenError} */
export function removeUpload(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "models.manage",
    work: async (trx) => {
      const row = await trx.selectFrom("dataset_uploads").select(["name", "kind"]).where("id", "=", input.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new Refusal("datasets.error.no-upload");
      const { rows: [used] } = await sql<{ models: number }>`
        select count(*)::int as models from forecast_models
        where archived_at is null and dataset ->> 'upload' = ${input.id}`.execute(trx);
      if (used.models > 0) throw new Refusal("datasets.error.upload-in-use", { models: used.models });
      await trx.deleteFrom("dataset_uploads").where("id", "=", input.id).execute();
      return {
        value: null,
        change: { type: "dataset.removed", entity: { kind: "dataset", id: input.id }, before: row },
      };
    },
  });
}

/** Rows of a file of calls; null: there is none. */
export async function uploadedCalls(
  store: Store,
  id: string,
): Promise<{ rows: FilledRow[]; step: number | null; findings: QualityFinding[] } | null> {
  const row = await store.reports.selectFrom("dataset_uploads").select(["content", "step", "findings"])
    .where("id", "=", id).where("kind", "=", "volume").executeTakeFirst();
  if (!row) return null;
  return { rows: await unpackCalls(row.content), step: row.step, findings: row.findings as QualityFinding[] };
}

/** Rows of a file of records as they stood, for scores; null: there is none. */
export async function uploadTable(store: Store, id: string): Promise<Table | null> {
  const row = await store.reports.selectFrom("dataset_uploads").select("content").where("id", "=", id)
    .where("kind", "=", "records").executeTakeFirst();
  return row ? await unpackTable(row.content) : null;
}

/** All bytes; null: more than we take. */
async function collect(body: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST_UPLOAD) return null;
    chunks.push(chunk);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
