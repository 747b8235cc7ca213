/**
 * A lead becomes a deal: one verb and one transaction for the lead, the deal, and where needed a new contact and company;
 * events of all of them have the conversion as their cause. Taken back by unconvert.ts.
 */
import type { Transaction } from "kysely";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb, writeChange } from "@/crm/verb.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { wordOf } from "@/crm/record/rights.ts";
import { carryOver, TO_COMPANY, TO_CONTACT, TO_DEAL } from "@/crm/deals/carry.ts";
import { carryConsents } from "@/crm/deals/carry_consents.ts";
import type { ConvertInput } from "@/crm/deals/schemas.ts";
import { convertedInto, partiesOf } from "@/crm/deals/suggest.ts";
import {
  changeRecord,
  CONSTRAINTS,
  created,
  type CrmRecord,
  fieldRight,
  getRecord,
  insertRecord,
  lockOne,
  reaches,
  reachOf,
  type RecordKind,
  RECORDS_CHANNEL,
  type Schema,
  schemaOf,
  tell,
  type Values,
} from "@/crm/record/mod.ts";

export interface Converted {
  deal: CrmRecord;
  lead: CrmRecord;
  contact: string | null;
  company: string | null;
  /** What was made beside the deal. */
  made: ("contact" | "company")[];
}

type Schemas = Record<"lead" | "contact" | "company" | "deal", Schema>;
const KINDS = ["lead", "contact", "company", "deal"] as const;

/**
 * Twice is a refusal with the deal: `deals.error.converted {deal, name}`. What the deal's stage asks for and was not
 * given: `deals.error.stage-needs`. @throws {ForbiddenError}
 */
export async function convertLead(store: Store, access: Access, input: ConvertInput): Promise<Result<Converted>> {
  for (const kind of ["lead", "deal"] as const) requireEdit(access, kind);
  const schemas = Object.fromEntries(
    await Promise.all(KINDS.map(async (kind) => [kind, await schemaOf(store, kind)] as const)),
  ) as Schemas;
  const whole = await getRecord(store, SYSTEM, { kind: "lead", id: input.id });
  const parties = whole && await partiesOf(store, access, whole.values);
  const choice = {
    contact: input.contact ?? parties?.contact ?? "none",
    company: input.company ?? parties?.company ?? "none",
  };
  for (const kind of ["contact", "company"] as const) if (choice[kind] === "new") requireEdit(access, kind);
  return await verb(store, access, {
    constraints: { ...CONSTRAINTS, conversions_live: "deals.error.converted" },
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const lead = await lockOne(trx, access, { kind: "lead", id: input.id, schema: schemas.lead });
      await requireUnconverted(trx, store, { access, lead: lead.id });
      return await convert(trx, access, { lead, input, choice, schemas });
    },
  });
}

interface Plan {
  lead: CrmRecord;
  input: ConvertInput;
  choice: { contact: string; company: string };
  schemas: Schemas;
}

async function convert(trx: Transaction<Database>, access: Access, plan: Plan) {
  const { lead, input, choice, schemas } = plan;
  const id = newId();
  const made: CrmRecord[] = [];
  const make = async (kind: "contact" | "company", values: Values) => {
    const record = await insertRecord(trx, access, { kind, values, schema: schemas[kind], trusted: true });
    await writeChange(trx, access, { change: created(record), cause: id });
    made.push(record);
    return record.id;
  };
  const company = choice.company !== "new" ? idOf(choice.company) : await make("company", {
    ...held(access, "company", carryOver(lead.values, TO_COMPANY, { from: schemas.lead, to: schemas.company })),
    ...(input.companyName ? { name: input.companyName } : {}),
  });
  const contact = choice.contact !== "new" ? idOf(choice.contact) : await make("contact", {
    ...held(access, "contact", carryOver(lead.values, TO_CONTACT, { from: schemas.lead, to: schemas.contact })),
    ...(input.contactName ? { name: input.contactName } : {}),
    ...(company ? { companyLink: company } : {}),
  });
  if (contact && choice.contact === "new") await carryConsents(trx, { lead: lead.id, contact });

  const deal = await insertRecord(trx, access, {
    kind: "deal",
    schema: schemas.deal,
    values: {
      ...writable(access, schemas.deal, carryOver(lead.values, TO_DEAL, { from: schemas.lead, to: schemas.deal })),
      // A linked company gives its own name.
      ...(company ? { company: undefined, companyLink: company } : {}),
      ...(contact ? { contacts: [contact] } : {}),
      lead: lead.id,
      ...input.deal,
    },
  });
  await writeChange(trx, access, { change: created(deal), cause: id });
  const { record, change } = await changeRecord(trx, access, {
    before: lead,
    values: {
      status: "converted",
      ...(contact ? { contact } : {}),
      ...(company ? { companyLink: company } : {}),
    },
    schema: schemas.lead,
    trusted: true,
    type: "converted",
  });
  const [newContact, newCompany] = (["contact", "company"] as const).map((kind) =>
    made.find((one) => one.kind === kind)
  );
  const sides = { before: change?.before ?? {}, after: change?.after ?? {} };
  await trx.insertInto("conversions").values({
    id,
    lead_id: lead.id,
    deal_id: deal.id,
    contact_id: newContact?.id ?? null,
    contact_version: newContact?.version ?? null,
    company_id: newCompany?.id ?? null,
    company_version: newCompany?.version ?? null,
    changed: JSON.stringify(sides),
    actor: access.user,
  }).execute();
  for (const one of [...made, deal]) await tell(trx, one.kind, [one.id]);
  const data = { ...sides.after, conversion: id, deal: deal.id, dealName: deal.values.name };
  return {
    value: {
      deal: asSeen(deal, access, { schema: schemas.deal }),
      lead: asSeen(record, access, { schema: schemas.lead }),
      contact,
      company,
      made: made.map(({ kind }) => kind as "contact" | "company"),
    },
    change: { type: "lead.converted", entity: { kind: "lead", id: lead.id }, ...sides, data },
  };
}

const idOf = (choice: string) => choice === "none" ? null : choice;

function requireEdit(access: Access, kind: RecordKind): void {
  if (reachOf(access, kind, "edit") !== "none") return;
  throw new ForbiddenError(wordOf(kind, "edit"));
}

/** Owner and team of the lead, if the person will still see the new record then; else it is theirs. */
function held(access: Access, kind: "contact" | "company", values: Values): Values {
  const { owner = null, team = null } = values as { owner?: string | null; team?: string | null };
  if (reaches(access, kind, { action: "edit", owner, team })) return values;
  const { owner: _, team: __, ...rest } = values;
  return rest;
}

/** Fields of the deal that the person may fill; a lead's owner whom they may not choose gives way to themselves. */
function writable(access: Access, schema: Schema, values: Values): Values {
  const kept = Object.fromEntries(
    Object.entries(values).filter(([key]) => fieldRight(access, "deal", key) === "edit" && schema.has(key)),
  );
  const { owner = null, team = null } = kept as { owner?: string | null; team?: string | null };
  if (reaches(access, "deal", { action: "edit", owner, team })) return kept;
  const { owner: _, team: __, ...rest } = kept;
  return rest;
}

/** @throws {Refusal} A lead whose deal was deleted may be converted again. */
async function requireUnconverted(
  trx: Transaction<Database>,
  store: Store,
  options: { access: Access; lead: string },
): Promise<void> {
  const live = await trx.selectFrom("conversions as c").innerJoin("deals as d", "d.id", "c.deal_id")
    .select(["c.id", "c.deal_id", "d.archived_at"]).where("c.lead_id", "=", options.lead)
    .where("c.undone_at", "is", null).executeTakeFirst();
  if (!live) return;
  if (live.archived_at === null) {
    const known = await convertedInto(store, options.access, options.lead);
    throw new Refusal("deals.error.converted", { deal: live.deal_id, name: known?.name ?? "" });
  }
  await trx.updateTable("conversions").set({ undone_at: new Date() }).where("id", "=", live.id).execute();
}
