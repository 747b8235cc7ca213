/** The job of an import: checks, writes or takes back, whatever its row says, from where it stands. */
import { sql } from "kysely";
import type { Selectable } from "kysely";
import { getLogger } from "@logtape/logtape";
import type { Access } from "@/store/access.ts";
import type { ImportError, ImportsTable } from "@/store/tables/imports.ts";
import type { Store } from "@/crm/records.ts";
import { accessOfPerson } from "@/crm/people/mod.ts";
import { reachOf } from "@/crm/record/mod.ts";
import { type OpenOptions, openTable, type Table } from "@/crm/import/files/mod.ts";
import type { KeptFiles } from "@/crm/import/kept_files.ts";
import { checkImport } from "@/crm/import/run/check.ts";
import { finish } from "@/crm/import/run/finish.ts";
import { runImport } from "@/crm/import/run/run.ts";
import { undoImport } from "@/crm/import/run/undo.ts";

const log = getLogger(["kommutator", "imports"]);

export type ImportRow = Selectable<ImportsTable>;

export interface Work {
  id: string;
  run: string;
  /** Who asked for it. */
  user: string;
}

export interface WorkOptions {
  files: KeptFiles;
  signal: AbortSignal;
  /** From 1; the last one gives up. */
  attempt: number;
}

/** After so many tries a run that fails for a reason of ours stands as failed; a person can go on with it. */
const MOST_TRIES = 12;

export async function work(store: Store, asked: Work, options: WorkOptions): Promise<void> {
  const row = await store.db.selectFrom("imports").selectAll().where("id", "=", asked.id).executeTakeFirst();
  if (!row || row.run !== asked.run) return;
  const run = { id: row.id, run: asked.run };
  try {
    if (row.state === "undoing") {
      return await undoImport(store, await accessFor(store, row, asked), { row, ...options });
    }
    if (row.state !== "checking" && row.state !== "running") return;
    const access = await accessFor(store, row, asked);
    if (!access.permissions.has("records.import") || reachOf(access, row.kind, "edit") === "none") {
      return await finish(store, { ...run, error: { code: "import.error.no-right" } });
    }
    const table = await openFor(row, options.files);
    if ("code" in table) return await finish(store, { ...run, error: table });
    const going = { row, table, signal: options.signal };
    return row.state === "checking" ? await checkImport(store, access, going) : await runImport(store, access, going);
  } catch (error) {
    if (options.signal.aborted || options.attempt < MOST_TRIES) throw error;
    log.error("import {id} stops: {error}", { id: row.id, error });
    await finish(store, { ...run, error: { code: "import.error.internal" } });
  }
}

/** Today's rights of whoever asked, and no more than were held when asking. */
async function accessFor(store: Store, row: ImportRow, asked: Work): Promise<Access> {
  const access = await accessOfPerson(store, asked.user, { origin: "import", scopes: row.granted });
  return access ?? { user: asked.user as Access["user"], permissions: new Set(), teams: [], origin: "import" };
}

/** The table of an import as the person set it up; or why there is none. */
export async function openFor(
  row: Pick<ImportRow, "path" | "file_name" | "format">,
  files: KeptFiles,
): Promise<Table | ImportError> {
  const file = await files.open({ path: row.path, name: row.file_name });
  if (!file) return { code: "import.error.no-file" };
  const { encoding, separator, sheet, header } = row.format;
  const chosen = { encoding, separator, sheet, header } as OpenOptions;
  const opened = await openTable(file, chosen);
  return opened.ok ? opened.value : { code: opened.code, ...(opened.detail ? { detail: opened.detail } : {}) };
}

/** Lets others have the processor: calls are live beside an import. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The person's imports at work whose job may have been lost. */
export async function atWork(store: Store): Promise<{ id: string; run: string; user: string }[]> {
  const rows = await store.db.selectFrom("imports").select(["id", "user_id", sql<string>`run::text`.as("run")])
    .where("state", "in", ["checking", "running", "undoing"]).where("run", "is not", null).execute();
  return rows.map(({ id, run, user_id }) => ({ id, run, user: user_id }));
}
