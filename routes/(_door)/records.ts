/** What the routes of records share: the kind in the address, lists from a query string, answers with linked names. */
import { z } from "zod";
import { type Access, anyReach, type Permission, type RowEntity } from "@/store/access.ts";
import { type CrmRecord, filterSchema, kindOf, KINDS, linkedNames, listSchema, PLURAL } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";

const plurals = KINDS.map((kind) => PLURAL[kind]);

/** `leads`, `contacts`, `companies` → the kind. */
export const kindParam = z.enum(plurals as [RowEntity, ...RowEntity[]]).transform((plural) => kindOf(plural)!)
  .meta({ description: "api.field.kind" });

export const anyView: readonly Permission[] = KINDS.flatMap((kind) => anyReach(PLURAL[kind], "view"));
export const anyEdit: readonly Permission[] = KINDS.flatMap((kind) => anyReach(PLURAL[kind], "edit"));

/** JSON of conditions; anything else is refused by the schema behind it. */
const filterText = z.string().max(8_000).transform((text, issues) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    issues.addIssue({ code: "custom" });
    return z.NEVER;
  }
}).pipe(filterSchema);

/** `name` upwards, `-created` downwards. */
const sortText = z.string().regex(/^-?[a-zA-Z][a-zA-Z0-9_]{0,42}$/)
  .transform((text) => ({ field: text.replace(/^-/, ""), desc: text.startsWith("-") }));

/** A list as a query string asks for it. */
export const listQuery = listSchema.extend({
  text: listSchema.shape.text.meta({ description: "api.field.text" }),
  filter: filterText.prefault("[]").meta({
    description: "api.field.filter",
    examples: ['[{"field":"status","op":"is","value":"new"}]'],
  }),
  sort: sortText.prefault("-created").meta({ description: "api.field.sort" }),
  after: listSchema.shape.after.meta({ description: "api.field.after" }),
  limit: listSchema.shape.limit.meta({ description: "api.field.page-limit" }),
  archived: z.enum(["true", "false"]).default("false").transform((text) => text === "true")
    .meta({ description: "api.field.archived-too" }),
});

/** The address of one record. */
export const recordParams = z.object({ kind: kindParam, id: z.uuid() });
export const kindParams = z.object({ kind: kindParam });

/** A record that is not there, or out of reach. */
export const noRecord = { "records.error.no-record": 404 } as const;

/** A record beside the names of what it points to. */
export async function withNames(
  store: Store,
  access: Access,
  record: CrmRecord,
): Promise<{ record: CrmRecord; names: Record<string, string> }> {
  return { record, names: await linkedNames(store, access, [record]) };
}
