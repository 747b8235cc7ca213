/** Makes the own fields that a mapping asks for, before the first row. A field of that title and type is taken as it is. */
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { createField, createFieldSchema } from "@/crm/fields/mod.ts";
import type { Table } from "@/crm/import/files/mod.ts";
import type { RecordKind } from "@/crm/record/mod.ts";
import type { ImportColumn, ImportMapping, ImportTarget } from "@/store/tables/imports.ts";
import { keeps } from "@/crm/import/run/setting.ts";
import type { ImportRow } from "@/crm/import/run/work.ts";

type NewFieldType = Extract<ImportTarget, { to: "new-field" }>["type"];

const MOST_OPTIONS = 200;

/** @returns the mapping with the fields' keys in it, which is kept, so that a run that goes on makes none twice */
export async function makeFields(
  store: Store,
  access: Access,
  { row, table }: { row: ImportRow; table: Table },
): Promise<Result<ImportMapping>> {
  const { columns } = row.mapping;
  const keeping = (column: ImportColumn) => column.target.to === "owner" && keeps(column) && column.keep === undefined;
  if (!columns.some((one) => one.target.to === "new-field" || keeping(one))) return { ok: true, value: row.mapping };
  const options = await gatherOptions(table, row.mapping);
  const next = [...columns];
  for (const [at, column] of columns.entries()) {
    const { target } = column;
    if (target.to !== "new-field" && !keeping(column)) continue;
    const wanted = target.to === "new-field"
      ? { type: target.type, title: target.title }
      : { type: "text" as const, title: column.title.trim().slice(0, 120) || `${at + 1}` };
    const made = await fieldFor(store, access, { ...wanted, kind: row.kind, options: options.get(at) ?? [] });
    if (!made.ok) return made;
    next[at] = target.to === "new-field"
      ? { ...column, target: { to: "field", field: made.value } }
      : { ...column, keep: made.value };
  }
  const mapping: ImportMapping = { columns: next };
  await store.db.updateTable("imports").set({ mapping: JSON.stringify(mapping) }).where("id", "=", row.id).execute();
  return { ok: true, value: mapping };
}

/** Key of the own field of this title and type, which is made where there is none. */
async function fieldFor(
  store: Store,
  access: Access,
  wanted: { kind: RecordKind; type: NewFieldType; title: string; options: readonly string[] },
): Promise<Result<string>> {
  const { kind, type, title } = wanted;
  const known = await store.db.selectFrom("fields").select("key").where("kind", "=", kind)
    .where("type", "=", type).where("archived_at", "is", null)
    .where((where) => where.or([where("title_ru", "=", title), where("title_en", "=", title)]))
    .executeTakeFirst();
  if (known) return { ok: true, value: known.key };
  const input = { titleRu: title, titleEn: title, kind, type, options: wanted.options.map(both) };
  const parsed = createFieldSchema.safeParse(input);
  if (!parsed.success) return { ok: false, code: "import.error.field", detail: { column: title } };
  const made = await createField(store, access, parsed.data);
  return made.ok ? { ok: true, value: made.value.key } : made;
}

const both = (title: string) => ({ titleRu: title, titleEn: title });

/** What stands in the columns that become lists of choices. */
async function gatherOptions(table: Table, { columns }: ImportMapping): Promise<Map<number, string[]>> {
  const wanted = columns.flatMap(({ target, values }, at) =>
    target.to === "new-field" && target.type === "select"
      ? [{ at, values: values ?? {}, found: new Map<string, string>() }]
      : []
  );
  if (wanted.length === 0) return new Map();
  for await (const { rows } of table.rows({ batch: 2_000 })) {
    for (const { cells, error } of rows) {
      if (error) continue;
      for (const { at, values, found } of wanted) {
        const cell = cells[at]?.trim() ?? "";
        const text = (values[cell] ?? cell).trim().slice(0, 120);
        if (text !== "" && found.size < MOST_OPTIONS && !found.has(text.toLowerCase())) {
          found.set(text.toLowerCase(), text);
        }
      }
    }
  }
  return new Map(wanted.map(({ at, found }) => [at, [...found.values()]]));
}
