/** What of the events a person may see, by the rights over records and their fields. */
import { asSeen } from "@/crm/record/columns.ts";
import { KINDS, type RecordKind, schemaOf, type Values, visibleIds } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { isId } from "@/crm/ids.ts";
import type { Eyes } from "@/crm/changes/feed.ts";

const RECORDS: ReadonlySet<string> = new Set(KINDS);

export function recordEyes(store: Store): Eyes {
  return {
    kinds: RECORDS,
    visible: (access, kind, ids) => visibleIds(store, access, { kind, ids }),
    async seen(access, kind, data) {
      if (access.permissions.has("phones.full") && !access.fields?.size) return data;
      const schema = await schemaOf(store, kind as RecordKind);
      const values: Values = {};
      const named: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(data)) {
        if (schema.has(key)) values[key] = value as Values[string];
        else if (saysNothing(value)) named[key] = value;
      }
      const record = { id: "", kind: kind as RecordKind, version: 0, archived: false, values };
      return { ...named, ...asSeen(record, access, { schema }).values };
    },
  };
}

/** What is no field passes only when it cannot hold a name or a number: ids, switches, counts. */
function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(saysNothing);
  return typeof value === "boolean" || typeof value === "number" || (typeof value === "string" && isId(value));
}
