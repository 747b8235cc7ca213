/** Writes a file's rows, batch by batch, from where the last batch ended. */
import type { Access } from "@/store/access.ts";
import { accessOfPerson } from "@/crm/people/mod.ts";
import { schemaOf } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import type { Table } from "@/crm/import/files/mod.ts";
import type { SourceRow } from "@/crm/import/rows/plan.ts";
import { type BatchOptions, halves, writeBatch } from "@/crm/import/run/batch.ts";
import { finish } from "@/crm/import/run/finish.ts";
import { makeFields } from "@/crm/import/run/make_fields.ts";
import { loadSetting } from "@/crm/import/run/setting.ts";
import { breathe, type ImportRow } from "@/crm/import/run/work.ts";
import { isConflict, isConnectionTrouble } from "@/store/pool.ts";

const BATCH = 500;
/** Open pages hear of it so often. */
const LOUD_MS = 1_000;
/** Rights are read anew after so many batches. */
const RIGHTS_EVERY = 40;

export async function runImport(
  store: Store,
  access: Access,
  going: { row: ImportRow; table: Table; signal: AbortSignal },
): Promise<void> {
  const { row, table, signal } = going;
  const run = row.run!;
  const made = await makeFields(store, access, { row, table });
  if (!made.ok) return await finish(store, { id: row.id, run, error: made, access });
  let setting = await loadSetting(store, access, { ...row, mapping: made.value });
  const [companies, contacts] = await Promise.all([schemaOf(store, "company"), schemaOf(store, "contact")]);
  let rights = access;
  let loudAt = 0;
  let batches = 0;
  const readWith = async function* () {
    for await (const { rows, done } of table.rows({ from: row.position, batch: BATCH })) {
      const fatal = rows.at(-1)?.error?.fatal ? rows.pop()!.error! : null;
      const read: SourceRow[] = [];
      for (const data of rows) {
        read.push({ data, row: setting.read(data.cells) });
        if (read.length % 100 === 0) await breathe();
      }
      yield { read, done, fatal };
    }
  };
  for await (const { read, done, fatal } of ahead(readWith())) {
    signal.throwIfAborted();
    if (++batches % RIGHTS_EVERY === 0) {
      const now = await accessOfPerson(store, row.user_id, { origin: "import", scopes: row.granted });
      if (!now?.permissions.has("records.import")) {
        return await finish(store, { id: row.id, run, error: { code: "import.error.no-right" } });
      }
      rights = now;
      setting = await loadSetting(store, rights, { ...row, mapping: made.value });
    }
    const loud = performance.now() - loudAt >= LOUD_MS;
    if (loud) loudAt = performance.now();
    const batch: BatchOptions = { id: row.id, run, rows: read, setting, companies, contacts, done, loud };
    if (read.length > 0 && !await writeWhole(store, rights, batch)) return;
    if (fatal) {
      return await finish(store, { id: row.id, run, error: { code: fatal.code, detail: fatal.detail }, access });
    }
  }
  await finish(store, { id: row.id, run, access });
}

/** A row that the database itself refuses is found by halving, noted, and the others are written. */
async function writeWhole(store: Store, access: Access, batch: BatchOptions): Promise<boolean> {
  try {
    return await writeBatch(store, access, batch);
  } catch (error) {
    // The server's refusal of a value (classes 22, 23), nothing that a second try would get through.
    const code = (error as { code?: unknown }).code;
    if (isConnectionTrouble(error) || isConflict(error) || typeof code !== "string" || !/^2[23]/.test(code)) {
      throw error;
    }
    if (batch.rows.length === 1) return await writeBatch(store, access, { ...batch, refuse: "import.error.row" });
    for (const rows of halves(batch.rows)) {
      if (!await writeWhole(store, access, { ...batch, rows })) return false;
    }
    return true;
  }
}

/** The next batch is read while the one before is written: the file and the database each have their processor. */
async function* ahead<Batch>(source: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = source.next();
      next.catch(() => {});
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}
