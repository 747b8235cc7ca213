/** Makes the own fields that a mapping asks for, before the first row. A field of that title and type is taken as it is. */
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { createField, createFieldSchema } from "@/crm/fields/mod.ts";
import type { Table } from "@/crm/import/files/mod.ts";
import type { ImportMapping } from "@/store/tables/imports.ts";
import type { ImportRow } from "@/crm/import/run/work.ts";

const MOST_OPTIONS = 200;

/** @returns the mapping with the fields' keys in it, which is kept, so that a run that goes on makes none twice */
export async function makeFields(
  store: Store,
  access: Access,
  { row, table }: { row: ImportRow; table: Table },
): Promise<Result<ImportMapping>> {
  const { columns } = row.mapping;
  if (!columns.some(({ target }) => target.to === "new-field")) return { ok: true, value: row.mapping };
  const options = await gatherOptions(table, row.mapping);
  const next = [...columns];
  for (const [at, { target }] of columns.entries()) {
    if (target.to !== "new-field") continue;
    const known = await store.db.selectFrom("fields").select("key").where("kind", "=", row.kind)
      .where("type", "=", target.type).where("archived_at", "is", null)
      .where((where) => where.or([where("title_ru", "=", target.title), where("title_en", "=", target.title)]))
      .executeTakeFirst();
    let key = known?.key;
    if (key === undefined) {
      const titles = { titleRu: target.title, titleEn: target.title };
      const input = { ...titles, kind: row.kind, type: target.type, options: (options.get(at) ?? []).map(both) };
      const parsed = createFieldSchema.safeParse(input);
      if (!parsed.success) return { ok: false, code: "import.error.field", detail: { column: target.title } };
      const made = await createField(store, access, parsed.data);
      if (!made.ok) return made;
      key = made.value.key;
    }
    next[at] = { ...next[at], target: { to: "field", field: key } };
  }
  const mapping: ImportMapping = { columns: next };
  await store.db.updateTable("imports").set({ mapping: JSON.stringify(mapping) }).where("id", "=", row.id).execute();
  return { ok: true, value: mapping };
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
