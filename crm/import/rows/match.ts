/** Who a row is already: keys of rows, and what a second coming changes. Pure. */
import type { Field, Point, Value, Values } from "@/crm/record/types.ts";
import { isEmpty } from "@/crm/record/values.ts";
import type { ImportDuplicates, ImportMatch } from "@/store/tables/imports.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { ReadRow } from "@/crm/import/rows/read_row.ts";

/** `p:` a phone or e-mail, `x:` an id of the other system, `n:` a name; the surest first. */
export function keysOf(row: ReadRow, match: readonly ImportMatch[]): string[] {
  const points = (key: string) => (row.values[key] as Point[] | undefined ?? []).map(({ value }) => `p:${value}`);
  return [
    ...(match.includes("external-id") && row.externalId ? [`x:${row.externalId}`] : []),
    ...(match.includes("phone") ? points("phones") : []),
    ...(match.includes("email") ? points("emails") : []),
    ...(match.includes("name") && row.values.name ? [`n:${(row.values.name as string).toLowerCase()}`] : []),
  ];
}

/** What of the row's values is to be written over the record's. Lists grow, filled fields stay with `fill-empty`. */
export function patchOf(
  before: Values,
  given: Values,
  options: { duplicates: ImportDuplicates; schema: Schema },
): Values {
  const patch: Values = {};
  for (const [key, value] of Object.entries(given)) {
    const field = options.schema.get(key);
    const now = before[key];
    if (!field || isEmpty(value) && field.type !== "checkbox") continue;
    if (options.duplicates === "fill-empty" && !(now === undefined || isEmpty(now))) continue;
    patch[key] = grown(field, now, value);
  }
  return patch;
}

function grown(field: Field, now: Value | undefined, value: Value): Value {
  switch (field.type) {
    case "phones":
    case "emails": {
      const known = (now ?? []) as Point[];
      return [...known, ...(value as Point[]).filter((one) => !known.some((old) => old.value === one.value))].slice(
        0,
        20,
      );
    }
    case "tags":
    case "multi-select":
      return [...new Set([...(now ?? []) as string[], ...value as string[]])].slice(0, 50);
    case "records":
      return [...new Set([...(now ?? []) as string[], ...value as string[]])].slice(0, 50);
    default:
      return value;
  }
}
