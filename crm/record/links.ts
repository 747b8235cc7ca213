/** Links between records: nobody may point to a record that is out of sight, for a link shows its name. */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import { inReach, reachOf } from "@/crm/record/rights.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { idsIn } from "@/crm/record/values.ts";
import type { Values } from "@/crm/record/types.ts";

/** @throws {Refusal} with the field's key when a new link leads to nothing that the person sees */
export async function requireLinks(
  trx: Transaction<Database>,
  access: Access,
  options: { schema: Schema; before: Values | null; values: Values },
): Promise<void> {
  const { schema, before, values } = options;
  for (const [key, value] of Object.entries(values)) {
    const target = schema.get(key)?.target;
    if (!target) continue;
    const known = idsIn(before?.[key]);
    const ids = idsIn(value).filter((id) => !known.includes(id));
    if (ids.length === 0) continue;
    const seen = reachOf(access, target, "view") !== "none" &&
      (await sql`select 1 from ${sql.table(PLURAL[target])} r where r.id = any(${ids}::uuid[]) and r.archived_at is null
        and ${inReach(access, target, "view")}`.execute(trx)).rows.length === ids.length;
    if (!seen) throw new Refusal("records.error.no-record", { field: key });
  }
}
