/**
 * Calls that ended: a missed one becomes a request (and so a lead or an event of the one who called) with a call to be
 * returned; one in which somebody talked settles what waited for it. Read from the outbox that the calls' own
 * transaction fills (`ended_calls`), so that a crash loses none.
 */
import { type Selectable, sql, type Transaction } from "kysely";
import { getLogger } from "@logtape/logtape";
import { SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import { type Schema, schemaOf, tell, type Values } from "@/crm/record/mod.ts";
import { answerLeads, resolveCallback, wantCallback } from "@/crm/intake/calls/callbacks.ts";
import { knownBy, lockPoints } from "@/crm/intake/requests/known.ts";
import { attach, makeLead } from "@/crm/intake/requests/make_lead.ts";
import type { Outcome } from "@/crm/intake/requests/process.ts";
import { receiveIn } from "@/crm/intake/requests/receive.ts";
import { BUILTIN, type Source, toSource } from "@/crm/intake/sources/sources.ts";
import type { IntakeRequestsTable } from "@/store/tables/intake.ts";

const log = getLogger(["kommutator", "intake"]);

interface EndedCall {
  id: string;
  direction: string;
  number: string;
  caller_name: string;
  did: string;
  queue_id: string | null;
  outcome: string | null;
  started_at: Date;
  answered_at: Date | null;
  ended_at: Date;
}

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** Looks at one call that ended. @returns false: there was none */
export async function lookAtNextCall(store: Store): Promise<boolean> {
  let claimed: string | undefined;
  // Before the transaction: asked inside, it would need a second connection.
  const tasks = await schemaOf(store, "task");
  try {
    return await store.tx(async (trx) => {
      const { rows: [next] } = await sql<{ call_id: string } & Nullable<EndedCall>>`
        with next as (select call_id from ended_calls where next_at <= now() order by at limit 1
          for update skip locked)
        select n.call_id, c.id, c.direction, c.number, c.caller_name, c.did, c.queue_id, c.outcome, c.started_at,
          c.answered_at, c.ended_at from next n left join calls c on c.id = n.call_id`.execute(trx);
      if (!next) return false;
      claimed = next.call_id;
      // A call that was deleted since has nothing to be looked at.
      if (next.id) await look(trx, next as EndedCall, tasks);
      await trx.deleteFrom("ended_calls").where("call_id", "=", next.call_id).execute();
      return true;
    });
  } catch (error) {
    if (!claimed) throw error;
    log.warn("call {id} could not be looked at: {error}", { id: claimed, error });
    await sql`update ended_calls set attempts = attempts + 1, error = ${String(error).slice(0, 500)},
      next_at = now() + least(3600, 2 ^ least(attempts, 12)) * interval '1 second'
      where call_id = ${claimed}`.execute(store.db);
    return true;
  }
}

async function look(trx: Transaction<Database>, call: EndedCall, schema: Schema): Promise<void> {
  const number = parsePhone(call.number);
  if (!number) return; // anonymous or an extension: nobody to call back
  // Calling back is an answer to the lead, taken or not; the callback itself waits until somebody has talked.
  if (call.answered_at) await resolveCallback(trx, { id: call.id, number, answeredAt: call.answered_at, schema });
  if (call.answered_at || call.direction === "outbound") {
    await tell(trx, "lead", await answerLeads(trx, { number, at: call.answered_at ?? call.started_at }));
    return;
  }
  if (call.direction !== "inbound" || !call.outcome) return;
  const source = toSource(
    await trx.selectFrom("sources").selectAll().where("id", "=", BUILTIN["missed-call"])
      .executeTakeFirstOrThrow(),
  );
  if (!source.enabled || !source.settings.missed.outcomes.some((one) => one === call.outcome)) return;
  const payload = {
    call: call.id,
    phone: number,
    name: call.caller_name,
    did: call.did,
    queue: call.queue_id,
    outcome: call.outcome,
    at: call.ended_at.toISOString(),
  };
  await receiveIn(trx, {
    source: source.id,
    body: new TextEncoder().encode(JSON.stringify(payload)),
    contentType: "application/json",
    key: `call:${call.id}`,
  });
}

interface MissedOptions {
  store: Store;
  source: Source;
  row: Selectable<IntakeRequestsTable>;
  settle(
    trx: Transaction<Database>,
    row: Selectable<IntakeRequestsTable>,
    settled: {
      meaning: { values: Values; problems: []; consents: []; text: string; title: string };
      outcome: Outcome;
    },
  ): Promise<void>;
}

/** The request that a missed call made. */
export async function missedCall(trx: Transaction<Database>, options: MissedOptions): Promise<void> {
  const { store, source, row } = options;
  const payload = JSON.parse(new TextDecoder().decode(row.raw)) as { [name: string]: string | null };
  const number = payload.phone ?? "";
  const at = new Date(payload.at ?? row.received_at);
  const values: Values = { phones: [{ value: number }] };
  if (payload.name) values.name = payload.name;
  if (source.tags.length > 0) values.tags = source.tags;
  await lockPoints(trx, [number]);
  const { outcome, lead, contact } = await place(trx, { store, source, row, number, at, values });
  // Somebody may have called back before we looked.
  const talked = await sql`select 1 from calls where number = ${number} and answered_at > ${at} limit 1`.execute(trx);
  if (talked.rows.length === 0) {
    await wantCallback(trx, {
      number,
      lead,
      contact,
      request: row.id,
      queue: payload.queue,
      at,
      dueMs: source.settings.missed.dueMs,
      schema: await schemaOf(store, "task"),
    });
  }
  const meaning = { values, problems: [] as [], consents: [] as [], text: "", title: payload.name || number };
  await options.settle(trx, row, { meaning, outcome });
}

interface Place {
  store: Store;
  source: Source;
  row: Selectable<IntakeRequestsTable>;
  number: string;
  at: Date;
  values: Values;
}

async function place(
  trx: Transaction<Database>,
  options: Place,
): Promise<{ outcome: Outcome; lead: string | null; contact: string | null }> {
  const { store, source, row, number, at, values } = options;
  const known = await knownBy(trx, [number]);
  const open = known.find((one) => one.kind === "lead" && one.open);
  const contact = known.find((one) => one.kind === "contact");
  const linked = contact ?? open;
  // Once a number in the window: whoever calls five times makes one request, and the callback counts the calls.
  const { rows: [again] } = await sql<{ lead_id: string | null; contact_id: string | null }>`
    select lead_id, contact_id from intake_requests where source_id = ${source.id}::uuid and id <> ${row.id}::uuid
      and state <> 'received' and mapped #>> '{values,phones,0,value}' = ${number}
      and received_at > ${at}::timestamptz - ${source.settings.missed.windowMs}::bigint * interval '1 ms'
    order by received_at desc limit 1`.execute(trx);
  if (again) {
    const [lead, known] = [again.lead_id, again.contact_id];
    return { outcome: { state: "duplicate", lead, contact: known }, lead, contact: known };
  }
  if (linked) {
    const { kind, id } = linked;
    await attach(trx, SYSTEM, { kind, id, request: row.id, source, text: "", at, consents: [] });
    const own = { lead: open?.id ?? null, contact: contact?.id ?? null };
    return { outcome: { state: "linked", ...own }, ...own };
  }
  if (!source.autoAccept) return { outcome: { state: "unsorted" }, lead: null, contact: null };
  const schema = await schemaOf(store, "lead");
  const lead = await makeLead(trx, SYSTEM, {
    source,
    values,
    consents: [],
    schema,
    request: row.id,
    receivedAt: at,
  });
  return {
    outcome: { state: "accepted", lead: lead.id, leadVersion: lead.version },
    lead: lead.id,
    contact: null,
  };
}
