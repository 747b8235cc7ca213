/** Calls to be returned: one open row a number, done by a person or by the next call in which somebody talked. */
import { sql, type Transaction } from "kysely";
import { type Access, require } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb } from "@/crm/verb.ts";
import { visibleIds } from "@/crm/record/mod.ts";
import { maskPhone } from "@/crm/record/masking.ts";
import { INBOX_CHANNEL } from "@/crm/intake/requests/receive.ts";

export interface Callback {
  id: string;
  /** Masked for those who may not see whole numbers. */
  number: string;
  /** Null also when it is out of the person's reach. */
  lead: string | null;
  contact: string | null;
  name: string;
  missed: number;
  lastMissedAt: number;
  dueAt: number;
}

/** A call that nobody took; a number that waits already waits longer, and its time does not move. */
export async function wantCallback(
  trx: Transaction<Database>,
  input: {
    number: string;
    lead: string | null;
    contact: string | null;
    request: string;
    queue: string | null;
    at: Date;
    dueMs: number;
  },
): Promise<void> {
  await sql`insert into callbacks as b (id, number, lead_id, contact_id, request_id, queue_id, last_missed_at, due_at)
    values (${newId()}, ${input.number}, ${input.lead}, ${input.contact}, ${input.request}, ${input.queue}, ${input.at},
      ${new Date(input.at.getTime() + input.dueMs)})
    on conflict (number) where done_at is null do update set missed = b.missed + 1,
      last_missed_at = greatest(b.last_missed_at, excluded.last_missed_at),
      lead_id = coalesce(b.lead_id, excluded.lead_id), contact_id = coalesce(b.contact_id, excluded.contact_id)`
    .execute(trx);
}

/** Somebody talked with this number: its open callback is done. Calls from before the missed one do not count. */
export async function resolveCallback(
  trx: Transaction<Database>,
  call: { id: string; number: string; answeredAt: Date },
): Promise<void> {
  const done = await sql`update callbacks set done_at = now(), call_id = ${call.id}
    where number = ${call.number} and done_at is null and last_missed_at <= ${call.answeredAt}`.execute(trx);
  if (Number(done.numAffectedRows ?? 0) === 0) return;
  await sql`select pg_notify(${INBOX_CHANNEL}, '{"kind":"callback"}')`.execute(trx);
}

/** Longer ago nobody waits for an answer any more. */
const WAITED_DAYS = 90;

/** Leads with this number that nobody had answered are answered now. @returns their ids */
export async function answerLeads(
  trx: Transaction<Database>,
  call: { number: string; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update leads l set first_response_at = ${call.at}
    from record_points p where p.point = ${call.number} and p.kind = 'lead' and l.id = p.record_id
      and l.first_response_at is null and l.archived_at is null and l.created_at <= ${call.at}
      and l.created_at > ${call.at}::timestamptz - ${WAITED_DAYS}::int * interval '1 day' returning l.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Open ones, the most urgent first. @throws {ForbiddenError} */
export async function listCallbacks(store: Store, access: Access): Promise<Callback[]> {
  require(access, "inbox.handle");
  const rows = await store.db.selectFrom("callbacks as b").leftJoin("leads as l", "l.id", "b.lead_id")
    .leftJoin("contacts as c", "c.id", "b.contact_id")
    .select(["b.id", "b.number", "b.lead_id", "b.contact_id", "b.missed", "b.last_missed_at", "b.due_at"])
    .select(["l.name as lead_name", "c.name as contact_name"])
    .where("b.done_at", "is", null).orderBy("b.due_at").limit(200).execute();
  const ids = (key: "lead_id" | "contact_id") => rows.flatMap((row) => row[key] ? [row[key]] : []);
  const [leads, contacts] = await Promise.all([
    visibleIds(store, access, { kind: "lead", ids: ids("lead_id") }),
    visibleIds(store, access, { kind: "contact", ids: ids("contact_id") }),
  ]);
  const full = access.permissions.has("phones.full");
  return rows.map((row) => {
    const lead = row.lead_id && leads.has(row.lead_id) ? row.lead_id : null;
    const contact = row.contact_id && contacts.has(row.contact_id) ? row.contact_id : null;
    return {
      id: row.id,
      number: full ? row.number : maskPhone(row.number),
      lead,
      contact,
      name: (contact && row.contact_name) || (lead && row.lead_name) || "",
      missed: row.missed,
      lastMissedAt: row.last_missed_at.getTime(),
      dueAt: row.due_at.getTime(),
    };
  });
}

/** A person says that it is settled. @throws {ForbiddenError} */
export function finishCallback(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  return verb(store, access, {
    permission: "inbox.handle",
    notify: INBOX_CHANNEL,
    work: async (trx) => {
      const row = await trx.updateTable("callbacks")
        .set({ done_at: sql`now()`, done_by: access.user === "system" ? null : access.user })
        .where("id", "=", input.id).where("done_at", "is", null).returning(["id", "number"]).executeTakeFirst();
      if (!row) throw new Refusal("intake.error.no-callback");
      return { value: null, change: { type: "callback.done", entity: { kind: "callback", id: row.id }, after: {} } };
    },
  });
}
