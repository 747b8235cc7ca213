/** Ends the work on an import: one audit row says what came of it. */
import { sql } from "kysely";
import { type Access, SYSTEM } from "@/store/access.ts";
import type { ImportError, ImportState } from "@/store/tables/imports.ts";
import type { Store } from "@/crm/records.ts";
import { tell } from "@/crm/record/mod.ts";
import { writeChange } from "@/crm/verb.ts";
import { tellImport } from "@/crm/import/run/tell.ts";

export interface Ending {
  id: string;
  run: string;
  /** Absent: it went through. */
  error?: ImportError;
  access?: Access;
}

const NEXT: Partial<Record<ImportState, ImportState>> = { checking: "checked", running: "done", undoing: "undone" };

/** Nothing happens when the run was taken over or stopped meanwhile. */
export async function finish(store: Store, ending: Ending): Promise<void> {
  const { id, run, error } = ending;
  await store.tx(async (trx) => {
    const row = await trx.selectFrom("imports").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    const next = row && NEXT[row.state];
    if (!row || !next || row.run !== run) return;
    // A check that fails leaves the file for another setting of it.
    const state = !error ? next : row.state === "checking" ? "uploaded" : "failed";
    await trx.updateTable("imports").set({
      state,
      error: error ? JSON.stringify(error) : null,
      run: null,
      version: row.version + 1,
      ...(error ? {} : { progress: 1 }),
      ...(row.state === "checking" ? {} : { finished_at: sql`now()` }),
    }).where("id", "=", id).execute();
    await tellImport(trx, { id, user: row.user_id });
    if (row.state === "checking") return;
    const what = row.state === "running" ? "records.imported" : "records.import-undone";
    await writeChange(trx, ending.access ?? { ...SYSTEM, user: row.user_id as Access["user"], origin: "import" }, {
      cause: id,
      change: {
        type: what,
        entity: { kind: "import", id },
        after: {
          kind: row.kind,
          file: row.file_name,
          state,
          ...(row.state === "running" ? row.counters : row.undo ?? {}),
          ...(error ? { error: error.code } : {}),
        },
      },
    });
    await tellAll(trx, row.kind);
  });
}

/** Open lists read themselves anew. */
async function tellAll(trx: Parameters<typeof tell>[0], kind: Parameters<typeof tell>[1]): Promise<void> {
  await sql`select pg_notify('records', ${JSON.stringify({ kind, all: true })})`.execute(trx);
}
