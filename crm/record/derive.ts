/** What follows from other values when a record is written; the same for every way of writing. */
import type { Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import type { Point, RecordKind, Values } from "@/crm/record/types.ts";
import { deriveDeal } from "@/crm/deals/derive.ts";
import { placeOf } from "@/crm/phones/mod.ts";
import { deriveTask } from "@/crm/tasks/derive.ts";

/** The built-in source of leads that people add themselves (store/migrations/0013_intake.sql). */
const BY_HAND = "00000000-0000-7000-8000-00000000a001";

/**
 * Completes `values` in place: the name of a linked company, the time zone of the first phone, and of leads when they
 * were given to somebody and first answered.
 */
export async function derive(
  trx: Transaction<Database>,
  access: Access,
  options: { kind: RecordKind; before: Values | null; values: Values; trusted?: boolean },
): Promise<void> {
  const { kind, before, values, trusted } = options;
  const link = values.companyLink;
  if (typeof link === "string" && link !== before?.companyLink && values.company === undefined) {
    const company = await trx.selectFrom("companies").select("name").where("id", "=", link).executeTakeFirst();
    if (company) values.company = company.name;
  }
  if (kind === "deal") return await deriveDeal(trx, access, { before, values, trusted });
  if (kind === "task") return await deriveTask(trx, access, { before, values });
  if (values.timeZone === undefined && values.phones !== undefined && !before?.timeZone) {
    const [first] = values.phones as Point[];
    const zones = first ? placeOf(first.value).timeZones : [];
    // Several zones decide nothing: better none than a wrong one.
    if (zones.length === 1) values.timeZone = zones[0];
  }
  if (kind !== "lead") return;
  const now = new Date().toISOString();
  if (values.owner && values.owner !== before?.owner) values.assigned = now;
  const moved = before && values.status !== undefined && values.status !== before.status && before.status === "new";
  if (moved && !before.firstResponse && access.user !== "system") values.firstResponse = now;
  if (before === null && values.status === undefined) values.status = "new";
  if (before === null && values.source === undefined && access.origin === "web") values.source = BY_HAND;
}

/** A company's new name in the records that are linked to it. They show it, so it is no change of theirs. */
export async function follow(
  trx: Transaction<Database>,
  options: { kind: RecordKind; id: string; changed: Values },
): Promise<void> {
  const { name } = options.changed;
  if (options.kind !== "company" || typeof name !== "string") return;
  for (const table of ["contacts", "leads", "deals", "tasks"] as const) {
    await trx.updateTable(table).set({ company: name }).where("company_id", "=", options.id).execute();
  }
}
