/** What a person may see of a change: hidden fields are left out, numbers and addresses masked where they must be. */
import type { Access } from "@/store/access.ts";
import { asSeen } from "@/crm/record/columns.ts";
import type { RecordKind, Schema, Values } from "@/crm/record/mod.ts";
import { sameValue } from "@/crm/record/same.ts";
import { emptyValue } from "@/crm/record/values.ts";
import type { FieldChange } from "@/crm/timeline/types.ts";

type Side = Record<string, unknown> | null;

/** Fields that differ, in the order in which they were written; keys that are no fields are left out. */
export function seenChanges(
  access: Access,
  options: { kind: RecordKind; schema: Schema; before: Side; after: Side },
): FieldChange[] {
  const { kind, schema } = options;
  const seen = (side: Side) => {
    const values = Object.fromEntries(Object.entries(side ?? {}).filter(([key]) => schema.has(key))) as Values;
    return asSeen({ id: "", kind, version: 0, archived: false, values }, access, { schema }).values;
  };
  const [before, after] = [seen(options.before), seen(options.after)];
  return Object.keys(after).map((field) => {
    const none = emptyValue(schema.get(field)!);
    return { field, before: before[field] ?? none, after: after[field] ?? none };
  }).filter((change) => !sameValue(change.before, change.after));
}
