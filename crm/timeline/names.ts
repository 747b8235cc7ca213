/** Ids in a timeline's changes as names that people know. Records out of reach have none. */
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { type CrmRecord, linkedNames, type RecordKind, type Schema, type Values } from "@/crm/record/mod.ts";
import type { FieldChange } from "@/crm/timeline/types.ts";

export async function namesIn(
  store: Store,
  access: Access,
  options: { kind: RecordKind; schema: Schema; changes: readonly (readonly FieldChange[])[] },
): Promise<Record<string, string>> {
  const { kind, schema } = options;
  const people = new Set<string>();
  const records: CrmRecord[] = [];
  for (const changes of options.changes) {
    for (const side of ["before", "after"] as const) {
      const values: Values = Object.fromEntries(changes.map((change) => [change.field, change[side]]));
      records.push({ id: "", kind, version: 0, archived: false, values });
      for (const [key, value] of Object.entries(values)) {
        const type = schema.get(key)?.type;
        if (typeof value === "string" && (type === "user" || type === "team")) people.add(value);
      }
    }
  }
  const linked = await linkedNames(store, access, records);
  const { rows } = people.size === 0 ? { rows: [] } : await sql<{ id: string; name: string }>`
    select id::text, name from users where id::text = any(${[...people]})
    union all select id::text, name from teams where id::text = any(${[...people]})`.execute(store.db);
  return { ...linked, ...Object.fromEntries(rows.map(({ id, name }) => [id, name])) };
}
