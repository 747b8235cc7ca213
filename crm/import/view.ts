/** Imports as people and programs see them. */
import { type Selectable, type SelectQueryBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type {
  ImportCheck,
  ImportCounters,
  ImportError,
  ImportFormat,
  ImportMapping,
  ImportOptions,
  ImportPreviewRow,
  ImportsTable,
  ImportState,
  ImportUndo,
} from "@/store/tables/imports.ts";
import type { Database, Store } from "@/crm/records.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import { fitOf } from "@/crm/import/mapping/suggest.ts";
import { presetsFor } from "@/crm/import/presets.ts";
import { NO_COUNTERS } from "@/crm/import/run/counters.ts";

export interface ImportLine {
  id: string;
  kind: RecordKind;
  state: ImportState;
  fileName: string;
  size: number;
  /** Hexadecimal. */
  sha256: string;
  version: number;
  user: { id: string; name: string };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  counters: ImportCounters;
  check: Pick<ImportCheck, "counters" | "unknown"> | null;
  progress: number;
  rowsPerSecond: number | null;
  error: ImportError | null;
  undo: ImportUndo | null;
  fileKept: boolean;
}

export interface ImportDetail extends ImportLine {
  format: Omit<ImportFormat, "columns" | "suggestion">;
  columns: ImportFormat["columns"];
  suggestion: ImportMapping;
  presets: { id: string; name: string; fits: number }[];
  mapping: ImportMapping;
  options: ImportOptions;
  preview: ImportPreviewRow[];
  mayMakeFields: boolean;
}

export type ImportRowNamed = Selectable<ImportsTable> & { user_name: string; at_work_ms: number | null };

/** All columns, with the owner's name and how long the work has taken by the database's clock. */
export function selectImports(db: Store["db"]): SelectQueryBuilder<Database, "imports" | "users", ImportRowNamed> {
  return db.selectFrom("imports").innerJoin("users", "users.id", "imports.user_id").selectAll("imports")
    .select("users.name as user_name")
    .select(sql<number | null>`extract(epoch from
      (case when imports.state in ('checking', 'running', 'undoing') then now() else imports.finished_at end)
      - imports.work_at)::float8 * 1000`.as("at_work_ms"));
}

/** An import is its owner's; those who manage the settings see all. */
export const maySee = (access: Access, row: { user_id: string }): boolean =>
  row.user_id === access.user || access.permissions.has("settings.manage");

export function lineOf(row: ImportRowNamed): ImportLine {
  const counters = { ...NO_COUNTERS, ...row.counters };
  const done = row.state === "undoing" || row.state === "undone" ? 0 : counters.total - row.work_from;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.file_name,
    size: Number(row.size),
    sha256: Array.from(row.sha256, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    version: row.version,
    user: { id: row.user_id, name: row.user_name },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    counters,
    check: row.checked && { counters: row.checked.counters, unknown: row.checked.unknown },
    progress: row.progress,
    rowsPerSecond: row.at_work_ms && row.at_work_ms > 0 && done > 0 ? Math.round(done * 1_000 / row.at_work_ms) : null,
    error: row.error,
    undo: row.undo,
    fileKept: row.path !== null,
  };
}

export async function detailOf(store: Store, access: Access, row: ImportRowNamed): Promise<ImportDetail> {
  const { columns, suggestion, ...format } = row.format;
  const presets = await presetsFor(store, access, { kind: row.kind });
  return {
    ...lineOf(row),
    format,
    columns,
    suggestion,
    presets: presets.map(({ id, name, mapping }) => ({ id, name, fits: fitOf(mapping, row.header) }))
      .sort((a, b) => b.fits - a.fits),
    mapping: row.mapping,
    options: row.options,
    preview: row.checked?.preview ?? [],
    mayMakeFields: access.permissions.has("fields.manage"),
  };
}
