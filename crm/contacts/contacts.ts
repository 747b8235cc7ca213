/** Contacts: create, change, and find again by name or phone. */
import { type RawBuilder, sql, type Transaction } from "kysely";
import type { z } from "zod";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { beyond, type Page, toPage } from "@/crm/page.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { difference, verb } from "@/crm/verb.ts";
import { parsePhone, searchDigits } from "@/crm/contacts/phone.ts";
import type { createContactSchema, searchContactsSchema, updateContactSchema } from "@/crm/contacts/schemas.ts";

export interface Contact {
  id: string;
  name: string;
  company: string;
  note: string;
  owner: string | null;
  team: string | null;
  /** Made from an unknown caller's number; nobody has filled it in yet. */
  draft: boolean;
  phones: { e164: string; raw: string }[];
  version: number;
  createdAt: number;
}

type Row = Omit<Contact, "createdAt"> & { createdAt: Date };

const columns = sql<Row>`
  c.id, c.name, c.company, c.note, c.owner_id as owner, c.team_id as team, c.draft, c.version,
  c.created_at as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('e164', p.e164, 'raw', p.raw) order by p.position, p.e164)
    from contact_phones p where p.contact_id = c.id), '[]') as phones`;

const constraints = {
  contact_phones_pkey: "contacts.error.phone-taken",
  contacts_owner_id_fkey: "people.error.no-user",
  contacts_team_id_fkey: "people.error.no-team",
};

/** The contact of a number, E.164 or as received; null: nobody's. One index look-up. @throws {ForbiddenError} */
export async function findByNumber(
  store: Store,
  access: Access,
  options: { number: string },
): Promise<Contact | null> {
  require(access, "contacts.view");
  const e164 = parsePhone(options.number);
  return e164 ? await readByPhone(store.db, e164) : null;
}

/** @throws {ForbiddenError} */
export async function getContact(store: Store, access: Access, options: { id: string }): Promise<Contact | null> {
  require(access, "contacts.view");
  return await readContact(store.db, options.id);
}

/**
 * Contacts that match, newest first. Every word must stand in name or company (ё and е are one letter); digits look
 * inside phones. @throws {ForbiddenError}
 */
export async function searchContacts(
  store: Store,
  access: Access,
  options: z.output<typeof searchContactsSchema>,
): Promise<Page<Contact>> {
  require(access, "contacts.view");
  const where: RawBuilder<unknown>[] = [
    sql`c.archived_at is null`,
    beyond(options.after, { at: sql`c.created_at`, id: sql`c.id`, idType: "uuid" }),
  ];
  const digits = searchDigits(options.text);
  if (digits) {
    const likes = digits.map((part) => sql`p.e164 like ${`%${part}%`}`);
    where.push(sql`c.id in (select p.contact_id from contact_phones p where ${sql.join(likes, sql` or `)})`);
  } else {
    const words = options.text.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean).slice(0, 6);
    for (const word of words) where.push(sql`c.search like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`);
  }
  const { rows } = await sql<Row & { cursor_at: string }>`
    select ${columns}, c.created_at::text as cursor_at from contacts c where ${sql.join(where, sql` and `)}
    order by c.created_at desc, c.id desc limit ${options.limit + 1}`.execute(store.db);
  return toPage(rows, options.limit, ({ cursor_at: _, ...row }) => toContact(row));
}

export function createContact(
  store: Store,
  access: Access,
  input: z.output<typeof createContactSchema>,
): Promise<Result<Contact>> {
  return verb(store, access, {
    permission: "contacts.edit",
    constraints,
    work: async (trx) => {
      const id = newId();
      const own = access.user === "system" ? null : access.user;
      const owner = input.owner === undefined ? own : input.owner;
      const team = input.team === undefined ? access.teams[0] ?? null : input.team;
      const { name, company, note } = input;
      await trx.insertInto("contacts").values({ id, name, company, note, owner_id: owner, team_id: team }).execute();
      await putPhones(trx, id, input.phones);
      const after = await mustRead(trx, id);
      return {
        value: after,
        change: { type: "contact.created", entity: { kind: "contact", id }, after: { ...after } },
      };
    },
  });
}

/** Changes a contact; filling in a draft makes it a contact. `phones` puts the whole list. */
export function updateContact(
  store: Store,
  access: Access,
  input: z.output<typeof updateContactSchema>,
): Promise<Result<Contact>> {
  return verb(store, access, {
    permission: "contacts.edit",
    constraints,
    work: async (trx) => {
      const { id, version, phones, owner, team, ...fields } = input;
      await trx.selectFrom("contacts").select("id").where("id", "=", id).forUpdate().execute();
      const before = await readContact(trx, id);
      if (!before) throw new Refusal("contacts.error.no-contact");
      if (version !== undefined && version !== before.version) throw new Refusal("contacts.error.stale");
      await trx.updateTable("contacts").set({
        ...fields,
        ...(owner === undefined ? {} : { owner_id: owner }),
        ...(team === undefined ? {} : { team_id: team }),
        ...(fields.name ? { draft: false } : {}),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      }).where("id", "=", id).execute();
      if (phones) {
        await trx.deleteFrom("contact_phones").where("contact_id", "=", id).execute();
        await putPhones(trx, id, phones);
      }
      const after = await mustRead(trx, id);
      const changed = difference({ ...before, version: 0 }, { ...after, version: 0 });
      return {
        value: after,
        change: changed && { type: "contact.updated", entity: { kind: "contact", id }, ...changed },
      };
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
  require(access, "contacts.edit");
  const e164 = parsePhone(options.number);
  if (!e164) return { ok: true, value: null };
  const found = await readByPhone(store.db, e164);
  if (found) return { ok: true, value: found };
  return verb(store, access, {
    permission: "contacts.edit",
    work: async (trx) => {
      // The one who comes second waits here, and then finds the first one's draft.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`contact ${e164}`}, 0))`.execute(trx);
      const meanwhile = await readByPhone(trx, e164);
      if (meanwhile) return { value: meanwhile, change: null };
      const id = newId();
      await trx.insertInto("contacts").values({ id, name: (options.name ?? "").slice(0, 200), draft: true }).execute();
      await trx.insertInto("contact_phones").values({ e164, contact_id: id, raw: options.number.slice(0, 40) })
        .execute();
      const after = await mustRead(trx, id);
      return {
        value: after,
        change: { type: "contact.drafted", entity: { kind: "contact", id }, after: { ...after } },
      };
    },
  });
}

export async function readContact(db: Store["db"], id: string): Promise<Contact | null> {
  const { rows } = await sql<Row>`select ${columns} from contacts c where c.id = ${id}::uuid and c.archived_at is null`
    .execute(db);
  return rows[0] ? toContact(rows[0]) : null;
}

async function readByPhone(db: Store["db"], e164: string): Promise<Contact | null> {
  const { rows } = await sql<Row>`select ${columns} from contact_phones f join contacts c on c.id = f.contact_id
    where f.e164 = ${e164} and c.archived_at is null`.execute(db);
  return rows[0] ? toContact(rows[0]) : null;
}

async function mustRead(trx: Transaction<Database>, id: string): Promise<Contact> {
  const contact = await readContact(trx, id);
  if (!contact) throw new Error("contact vanished in its own transaction");
  return contact;
}

/** Names the contact that has a number already, which a unique index alone would not. */
async function putPhones(trx: Transaction<Database>, id: string, phones: readonly string[]): Promise<void> {
  const rows = new Map<string, { e164: string; contact_id: string; raw: string; position: number }>();
  for (const raw of phones) {
    const e164 = parsePhone(raw);
    if (!e164) throw new Refusal("contacts.error.bad-phone", { phone: raw });
    if (!rows.has(e164)) rows.set(e164, { e164, contact_id: id, raw, position: rows.size });
  }
  if (rows.size === 0) return;
  const taken = await trx.selectFrom("contact_phones").select("e164").where("e164", "in", [...rows.keys()])
    .limit(1).executeTakeFirst();
  if (taken) throw new Refusal("contacts.error.phone-taken-by", { phone: taken.e164 });
  await trx.insertInto("contact_phones").values([...rows.values()]).execute();
}

function toContact(row: Row): Contact {
  return { ...row, createdAt: row.createdAt.getTime() };
}
