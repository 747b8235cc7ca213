/** A request becomes a lead: values, source, owner by the rules, consents with their proof; in the caller's transaction. */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database } from "@/crm/records.ts";
import { writeChanges } from "@/crm/verb.ts";
import {
  type ContactableKind,
  created,
  type CrmRecord,
  insertRecord,
  type Schema,
  tell,
  type Values,
} from "@/crm/record/mod.ts";
import { assign } from "@/crm/assignment/mod.ts";
import type { GivenConsent } from "@/crm/intake/requests/interpret.ts";
import type { Source } from "@/crm/intake/sources/sources.ts";

export interface LeadInput {
  request: string;
  receivedAt: Date;
  source: Source;
  values: Values;
  consents: readonly GivenConsent[];
  schema: Schema;
  contact?: string | null;
  /** Nobody by the rules: this person. */
  orElse?: string | null;
  /** A person accepted it, and that counts as the first answer. */
  answered?: boolean;
}

export async function makeLead(
  trx: Transaction<Database>,
  access: Access,
  options: LeadInput,
): Promise<CrmRecord> {
  const { source, schema } = options;
  const values: Values = { ...options.values, source: source.id };
  if (options.contact) values.contact = options.contact;
  if (options.answered) values.firstResponse = new Date().toISOString();
  if (!values.owner) {
    const given = await assign(trx, { values, schema, rule: source.rule, at: options.receivedAt });
    values.owner = given.owner ?? (given.team ? null : options.orElse ?? null);
    if (given.team) values.team = given.team;
  }
  const record = await insertRecord(trx, access, {
    kind: "lead",
    values,
    schema,
    trusted: true,
    // The wait of a person begins when they wrote, not when we looked.
    createdAt: options.receivedAt,
  });
  await writeChanges(trx, access, { changes: [created(record)], cause: options.request });
  await writeConsents(trx, access, { kind: "lead", id: record.id, at: options.receivedAt, consents: options.consents });
  await tell(trx, "lead", [record.id]);
  return record;
}

/** Each consent is a row of its own and never edited. */
export async function writeConsents(
  trx: Transaction<Database>,
  access: Access,
  options: { kind: ContactableKind; id: string; at: Date; consents: readonly GivenConsent[] },
): Promise<void> {
  for (const consent of options.consents) {
    await trx.insertInto("consents").values({
      id: newId(),
      kind: options.kind,
      record_id: options.id,
      channel: consent.channel,
      granted: consent.granted,
      at: options.at,
      manner: "form",
      proof: consent.proof,
      actor: access.user,
    }).execute();
  }
}

/** A further request of somebody who has a record: an event of the record, with the words. */
export async function attach(
  trx: Transaction<Database>,
  access: Access,
  options: {
    kind: ContactableKind;
    id: string;
    request: string;
    source: Source;
    text: string;
    at: Date;
    consents: readonly GivenConsent[];
  },
): Promise<void> {
  const { kind, id } = options;
  const data = { request: options.request, source: options.source.id, text: options.text.slice(0, 2_000) };
  await writeChanges(trx, access, {
    changes: [{ type: `${kind}.request-linked`, entity: { kind, id }, data }],
    cause: options.request,
  });
  await writeConsents(trx, access, { kind, id, at: options.at, consents: options.consents });
  await tell(trx, kind, [id]);
}

/** Tells the open inboxes; ids only. */
export async function tellInbox(trx: Transaction<Database>, id: string): Promise<void> {
  await sql`select pg_notify('inbox', ${JSON.stringify({ kind: "request", id })})`.execute(trx);
}
