/**
 * The processing half: takes a received request, understands it, and makes a lead of it, links it to whom it belongs, or
 * lays it into the inbox. Claim, lead and new state are one transaction under the request's row lock: a process that is
 * killed leaves a request that is as it was, and two that look at once make one lead.
 */
import { type Selectable, sql, type Transaction } from "kysely";
import { getLogger } from "@logtape/logtape";
import { type Access, SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { type Schema, schemaOf } from "@/crm/record/mod.ts";
import { writeChanges } from "@/crm/verb.ts";
import { interpret, type Meaning } from "@/crm/intake/requests/interpret.ts";
import { type Known, knownBy, lockPoints, pointsOf } from "@/crm/intake/requests/known.ts";
import { attach, makeLead, tellInbox } from "@/crm/intake/requests/make_lead.ts";
import { type Source, toSource } from "@/crm/intake/sources/sources.ts";
import { missedCall } from "@/crm/intake/calls/missed.ts";
import type { IntakeRequestsTable, RequestState } from "@/store/tables/intake.ts";

const log = getLogger(["kommutator", "intake"]);

/** Tries before a person has to look. */
export const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;

type Row = Selectable<IntakeRequestsTable>;

/** What is kept of a request besides where it went. */
export interface Outcome {
  state: RequestState;
  error?: string | null;
  lead?: string | null;
  leadVersion?: number | null;
  contact?: string | null;
  company?: string | null;
}

/** Takes one request that is due. @returns false: there was none */
export async function processNext(store: Store): Promise<boolean> {
  let claimed: Row | undefined;
  try {
    return await store.tx(async (trx) => {
      claimed = await trx.selectFrom("intake_requests").selectAll().where("state", "=", "received")
        .where("next_at", "<=", sql<Date>`now()`).orderBy("next_at").limit(1).forUpdate().skipLocked()
        .executeTakeFirst();
      if (!claimed) return false;
      await work(trx, store, claimed);
      return true;
    });
  } catch (error) {
    if (!claimed) throw error;
    await failed(store, claimed, error);
    return true;
  }
}

async function work(trx: Transaction<Database>, store: Store, row: Row): Promise<void> {
  const source = toSource(
    await trx.selectFrom("sources").selectAll().where("id", "=", row.source_id)
      .executeTakeFirstOrThrow(),
  );
  if (source.kind === "missed-call") return await missedCall(trx, { store, source, row, settle });
  const schema = await schemaOf(store, "lead");
  const site = await siteSettings(trx);
  const read = await interpret({ body: new Uint8Array(row.raw), contentType: row.content_type }, {
    source,
    schema,
    timeZone: site.timeZone,
    ip: row.ip,
    at: row.received_at,
  });
  if (!read.ok) return await settle(trx, row, { outcome: { state: "failed", error: read.code } });
  const { meaning } = read;
  const suspicion = row.suspicion ?? meaning.suspicion;
  if (suspicion) {
    return await settle(trx, row, { meaning, outcome: { state: "spam", error: `intake.suspicion.${suspicion}` } });
  }
  const outcome = await decide(trx, { store, source, row, meaning, schema });
  await settle(trx, row, { meaning, outcome });
}

interface Case {
  store: Store;
  source: Source;
  row: Row;
  meaning: Meaning;
  schema: Schema;
}

async function decide(trx: Transaction<Database>, at: Case): Promise<Outcome> {
  const { source, meaning } = at;
  // A program's answer to a mail of ours is nobody's request; it can be accepted all the same.
  if (meaning.mail && ["auto-reply", "bounce", "bulk"].includes(meaning.mail.sort)) {
    return { state: "declined", error: `intake.mail.${meaning.mail.sort}` };
  }
  const answered = await answeredBy(trx, at);
  if (answered) return await toRecord(trx, at, { ...answered, point: "", open: true });
  await lockPoints(trx, pointsOf(meaning.values));
  const known = source.duplicates === "new" ? [] : await knownBy(trx, pointsOf(meaning.values));
  if (known.length > 0 && source.duplicates === "inbox") return { state: "unsorted" };
  const open = known.find((one) => one.kind === "lead" && one.open);
  if (open) return await toRecord(trx, at, open);
  const contact = known.find((one) => one.kind === "contact")?.id ?? null;
  // A message of somebody we know is a message, not a new lead.
  if (contact && source.kind === "sms") {
    return await toRecord(trx, at, { kind: "contact", id: contact, point: "", open: false });
  }
  if (!source.autoAccept) return { state: "unsorted" };
  const lead = await makeLead(trx, SYSTEM, {
    ...at,
    ...meaning,
    request: at.row.id,
    receivedAt: at.row.received_at,
    contact,
  });
  return { state: "accepted", lead: lead.id, leadVersion: lead.version, contact };
}

/** A reply goes where the message that it answers went. */
async function answeredBy(
  trx: Transaction<Database>,
  { meaning, row }: Case,
): Promise<Pick<Known, "kind" | "id"> | null> {
  const answers = meaning.mail?.answers ?? [];
  if (answers.length === 0) return null;
  const keys = answers.map((id) => `id:${id.slice(0, 250)}`);
  // A message that is being looked at right now by another worker is waited for: two letters of one person may come
  // in one batch.
  const answered = await trx.selectFrom("intake_requests").select(["lead_id", "contact_id"])
    .where("dedup_key", "in", keys).where("source_id", "=", row.source_id).where("id", "<>", row.id)
    .orderBy("received_at", "desc").forUpdate().execute();
  const before = answered.find(({ lead_id, contact_id }) => lead_id !== null || contact_id !== null);
  if (before?.lead_id) {
    const lead = await trx.selectFrom("leads").select("id").where("id", "=", before.lead_id)
      .where("archived_at", "is", null).executeTakeFirst();
    if (lead) return { kind: "lead", id: lead.id };
  }
  return before?.contact_id ? { kind: "contact", id: before.contact_id } : null;
}

async function toRecord(trx: Transaction<Database>, at: Case, known: Known): Promise<Outcome> {
  const { source, row, meaning } = at;
  await attach(trx, SYSTEM, {
    kind: known.kind,
    id: known.id,
    request: row.id,
    source,
    text: meaning.text,
    at: row.received_at,
    consents: meaning.consents,
  });
  return { state: "linked", [known.kind]: known.id };
}

/** Writes where a request went. The meaning is kept, so that the inbox shows it without reading the raw again. */
export async function settle(
  trx: Transaction<Database>,
  row: Row,
  settled: { meaning?: Pick<Meaning, "values" | "problems" | "consents" | "text" | "title">; outcome: Outcome },
): Promise<void> {
  const { meaning, outcome } = settled;
  await trx.updateTable("intake_requests").set({
    state: outcome.state,
    error: outcome.error ?? null,
    error_detail: null,
    attempts: sql`attempts + 1`,
    lead_id: outcome.lead ?? null,
    lead_version: outcome.leadVersion ?? null,
    contact_id: outcome.contact ?? null,
    company_id: outcome.company ?? null,
    ...(meaning
      ? {
        mapped: JSON.stringify({
          values: meaning.values,
          problems: meaning.problems,
          consents: meaning.consents,
          text: meaning.text,
        }),
        title: meaning.title,
      }
      : {}),
  }).where("id", "=", row.id).execute();
  await tellInbox(trx, row.id);
}

/** Keeps the reason; after the last try a person has to look. */
async function failed(store: Store, row: Row, error: unknown): Promise<void> {
  const attempts = row.attempts + 1;
  const last = attempts >= MOST_ATTEMPTS;
  log.warn("request {id} could not be processed (try {attempts}): {error}", { id: row.id, attempts, error });
  await store.tx(async (trx) => {
    await trx.updateTable("intake_requests").set({
      state: last ? "failed" : "received",
      error: "intake.error.processing",
      error_detail: (error instanceof Error ? error.message : String(error)).slice(0, 500),
      attempts,
      next_at: new Date(Date.now() + FIRST_PAUSE_MS * 2 ** row.attempts),
    }).where("id", "=", row.id).where("state", "=", "received").execute();
    await tellInbox(trx, row.id);
  });
}

/** A person asks to look once more. */
export async function retry(store: Store, access: Access, ids: readonly string[]): Promise<number> {
  return await store.tx(async (trx) => {
    const rows = await trx.updateTable("intake_requests")
      .set({ state: "received", attempts: 0, next_at: sql`now()`, error: null, error_detail: null })
      .where("id", "in", [...ids]).where("state", "=", "failed").returning("id").execute();
    await writeChanges(trx, access, {
      changes: rows.map(({ id }) => ({ type: "request.retried", entity: { kind: "request", id } })),
    });
    await sql`select pg_notify('intake', '')`.execute(trx);
    for (const { id } of rows) await tellInbox(trx, id);
    return rows.length;
  });
}
