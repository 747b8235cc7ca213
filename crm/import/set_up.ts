/** What a person chooses for an import: how the file is read, what becomes of its columns, options. */
import type { SelectQueryBuilder, Transaction, UpdateObject } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { ImportMapping, ImportOptions } from "@/store/tables/imports.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { readValue, type RecordKind, schemaOf } from "@/crm/record/mod.ts";
import type { KeptFiles } from "@/crm/import/kept_files.ts";
import { describe } from "@/crm/import/open_file.ts";
import { mayFill } from "@/crm/import/run/setting.ts";
import { type ImportRow, openFor } from "@/crm/import/run/work.ts";
import type { patchImportSchema } from "@/crm/import/schemas.ts";

export type Changes = UpdateObject<Database, "imports">;

export type SetUp = z.output<typeof patchImportSchema> & {
  id: string;
  trx: Transaction<Database>;
  row: ImportRow;
  files: KeptFiles;
};

/** Columns of the import's row; a check of before is worth nothing any more. @throws {Refusal} */
export async function setUp(store: Store, access: Access, input: SetUp): Promise<Changes> {
  const { row, trx, files, mapping, options, header, separator, encoding, sheet } = input;
  const set: Changes = { checked: null, counters: "{}", progress: 0, error: null };
  let columns = row.header.length;
  const reading = Object.entries({ header, separator, encoding, sheet }).filter(([, one]) => one !== undefined);
  if (reading.length > 0) {
    const table = await openFor({ ...row, format: { ...row.format, ...Object.fromEntries(reading) } }, files);
    if ("code" in table) throw new Refusal(table.code, table.detail);
    const read = await describe(store, access, { kind: row.kind, table });
    columns = read.header.length;
    set.format = JSON.stringify(read.format);
    set.header = read.header;
    set.mapping = JSON.stringify(read.mapping);
  }
  if (mapping) {
    if (mapping.columns.length !== columns) throw new Refusal("import.error.columns", { columns });
    await requireFillable(store, access, { mapping, kind: row.kind });
    set.mapping = JSON.stringify(mapping);
  }
  if (options) {
    const next = { ...row.options, ...options };
    const schema = await schemaOf(store, row.kind);
    for (const [field, given] of Object.entries(next.values)) {
      const known = schema.get(field);
      if (!known) throw new Refusal("records.error.no-field", { field });
      const read = readValue(known, given, next);
      if (!read.ok) throw new Refusal(read.code, { field });
    }
    await requireThere(trx, next);
    set.options = JSON.stringify(next);
  }
  return set;
}

/** Rights over fields, and over making them. @throws {Refusal} */
async function requireFillable(
  store: Store,
  access: Access,
  { mapping, kind }: { mapping: ImportMapping; kind: RecordKind },
): Promise<void> {
  const schema = await schemaOf(store, kind);
  for (const { target, title } of mapping.columns) {
    const may = target.to === "new-field"
      ? access.permissions.has("fields.manage")
      : mayFill(target, { schema, access, kind });
    if (!may) throw new Refusal("import.error.mapping", { column: title.slice(0, 100) || "–" });
  }
}

/** Whom and what the rows are given to. @throws {Refusal} */
async function requireThere(trx: Transaction<Database>, options: ImportOptions): Promise<void> {
  const { owner, team, source } = options;
  const wanted = [
    ["people.error.no-user", owner, () => trx.selectFrom("users").where("disabled_at", "is", null)],
    ["people.error.no-team", team, () => trx.selectFrom("teams")],
    ["records.error.no-source", source, () => trx.selectFrom("sources").where("archived_at", "is", null)],
  ] as const;
  for (const [code, id, from] of wanted) {
    if (id === null) continue;
    const row = await (from() as SelectQueryBuilder<Database, "users", unknown>).select("id").where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw new Refusal(code);
  }
}
