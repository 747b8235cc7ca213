/** What the person of a lead agreed to holds for the contact that they became. */
import type { Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Database } from "@/crm/records.ts";

const MOST = 200;

/** Copies the words as they were written down, with their proof and moment. */
export async function carryConsents(
  trx: Transaction<Database>,
  options: { lead: string; contact: string },
): Promise<void> {
  const rows = await trx.selectFrom("consents").selectAll().where("record_id", "=", options.lead)
    .orderBy("at").orderBy("created_at").limit(MOST).execute();
  if (rows.length === 0) return;
  await trx.insertInto("consents").values(
    rows.map((row) => ({ ...row, id: newId(), kind: "contact" as const, record_id: options.contact })),
  ).execute();
}
