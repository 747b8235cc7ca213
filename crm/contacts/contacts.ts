/** Contacts as the desk needs them: who calls, a draft for a stranger, the few fields an agent fills in while talking. */
import { sql } from "kysely";
import type { z } from "zod";
import { type Access, anyReach, ForbiddenError } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { type Page } from "@/crm/page.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { readInput } from "@/crm/record/input.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import type { createContactSchema, searchContactsSchema, updateContactSchema } from "@/crm/contacts/schemas.ts";
import {
  changeRecord,
  CONSTRAINTS,
  created,
  type CrmRecord,
  getRecord,
  insertRecord,
  listRecords,
  listSchema,
  lockOne,
  lockRows,
  type Point,
  reachOf,
  RECORDS_CHANNEL,
  schemaOf,
} from "@/crm/record/mod.ts";

export interface Contact {
  id: string;
  name: string;
  company: string;
  note: string;
  owner: string | null;
  team: string | null;
  phones: { e164: string; raw: string }[];
  version: number;
  createdAt: number;
}

/** The contact of a number, E.164 or as received; null: nobody's. One index look-up. @throws {ForbiddenError} */
export async function findByNumber(
  store: Store,
  access: Access,
  options: { number: string },
): Promise<Contact | null> {
  mayView(access);
  const e164 = parsePhone(options.number);
  const id = e164 ? await idByPhone(store.db, e164) : null;
  return id ? await getContact(store, access, { id }) : null;
}

/** null: there is none, or it is out of reach. @throws {ForbiddenError} */
export async function getContact(store: Store, access: Access, options: { id: string }): Promise<Contact | null> {
  const record = await getRecord(store, access, { kind: "contact", id: options.id });
  return record && !record.archived ? toContact(record) : null;
}

/** Contacts that match words or digits, newest first. @throws {ForbiddenError} @throws {BadInputError} */
export async function searchContacts(
  store: Store,
  access: Access,
  options: z.output<typeof searchContactsSchema>,
): Promise<Page<Contact>> {
  const page = await listRecords(store, access, { ...listSchema.parse(options), kind: "contact" });
  return { rows: page.rows.map(toContact), next: page.next };
}

export async function createContact(
  store: Store,
  access: Access,
  input: z.output<typeof createContactSchema>,
): Promise<Result<Contact>> {
  mayEdit(access);
  const schema = await schemaOf(store, "contact");
  return await verb(store, access, {
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const { owner, team, ...values } = input;
      await requireFree(trx, { phones: input.phones, except: null });
      const given = {
        ...values,
        ...(owner === undefined ? {} : { owner }),
        ...(team === undefined ? (owner === null ? { team: access.teams[0] ?? null } : {}) : { team }),
      };
      const record = await insertRecord(trx, access, { kind: "contact", values: given, schema });
      return { value: toContact(asSeen(record, access, { schema })), change: created(record) };
    },
  });
}

/** Changes a contact; filling in a draft makes it a contact. `phones` puts the whole list. */
export async function updateContact(
  store: Store,
  access: Access,
  input: z.output<typeof updateContactSchema>,
): Promise<Result<Contact>> {
  mayEdit(access);
  const schema = await schemaOf(store, "contact");
  return await verb(store, access, {
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const { id, version, ...given } = input;
      const before = await lockOne(trx, access, { kind: "contact", id, schema });
      if (version !== undefined && version !== before.version) throw new Refusal("records.error.stale");
      if (given.phones) await requireFree(trx, { phones: given.phones, except: id });
      const values = readInput(given, access, { kind: "contact", schema });
      const { record, change } = await changeRecord(trx, access, { before, values, schema });
      return { value: toContact(asSeen(record, access, { schema })), change };
    },
  });
}

/**
 * The contact of a caller's number, or a draft made for it. Two calls at once get the same one. null: the number is
 * none that could be called back (hidden, an extension).
 */
export async function findOrDraft(
  store: Store,
  access: Access,
  options: { number: string; name?: string },
): Promise<Result<Contact | null>> {
  mayEdit(access);
  const e164 = parsePhone(options.number);
  if (!e164) return { ok: true, value: null };
  const schema = await schemaOf(store, "contact");
  return await verb(store, access, {
    constraints: CONSTRAINTS,
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      // The one who comes second waits here, and then finds the first one's draft.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`contact ${e164}`}, 0))`.execute(trx);
      const known = await idByPhone(trx, e164);
      if (known) {
        const [record] = await lockRows(trx, access, { kind: "contact", ids: [known], action: "view", schema });
        if (!record) throw new Refusal("records.error.not-yours");
        return { value: toContact(asSeen(record, access, { schema })), change: null };
      }
      const values = {
        name: (options.name ?? "").slice(0, 200),
        phones: [{ value: e164, raw: options.number.slice(0, 40) }],
        owner: null,
        team: null,
      };
      const record = await insertRecord(trx, access, { kind: "contact", values, schema, trusted: true });
      await trx.updateTable("contacts").set({ draft: true }).where("id", "=", record.id).execute();
      return { value: toContact(record), change: created(record, "drafted") };
    },
  });
}

/** The contact who has a number; of several, one that was filled in, and of those the one changed last. */
export async function idByPhone(db: Store["db"], e164: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select c.id from record_points p join contacts c on c.id = p.record_id
    where p.point = ${e164} and p.kind = 'contact' and c.archived_at is null
    order by c.draft, c.updated_at desc, c.id limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** At the desk a number has one owner: whoever types another's number is told. */
async function requireFree(
  db: Store["db"],
  options: { phones: readonly string[]; except: string | null },
): Promise<void> {
  const numbers = options.phones.map((raw) => {
    const e164 = parsePhone(raw);
    if (!e164) throw new Refusal("contacts.error.bad-phone", { phone: raw });
    return e164;
  });
  if (numbers.length === 0) return;
  const { rows: [taken] } = await sql<{ point: string }>`select p.point from record_points p
    join contacts c on c.id = p.record_id where p.point = any(${numbers}) and p.kind = 'contact'
      and c.archived_at is null and c.id is distinct from ${options.except}::uuid limit 1`.execute(db);
  if (taken) throw new Refusal("contacts.error.phone-taken-by", { phone: taken.point });
}

function mayView(access: Access): void {
  if (reachOf(access, "contact", "view") === "none") throw new ForbiddenError(anyReach("contacts", "view")[0]);
}

function mayEdit(access: Access): void {
  if (reachOf(access, "contact", "edit") === "none") throw new ForbiddenError(anyReach("contacts", "edit")[0]);
}

function toContact(record: CrmRecord): Contact {
  const { name, company, note, owner, team, phones, created: at } = record.values as {
    [key: string]: string | null;
  } & { phones?: Point[] };
  return {
    id: record.id,
    name: name ?? "",
    company: company ?? "",
    note: note ?? "",
    owner: owner ?? null,
    team: team ?? null,
    phones: (phones ?? []).map((point) => ({ e164: point.value, raw: point.raw ?? point.value })),
    version: record.version,
    createdAt: Date.parse(at ?? ""),
  };
}
