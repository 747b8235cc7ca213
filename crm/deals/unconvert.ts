/**
 * Takes a conversion back: the deal is deleted, the lead is what it was (fields that somebody changed since stay), and
 * the contact and company that were made for it go too, unless somebody has used them since.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { type Change, difference, type Plain, verb, writeChange } from "@/crm/verb.ts";
import {
  CONSTRAINTS,
  lockOne,
  lockRows,
  PLURAL,
  RECORDS_CHANNEL,
  schemaOf,
  tell,
  type Values,
  writeRaw,
} from "@/crm/record/mod.ts";
import { planRevert } from "@/crm/revert/plan.ts";

export interface Unconverted {
  /** Kinds of what was deleted. */
  removed: ("deal" | "contact" | "company")[];
  /** Kinds of what was made and stays, because somebody has used it. */
  kept: ("contact" | "company")[];
}

/** @throws {ForbiddenError} Refusals: deals.error.not-converted, records.error.not-yours */
export async function undoConversion(
  store: Store,
  access: Access,
  input: { id: string },
): Promise<Result<Unconverted>> {
  const [schema, deals] = await Promise.all([schemaOf(store, "lead"), schemaOf(store, "deal")]);
  return await verb(store, access, {
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const lead = await lockOne(trx, access, { kind: "lead", id: input.id, schema });
      const row = await trx.selectFrom("conversions").selectAll().where("lead_id", "=", lead.id)
        .where("undone_at", "is", null).forUpdate().executeTakeFirst();
      if (!row) throw new Refusal("deals.error.not-converted");
      const [deal] = await lockRows(trx, access, { kind: "deal", ids: [row.deal_id], action: "edit", schema: deals });
      if (!deal) throw new Refusal("records.error.not-yours");

      const changed = row.changed as { before: Values; after: Values };
      const plan = planRevert(changed, lead.values, { force: false, may: () => true });
      const sides = difference(lead.values as Plain, { ...lead.values, ...plan.values }) ?? { before: {}, after: {} };
      await writeRaw(trx, { kind: "lead", id: lead.id, values: sides.after as Values, schema });
      await trx.updateTable("conversions").set({ undone_at: new Date() }).where("id", "=", row.id).execute();

      const done: Unconverted = { removed: [], kept: [] };
      if (!deal.archived && await remove(trx, access, { kind: "deal", id: deal.id, cause: row.id })) {
        done.removed.push("deal");
      }
      for (const kind of ["contact", "company"] as const) {
        const [id, version] = [row[`${kind}_id`], row[`${kind}_version`]];
        if (id === null) continue;
        const gone = await remove(trx, access, { kind, id, version: version ?? 0, cause: row.id });
        done[gone ? "removed" : "kept"].push(kind);
      }
      return {
        value: done,
        change: {
          type: "lead.unconverted",
          entity: { kind: "lead", id: lead.id },
          ...sides,
          data: { ...sides.after, conversion: row.id, deal: deal.id, dealName: deal.values.name },
        },
      };
    },
  });
}

/** Of contacts and companies only those that nobody has touched and nothing else points to. */
async function remove(
  trx: Transaction<Database>,
  access: Access,
  options: { kind: "deal" | "contact" | "company"; id: string; version?: number; cause: string },
): Promise<boolean> {
  const { kind, id, version, cause } = options;
  const untouched = version === undefined
    ? sql<boolean>`true`
    : sql<boolean>`r.version = ${version} and not ${pointedTo(kind as "contact", id)}`;
  const { rows: [row] } = await sql<{ name: string }>`update ${sql.table(PLURAL[kind])} r
    set archived_at = now(), version = version + 1, updated_at = now()
    where r.id = ${id}::uuid and r.archived_at is null and ${untouched} returning r.name`.execute(trx);
  if (!row) return false;
  const change: Change = {
    type: `${kind}.deleted`,
    entity: { kind, id },
    before: { archived: false },
    after: { archived: true, name: row.name },
  };
  await writeChange(trx, access, { change, cause });
  await tell(trx, kind, [id]);
  return true;
}

function pointedTo(kind: "contact" | "company", id: string) {
  const link = sql.ref(`x.${kind}_id`);
  const live = (table: string) =>
    sql`exists (select 1 from ${sql.table(table)} x where ${link} = ${id}::uuid and x.archived_at is null)`;
  const other = kind === "contact"
    ? sql`exists (select 1 from deals x where x.contacts @> ${JSON.stringify([id])}::jsonb and x.archived_at is null)`
    : sql`${live("contacts")} or ${live("deals")}`;
  return sql`(${live("leads")} or ${live("tasks")} or ${other} or exists (
    select 1 from notes x where x.record_id = ${id}::uuid and x.archived_at is null))`;
}
