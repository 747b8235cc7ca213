/** Who a lead very likely is: a contact and a company that are there already, else new ones. */
import { type Access, SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import type { Result } from "@/crm/result.ts";
import { findDuplicates } from "@/crm/duplicates/mod.ts";
import { foldCase } from "@/crm/search/words.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { carryOver, TO_DEAL } from "@/crm/deals/carry.ts";
import {
  type CrmRecord,
  getRecord,
  type Point,
  reachOf,
  type RecordKind,
  schemaOf,
  type Values,
} from "@/crm/record/mod.ts";

export interface Party {
  id: string;
  name: string;
  /** What tells it from namesakes. */
  detail: string[];
  /** `link`: the lead points to it already. */
  why: "link" | "contact" | "phone" | "email" | "name";
}

/** `new`, `none`, or an id of the parties. */
export type Choice = string;

export interface Suggestion {
  contacts: Party[];
  companies: Party[];
  contact: Choice;
  company: Choice;
  /** Fields of the deal that come from the lead, as the person may see them. */
  deal: Values;
  /** The person may make new ones. */
  may: { contact: boolean; company: boolean; deal: boolean };
  /** The deal that the lead became; its name, when the person may see it. */
  converted: { deal: string; name: string | null } | null;
}

const SAME_NAME = 0.95;

/** @throws {ForbiddenError} Refusal: `records.error.no-record` */
export async function suggestConversion(
  store: Store,
  access: Access,
  input: { id: string },
): Promise<Result<Suggestion>> {
  const lead = await getRecord(store, access, { kind: "lead", id: input.id });
  if (!lead || lead.archived) return { ok: false, code: "records.error.no-record" };
  const may = (kind: RecordKind) => reachOf(access, kind, "edit") !== "none";
  const [from, to] = await Promise.all([schemaOf(store, "lead"), schemaOf(store, "deal")]);
  // Doubles are looked for by whole numbers, also for those who see them masked.
  const whole = await getRecord(store, SYSTEM, { kind: "lead", id: input.id });
  const parties = await partiesOf(store, access, whole?.values ?? lead.values);
  const values = carryOver(lead.values, TO_DEAL, { from, to });
  return {
    ok: true,
    value: {
      ...parties,
      deal: asSeen({ id: "", kind: "deal", version: 0, archived: false, values }, access, { schema: to }).values,
      may: { contact: may("contact"), company: may("company"), deal: may("deal") },
      converted: await convertedInto(store, access, lead.id),
    },
  };
}

/** What stands for nothing else: see {@link convertSchema}. */
export async function partiesOf(
  store: Store,
  access: Access,
  lead: Values,
): Promise<Pick<Suggestion, "contacts" | "companies" | "contact" | "company">> {
  const sees = (kind: RecordKind) => reachOf(access, kind, "view") !== "none";
  const read = async (kind: RecordKind, id: unknown) => {
    if (typeof id !== "string" || !sees(kind)) return null;
    const record = await getRecord(store, access, { kind, id });
    return record?.archived ? null : record;
  };
  const points = (key: string) => ((lead[key] ?? []) as readonly Point[]).map(({ value }) => value);
  const text = (key: string) => typeof lead[key] === "string" ? (lead[key] as string).slice(0, 254) : "";
  const ask = (kind: "contact" | "company", name: string, own: boolean) =>
    findDuplicates(store, access, {
      kind,
      name,
      company: text("company"),
      phones: own ? points("phones").slice(0, 20) : [],
      emails: own ? points("emails").slice(0, 20) : [],
    });
  const [linked, linkedCompany, people, firms] = await Promise.all([
    read("contact", lead.contact),
    read("company", lead.companyLink),
    ask("contact", text("name"), true),
    ask("company", text("company"), true),
  ]);
  const contacts: Party[] = [
    ...(linked ? [partyOf(linked, "link")] : []),
    ...people.matches.filter(({ kind, id }) => kind === "contact" && id !== linked?.id)
      .map((match) => partyOf(match, match.why)),
  ];
  const sure = contacts.find(({ why }) => why !== "name");
  const ofContact = linkedCompany || !sure
    ? null
    : await read("company", (await read("contact", sure.id))?.values.companyLink);
  const known = linkedCompany ?? ofContact;
  const companies: Party[] = [
    ...(known ? [partyOf(known, linkedCompany ? "link" : "contact")] : []),
    ...firms.matches.filter(({ kind, id }) => kind === "company" && id !== known?.id)
      .map((match) => partyOf(match, match.why)),
  ];
  const named = foldCase(text("company"));
  const sameFirm = companies.find(({ why }) => why !== "name") ??
    companies.find(({ id, name }) =>
      foldCase(name) === named || firms.matches.some((match) => match.id === id && match.likeness >= SAME_NAME)
    );
  const somebody = text("name") !== "" || points("phones").length + points("emails").length > 0;
  return {
    contacts,
    companies,
    contact: sure?.id ?? (somebody && reachOf(access, "contact", "edit") !== "none" ? "new" : "none"),
    company: sameFirm?.id ?? (named !== "" && reachOf(access, "company", "edit") !== "none" ? "new" : "none"),
  };
}

function partyOf(record: Pick<CrmRecord, "id" | "values">, why: Party["why"]): Party {
  const { id, values } = record;
  const first = (key: string) => ((values[key] ?? []) as readonly Point[]).slice(0, 1).map(({ value }) => value);
  const said = (key: string) => typeof values[key] === "string" ? [values[key] as string] : [];
  const detail = [...said("company"), ...first("phones"), ...first("emails"), ...said("city")].slice(0, 3);
  return { id, name: `${values.name ?? ""}`, detail, why };
}

/** The live deal that the lead became. */
export async function convertedInto(
  store: Store,
  access: Access,
  lead: string,
): Promise<{ deal: string; name: string | null } | null> {
  const row = await store.db.selectFrom("conversions as c").innerJoin("deals as d", "d.id", "c.deal_id")
    .select("c.deal_id").where("c.lead_id", "=", lead).where("c.undone_at", "is", null)
    .where("d.archived_at", "is", null).executeTakeFirst();
  if (!row) return null;
  const seen = reachOf(access, "deal", "view") === "none"
    ? null
    : await getRecord(store, access, { kind: "deal", id: row.deal_id });
  return { deal: row.deal_id, name: seen ? `${seen.values.name ?? ""}` : null };
}
