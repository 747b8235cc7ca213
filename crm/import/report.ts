/** What went wrong and what an undo left: pages of it, and failed rows as a file to mend and import again. */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import { writeCsv } from "@/crm/import/files/mod.ts";
import type { KeptFiles } from "@/crm/import/kept_files.ts";
import { MOST_ERRORS } from "@/crm/import/run/noted.ts";
import { type ImportRow, openFor } from "@/crm/import/run/work.ts";
import { maySee } from "@/crm/import/view.ts";

export interface ErrorLine {
  row: number;
  column: string;
  code: string;
  detail?: Record<string, string | number>;
  value: string;
  /** The row came in without the cell. */
  warning: boolean;
}

const gone = { ok: false as const, code: "import.error.no-import" };

async function seen(store: Store, access: Access, id: string): Promise<ImportRow | null> {
  require(access, "records.import");
  const row = await store.db.selectFrom("imports").selectAll().where("id", "=", id).executeTakeFirst();
  return row && maySee(access, row) ? row : null;
}

/** @throws {ForbiddenError} */
export async function listErrors(
  store: Store,
  access: Access,
  options: { id: string; after?: number; limit: number },
): Promise<Result<{ rows: ErrorLine[]; next: string | null; total: number; more: boolean }>> {
  const { id, after = -1, limit } = options;
  if (!await seen(store, access, id)) return gone;
  const rows = await store.db.selectFrom("import_errors").selectAll().where("import_id", "=", id).where("n", ">", after)
    .orderBy("n").limit(limit + 1).execute();
  const { rows: [{ total }] } = await sql<{ total: number }>`select coalesce(max(n), -1) + 1 as total from import_errors
    where import_id = ${id}::uuid`.execute(store.db);
  const page = rows.slice(0, limit);
  return {
    ok: true,
    value: {
      rows: page.map(({ row, column_name, code, detail, value, warning }) => ({
        row,
        column: column_name,
        code,
        ...(detail ? { detail } : {}),
        value,
        warning,
      })),
      next: rows.length > limit ? `${page.at(-1)!.n}` : null,
      total,
      more: total >= MOST_ERRORS,
    },
  };
}

/** Records that an undo left as they are. @throws {ForbiddenError} */
export async function listKept(
  store: Store,
  access: Access,
  options: { id: string; after?: string; limit: number },
): Promise<
  Result<{ rows: { kind: RecordKind; id: string; name: string; why: "changed" | "used" }[]; next: string | null }>
> {
  const { id, after, limit } = options;
  if (!await seen(store, access, id)) return gone;
  const { rows } = await sql<{ kind: RecordKind; id: string; name: string; why: "changed" | "used" }>`
    select c.kind, c.record_id as id, coalesce(l.name, k.name, o.name, d.name, t.name, '') as name, c.kept as why from import_changes c
    left join leads l on l.id = c.record_id left join contacts k on k.id = c.record_id
    left join companies o on o.id = c.record_id
    left join deals d on d.id = c.record_id left join tasks t on t.id = c.record_id
    where c.import_id = ${id}::uuid and c.kept is not null and (${after ?? null}::uuid is null or c.record_id > ${
    after ?? null
  }::uuid)
    order by c.record_id limit ${limit + 1}`.execute(store.db);
  const page = rows.slice(0, limit);
  return { ok: true, value: { rows: page, next: rows.length > limit ? page.at(-1)!.id : null } };
}

export interface FailedRowsOptions {
  id: string;
  files: KeptFiles;
  separator: ";" | ",";
  /** Title of the column with the reason. */
  title: string;
  /** Words of a reason. */
  reason(code: string, detail: Record<string, string | number>): string;
}

/** Failed rows whole, as they stand in the file, with the reason behind. @throws {ForbiddenError} */
export async function failedRows(
  store: Store,
  access: Access,
  options: FailedRowsOptions,
): Promise<Result<{ fileName: string; bytes: ReadableStream<Uint8Array<ArrayBuffer>> }>> {
  const row = await seen(store, access, options.id);
  if (!row) return gone;
  const table = await openFor(row, options.files);
  if ("code" in table) return { ok: false, code: table.code, detail: table.detail };
  const errors = await store.db.selectFrom("import_errors").select(["at", "column_name", "code", "detail"])
    .where("import_id", "=", options.id).where("warning", "=", false).orderBy("n").execute();
  const reasons = new Map<number, string[]>();
  for (const { at, column_name, code, detail } of errors) {
    const words = options.reason(code, detail ?? {});
    reasons.set(at, [...(reasons.get(at) ?? []), column_name === "" ? words : `${column_name}: ${words}`]);
  }
  async function* failed() {
    const last = Math.max(-1, ...reasons.keys());
    if (last < 0 || "code" in table) return;
    for await (const { rows } of table.rows()) {
      const lines = rows.filter(({ index }) => reasons.has(index));
      if (lines.length > 0) {
        yield lines.map(({ index, cells }) => [...fit(cells, row!.header.length), reasons.get(index)!.join("; ")]);
      }
      if (rows.at(-1)!.index >= last) return;
    }
  }
  const columns = [...row.header.map((title) => ({ title })), { title: options.title }];
  const base = row.file_name.replace(/\.[^.]{1,5}$/, "");
  return {
    ok: true,
    value: {
      fileName: `${base} (${options.title}).csv`,
      bytes: writeCsv(columns, failed(), { separator: options.separator }),
    },
  };
}

const fit = (cells: readonly string[], width: number) => Array.from({ length: width }, (_, at) => cells[at] ?? "");
