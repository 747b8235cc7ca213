/**
 * Calls to be returned: tasks of type `call`, one open one a number, done by a person or by the next call in which
 * somebody talked. They belong to the lead's owner, or to nobody until somebody takes them.
 */
import { sql, type Transaction } from "kysely";
import { type Access, require, SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { verb, writeChanges } from "@/crm/verb.ts";
import {
  changeRecord,
  created,
  insertRecord,
  lockRows,
  RECORDS_CHANNEL,
  type Schema,
  schemaOf,
  tell,
  visibleIds,
} from "@/crm/record/mod.ts";
import { maskPhone } from "@/crm/record/masking.ts";
import texts from "@/crm/tasks/texts.json" with { type: "json" };

export interface Callback {
  /** The task's. */
  id: string;
  /** Masked for those who may not see whole numbers. */
  number: string;
  /** Null also when it is out of the person's reach. */
  lead: string | null;
  contact: string | null;
  name: string;
  /** null: whoever takes it. */
  owner: string | null;
  missed: number;
  lastMissedAt: number;
  dueAt: number;
}

interface Wanted {
  number: string;
  lead: string | null;
  contact: string | null;
  request: string;
  queue: string | null;
  at: Date;
  dueMs: number;
  /** Of tasks. */
  schema: Schema;
}

/** A call that nobody took; a number that waits already waits longer, and its time does not move. */
export async function wantCallback(trx: Transaction<Database>, input: Wanted): Promise<void> {
  const { lead, contact, at } = input;
  const waits = await trx.updateTable("tasks").set({
    missed: sql`missed + 1`,
    missed_at: sql`greatest(missed_at, ${at})`,
    lead_id: sql`coalesce(lead_id, ${lead}::uuid)`,
    contact_id: sql`coalesce(contact_id, ${contact}::uuid)`,
    version: sql`version + 1`,
    updated_at: sql`now()`,
  }).where("phone", "=", input.number).where("missed", ">", 0).where("status", "=", "open")
    .where("archived_at", "is", null).returning("id").executeTakeFirst();
  if (waits) return await tell(trx, "task", [waits.id]);
  const who = await whoCalled(trx, input);
  const { locale } = await siteSettings(trx);
  const task = await insertRecord(trx, SYSTEM, {
    kind: "task",
    schema: input.schema,
    trusted: true,
    values: {
      name: texts[locale].callBack.replace("{who}", who.name || input.number).slice(0, 300),
      type: "call",
      priority: "high",
      phone: input.number,
      due: new Date(at.getTime() + input.dueMs).toISOString(),
      lead,
      contact,
      owner: who.owner,
      team: who.team,
    },
  });
  await trx.updateTable("tasks")
    .set({ missed: 1, missed_at: at, request_id: input.request, queue_id: input.queue })
    .where("id", "=", task.id).execute();
  await writeChanges(trx, SYSTEM, { changes: [created(task)], cause: input.request });
  await tell(trx, "task", [task.id]);
}

async function whoCalled(
  trx: Transaction<Database>,
  { lead, contact }: Wanted,
): Promise<{ name: string; owner: string | null; team: string | null }> {
  const of = async (table: "leads" | "contacts", id: string | null) =>
    id === null
      ? undefined
      : await trx.selectFrom(table).select(["name", "owner_id", "team_id"]).where("id", "=", id).executeTakeFirst();
  const [person, asked] = [await of("contacts", contact), await of("leads", lead)];
  return {
    name: person?.name || asked?.name || "",
    owner: asked?.owner_id ?? null,
    team: asked?.team_id ?? null,
  };
}

/** Somebody talked with this number: its open callback is done. Calls from before the missed one do not count. */
export async function resolveCallback(
  trx: Transaction<Database>,
  call: { id: string; number: string; answeredAt: Date; schema: Schema },
): Promise<void> {
  const rows = await trx.updateTable("tasks").set({ call_id: call.id })
    .where("phone", "=", call.number).where("missed", ">", 0).where("status", "=", "open")
    .where("archived_at", "is", null).where("missed_at", "<=", call.answeredAt).returning("id").execute();
  for (const { id } of rows) {
    const [before] = await lockRows(trx, SYSTEM, { kind: "task", ids: [id], action: "edit", schema: call.schema });
    const values = { status: "done", done: call.answeredAt.toISOString() };
    const { change } = await changeRecord(trx, SYSTEM, { before, values, schema: call.schema, trusted: true });
    if (change) await writeChanges(trx, SYSTEM, { changes: [change], cause: call.id });
  }
  await tell(trx, "task", rows.map(({ id }) => id));
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

/** Open ones, the most urgent first, whosever they are. @throws {ForbiddenError} */
export async function listCallbacks(store: Store, access: Access): Promise<Callback[]> {
  require(access, "inbox.handle");
  const rows = await store.db.selectFrom("tasks as b").leftJoin("leads as l", "l.id", "b.lead_id")
    .leftJoin("contacts as c", "c.id", "b.contact_id")
    .select(["b.id", "b.phone", "b.lead_id", "b.contact_id", "b.owner_id", "b.missed", "b.missed_at", "b.due_at"])
    .select(["l.name as lead_name", "c.name as contact_name"])
    .where("b.missed", ">", 0).where("b.status", "=", "open").where("b.archived_at", "is", null)
    .orderBy("b.due_at").limit(200).execute();
  const ids = (key: "lead_id" | "contact_id") => rows.flatMap((row) => row[key] ? [row[key]] : []);
  const [leads, contacts] = await Promise.all([
    visibleIds(store, access, { kind: "lead", ids: ids("lead_id") }),
    visibleIds(store, access, { kind: "contact", ids: ids("contact_id") }),
  ]);
  const full = access.permissions.has("phones.full");
  return rows.map((row) => {
    const lead = row.lead_id && leads.has(row.lead_id) ? row.lead_id : null;
    const contact = row.contact_id && contacts.has(row.contact_id) ? row.contact_id : null;
    const missedAt = row.missed_at?.getTime() ?? 0;
    return {
      id: row.id,
      number: full ? row.phone : maskPhone(row.phone),
      lead,
      contact,
      name: (contact && row.contact_name) || (lead && row.lead_name) || "",
      owner: row.owner_id,
      missed: row.missed,
      lastMissedAt: missedAt,
      dueAt: row.due_at?.getTime() ?? missedAt,
    };
  });
}

/** A person says that it is settled. @throws {ForbiddenError} */
export async function finishCallback(store: Store, access: Access, input: { id: string }): Promise<Result<null>> {
  require(access, "inbox.handle");
  const schema = await schemaOf(store, "task");
  return await verb(store, access, {
    permission: "inbox.handle",
    notify: RECORDS_CHANNEL,
    work: async (trx) => {
      const row = await trx.selectFrom("tasks").select("id").where("id", "=", input.id).where("missed", ">", 0)
        .where("status", "=", "open").where("archived_at", "is", null).forUpdate().executeTakeFirst();
      if (!row) throw new Refusal("intake.error.no-callback");
      // Whoever handles what comes from outside settles calls of colleagues too.
      const [before] = await lockRows(trx, SYSTEM, { kind: "task", ids: [row.id], action: "edit", schema });
      const values = { status: "done" };
      const { change } = await changeRecord(trx, access, { before, values, schema, trusted: true });
      return { value: null, change };
    },
  });
}
