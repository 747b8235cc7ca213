/** The call history: pages, one call in full, totals. Row rights are in every statement. */
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Access } from "@/store/access.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { Store } from "@/crm/records.ts";
import { beyond, type Page, toPage } from "@/crm/page.ts";
import { BadInputError } from "@/crm/result.ts";
import { parsePhone, searchDigits } from "@/crm/contacts/phone.ts";
import { maskPhone } from "@/crm/record/masking.ts";
import { type Contact, getContact } from "@/crm/contacts/contacts.ts";
import { reachable, reachOf } from "@/crm/record/mod.ts";
import type { callFilterSchema, callTotalsSchema, listCallsSchema } from "@/crm/calls/schemas.ts";
import { visibleCalls, visibleCallsBy } from "@/crm/calls/rights.ts";
import type { CallDirection, CallOutcome, CallSegment } from "@/crm/calls/types.ts";

/** A line of the history. Names are as they are today; ids are for links and filters. */
export interface CallSummary {
  id: string;
  direction: CallDirection;
  number: string;
  callerName: string;
  contact: string | null;
  contactName: string | null;
  did: string;
  queue: string | null;
  queueName: string | null;
  agent: string | null;
  agentName: string | null;
  team: string | null;
  startedAt: number;
  queuedAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  waitMs: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
  /** null: the call lives. */
  outcome: CallOutcome | null;
  endReason: string | null;
  recordingName: string | null;
  recordingSeconds: number | null;
  disposition: string | null;
  notes: string;
  rating: number | null;
}

export interface CallCard {
  call: CallSummary;
  segments: (CallSegment & { queueName: string | null; agentName: string | null })[];
  /** Why this agent, oldest first. Names of everybody in them are in `names`. */
  decisions: AcdDecision[];
  names: Record<string, string>;
  /** null: unknown number, or the person may not see contacts. */
  contact: Contact | null;
}

export interface CallTotals {
  calls: number;
  live: number;
  answered: number;
  abandoned: number;
  /** Timed out, refused, unrouted or lost. */
  other: number;
  /** Within the queue's service level threshold. */
  answeredInTime: number;
  abandonedInTime: number;
  waitMs: number;
  /** Wait of answered calls, for the mean speed of answer. */
  answeredWaitMs: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
}

const MOMENTS = ["startedAt", "queuedAt", "answeredAt", "endedAt"] as const;
type Moment = typeof MOMENTS[number];
type Row = Omit<CallSummary, Moment> & { [moment in Moment]: Date };

const columns = (access: Access) =>
  sql`
  c.id, c.direction, c.number, c.caller_name as "callerName",
  case when ${contactInReach(access)} then c.contact_id end as contact,
  case when ${contactInReach(access)} then k.name end as "contactName",
  c.did, c.queue_id as queue, q.name as "queueName", c.agent_id as agent, u.name as "agentName", c.team_id as team,
  c.started_at as "startedAt", c.queued_at as "queuedAt", c.answered_at as "answeredAt", c.ended_at as "endedAt",
  c.wait_ms as "waitMs", c.talk_ms as "talkMs", c.hold_ms as "holdMs", c.wrap_ms as "wrapMs", c.outcome,
  c.end_reason as "endReason", c.recording_name as "recordingName", c.recording_seconds as "recordingSeconds",
  c.disposition, c.notes, c.rating`;
const names = sql`
  left join queues q on q.id = c.queue_id left join users u on u.id = c.agent_id
  left join contacts k on k.id = c.contact_id`;

/**
 * Newest first. Pages are keyset pages over `(started_at, id)`.
 * @throws {ForbiddenError} @throws {BadInputError} `number` with fewer than three digits
 */
export async function listCalls(
  store: Store,
  access: Access,
  options: z.output<typeof listCallsSchema>,
): Promise<Page<CallSummary>> {
  const where = sql.join([
    beyond(options.after, { at: sql`c.started_at`, id: sql`c.id`, idType: "text" }),
    ...conditions(options, access),
  ], sql` and `);
  const pages = visibleCallsBy(access).map((visible) =>
    sql`(select c.id from calls c where ${visible} and ${where}
      order by c.started_at desc, c.id desc limit ${options.limit + 1})`
  );
  const { rows } = await sql<Row & { cursor_at: string }>`
    select ${columns(access)}, c.started_at::text as cursor_at
    from (${sql.join(pages, sql` union `)}) page join calls c on c.id = page.id ${names}
    order by c.started_at desc, c.id desc limit ${options.limit + 1}`.execute(store.db);
  return toPage(rows, options.limit, ({ cursor_at: _, ...row }) => summary(row, access));
}

/** One call with everything about it; null when there is none or it may not be seen. @throws {ForbiddenError} */
export async function getCall(store: Store, access: Access, options: { id: string }): Promise<CallCard | null> {
  const visible = visibleCalls(access);
  const { rows: [row] } = await sql<Row>`select ${columns(access)} from calls c ${names}
    where c.id = ${options.id} and ${visible}`.execute(store.db);
  if (!row) return null;
  const maySeeContacts = reachOf(access, "contact", "view") !== "none";
  const call = summary(row, access);
  const [segments, decisions, contact] = await Promise.all([
    readSegments(store, call.id),
    store.db.selectFrom("acd_decisions").select("data").where("call_id", "=", call.id).orderBy("at").orderBy("id")
      .limit(200).execute(),
    maySeeContacts && call.contact ? getContact(store, access, { id: call.contact }) : null,
  ]);
  const agents = [...new Set(decisions.flatMap(({ data }) => data.candidates.map((candidate) => candidate.agent)))];
  const { rows: people } = await sql<{ id: string; name: string }>`
    select id, name from users where id::text = any(${agents})
    union all select id, name from queues where id::text = any(${decisions.map(({ data }) => data.queue)})`
    .execute(store.db);
  return {
    call,
    segments,
    decisions: decisions.map((decision) => decision.data),
    names: Object.fromEntries(people.map(({ id, name }) => [id, name])),
    contact,
  };
}

/** Sums over the calls that the same filter lists, with a limit of time. @throws {ForbiddenError} */
export async function callTotals(
  store: Store,
  access: Access,
  options: z.output<typeof callTotalsSchema>,
): Promise<CallTotals> {
  const where = sql.join([visibleCalls(access), ...conditions(options, access)], sql` and `);
  const count = (condition: RawBuilder<unknown>) => sql`count(*) filter (where ${condition})::int`;
  const total = (column: RawBuilder<unknown>, condition = sql`true`) =>
    sql`coalesce(sum(${column}) filter (where ${condition}), 0)::float8`;
  const inTime = sql`c.wait_ms <= q.service_level_ms`;
  const { rows: [row] } = await sql<CallTotals>`
    select count(*)::int as calls, ${count(sql`c.outcome is null`)} as live,
      ${count(sql`c.outcome = 'answered'`)} as answered, ${count(sql`c.outcome = 'abandoned'`)} as abandoned,
      ${count(sql`c.outcome not in ('answered', 'abandoned')`)} as other,
      ${count(sql`c.outcome = 'answered' and ${inTime}`)} as "answeredInTime",
      ${count(sql`c.outcome = 'abandoned' and ${inTime}`)} as "abandonedInTime",
      ${total(sql`c.wait_ms`)} as "waitMs", ${total(sql`c.wait_ms`, sql`c.outcome = 'answered'`)} as "answeredWaitMs",
      ${total(sql`c.talk_ms`)} as "talkMs", ${total(sql`c.hold_ms`)} as "holdMs", ${total(sql`c.wrap_ms`)} as "wrapMs"
    from calls c left join queues q on q.id = c.queue_id where ${where}`.execute(store.reports);
  return row;
}

async function readSegments(store: Store, call: string): Promise<CallCard["segments"]> {
  const { rows } = await sql<Omit<CallCard["segments"][number], "from" | "to"> & { from: Date; to: Date | null }>`
    select s.n, s.kind, s.queue_id as queue, q.name as "queueName", s.agent_id as agent, u.name as "agentName",
      s.from_at as "from", s.to_at as "to", s.outcome
    from call_segments s left join queues q on q.id = s.queue_id left join users u on u.id = s.agent_id
    where s.call_id = ${call} order by s.n limit 1000`.execute(store.db);
  return rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to?.getTime() ?? null }));
}

function conditions(filter: z.output<typeof callFilterSchema>, access: Access): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter.from) where.push(sql`c.started_at >= ${filter.from}`);
  if (filter.to) where.push(sql`c.started_at < ${filter.to}`);
  if (filter.queue) where.push(sql`c.queue_id = ${filter.queue}::uuid`);
  if (filter.agent) where.push(sql`c.agent_id = ${filter.agent}::uuid`);
  if (filter.team) where.push(sql`c.team_id = ${filter.team}::uuid`);
  if (filter.contact) where.push(sql`c.contact_id = ${filter.contact}::uuid`);
  if (filter.number) {
    const digits = searchDigits(filter.number);
    const whole = access.permissions.has("phones.full") ? null : parsePhone(filter.number);
    // Numbers that a person sees masked are not to be guessed digit by digit.
    if (!digits || !(access.permissions.has("phones.full") || whole)) throw new BadInputError("number");
    if (whole) where.push(sql`c.number = ${whole}`);
    else where.push(sql`(${sql.join(digits.map((part) => sql`c.number like ${`%${part}%`}`), sql` or `)})`);
  }
  if (filter.outcome) where.push(sql`c.outcome = ${filter.outcome}`);
  if (filter.disposition) where.push(sql`c.disposition = ${filter.disposition}`);
  if (filter.direction) where.push(sql`c.direction = ${filter.direction}`);
  if (filter.longerThan !== undefined) where.push(sql`c.talk_ms + c.hold_ms >= ${filter.longerThan * 1_000}`);
  if (filter.shorterThan !== undefined) where.push(sql`c.talk_ms + c.hold_ms < ${filter.shorterThan * 1_000}`);
  if (filter.recorded !== undefined) {
    where.push(filter.recorded ? sql`c.recording_name is not null` : sql`c.recording_name is null`);
  }
  return where;
}

function contactInReach(access: Access): RawBuilder<boolean> {
  if (reachOf(access, "contact", "view") === "none") return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(reachable(access, "contact", "view", "k"), sql` or `)})`;
}

/** Without the right to whole numbers these are masked. */
function summary(row: Row, access: Access): CallSummary {
  const moments = Object.fromEntries(MOMENTS.map((moment) => [moment, row[moment]?.getTime() ?? null]));
  return {
    ...row,
    ...(moments as Record<Moment, number>),
    ...(access.permissions.has("phones.full") ? {} : { number: maskPhone(row.number) }),
  };
}
