/** A dry run over the whole file: writes nothing but what is wrong, how many of each, and the first rows as they would be. */
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import type { Table } from "@/crm/import/files/mod.ts";
import type { ImportCheck, ImportPreviewRow, UnknownValue } from "@/store/tables/imports.ts";
import { keysOf } from "@/crm/import/rows/match.ts";
import { type Planned, planRows, wholeValues } from "@/crm/import/rows/plan.ts";
import { fail } from "@/crm/import/run/batch.ts";
import { counted, NO_COUNTERS } from "@/crm/import/run/counters.ts";
import { finish } from "@/crm/import/run/finish.ts";
import { resolveLinks } from "@/crm/import/run/links.ts";
import { findExisting } from "@/crm/import/run/lookup.ts";
import { requireWritable } from "@/crm/import/run/may_write.ts";
import { noteErrors } from "@/crm/import/run/noted.ts";
import { loadSetting, type Setting } from "@/crm/import/run/setting.ts";
import { tellImport } from "@/crm/import/run/tell.ts";
import { breathe, type ImportRow } from "@/crm/import/run/work.ts";

const BATCH = 500;
const PREVIEW = 20;

/** By column, by value. */
type Unknown = Map<number, Map<string, UnknownValue>>;
/** Unknown values of one column that are listed. */
const MOST_UNKNOWN = 100;

export async function checkImport(
  store: Store,
  access: Access,
  going: { row: ImportRow; table: Table; signal: AbortSignal },
): Promise<void> {
  const { row, table, signal } = going;
  const id = row.id;
  const run = row.run!;
  const setting = await loadSetting(store, access, { ...row, dry: true });
  await store.db.deleteFrom("import_errors").where("import_id", "=", id).execute();
  const check: ImportCheck = { counters: NO_COUNTERS, unknown: {}, preview: [] };
  const unknown: Unknown = new Map();
  const seen = new Map<string, Planned | true>();
  for await (const { rows, done } of table.rows({ batch: BATCH })) {
    signal.throwIfAborted();
    const error = rows.at(-1)?.error?.fatal ? rows.pop()!.error! : null;
    const read = rows.map((data) => ({ data, row: setting.read(data.cells) }));
    await breathe();
    await resolveLinks(store.db, access, { rows: read, system: setting.options.system });
    const keys = read.flatMap((one) => keysOf(one.row, setting.options.match));
    const found = await findExisting(store.db, access, { kind: row.kind, keys, system: setting.options.system });
    const planned = planRows(read, { options: setting.options, schema: setting.schema, found, seen });
    for (const key of keys) if (seen.has(key)) seen.set(key, true);
    for (const one of planned) if (one.action === "create") tryCreate(one, access, setting);
    noteUnknown(unknown, planned);
    check.preview.push(
      ...planned.slice(0, PREVIEW - check.preview.length).map((one) => previewOf(one, access, setting)),
    );
    check.counters = counted(check.counters, planned);
    const going = await store.tx(async (trx) => {
      const own = await trx.selectFrom("imports").select(["state", "run"]).where("id", "=", id).forUpdate()
        .executeTakeFirst();
      if (own?.state !== "checking" || own.run !== run) return false;
      await noteErrors(trx, id, { planned, mapping: row.mapping });
      await trx.updateTable("imports").set({ counters: JSON.stringify(check.counters), progress: done })
        .where("id", "=", id).execute();
      await tellImport(trx, { id, user: row.user_id });
      return true;
    });
    if (!going) return;
    if (error) return await finish(store, { id, run, error: { code: error.code, detail: error.detail } });
  }
  check.unknown = Object.fromEntries([...unknown].map(([column, values]) => [
    column,
    [...values.values()].sort((a, b) => b.count - a.count),
  ]));
  await store.db.updateTable("imports").set({ checked: JSON.stringify(check) }).where("id", "=", id)
    .where("run", "=", run).execute();
  await finish(store, { id, run });
}

const ownOf = (access: Access) => ({ user: access.user, team: access.teams[0] ?? null });

/** What the person may not write is said now as it would be then. */
function tryCreate(planned: Planned, access: Access, setting: Setting): void {
  try {
    requireWritable(planned, access, setting);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail(planned, error, setting);
  }
}

function noteUnknown(unknown: Unknown, planned: readonly Planned[]): void {
  for (const { row, errors } of planned) {
    const options = errors.filter(({ code }) => code === "records.error.bad-option");
    for (const { column, value, like } of [...options.map((one) => ({ ...one, like: undefined })), ...row.unknown]) {
      const values = unknown.get(column) ?? new Map<string, UnknownValue>();
      unknown.set(column, values);
      const known = values.get(value);
      if (known) known.count++;
      else if (values.size < MOST_UNKNOWN) values.set(value, { value, count: 1, ...(like ? { like } : {}) });
    }
  }
}

function previewOf(planned: Planned, access: Access, setting: Setting): ImportPreviewRow {
  const { row, action, existing, errors, line } = planned;
  const values = action === "create"
    ? wholeValues(row, { ...setting, tags: setting.options.tags, own: ownOf(access) })
    : { ...row.values, ...(row.company === undefined ? {} : { company: row.company }) };
  if (row.createdAt) values.created = row.createdAt;
  if (row.updatedAt) values.updated = row.updatedAt;
  return {
    row: line,
    action,
    values,
    name: typeof values.name === "string" ? values.name : "",
    existing: existing && { id: existing.id, name: existing.name },
    errors: errors.map(({ column, code, detail }) => ({
      column: column < 0 ? "" : setting.mapping.columns[column]?.title || `${column + 1}`,
      code,
      ...(detail ? { detail } : {}),
    })),
  };
}
