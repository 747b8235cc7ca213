/**
 * Writing the projection of live calls in batches. Whole states, so that a batch may come twice, late or in parts: a
 * record older than what stands is left out, and nothing that people added later is overwritten.
 */
import { sql, type Transaction } from "kysely";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { Database, Store } from "@/crm/records.ts";
import { isId } from "@/crm/ids.ts";
import { parsePhone } from "@/crm/contacts/phone.ts";
import { sumsOf } from "@/crm/calls/sums.ts";
import { tellCallers } from "@/crm/calls/tell_records.ts";
import type { CallRecord } from "@/crm/calls/types.ts";

/** A record that cannot be stored; it is left out so that the others of its batch are. */
export interface RefusedRecord {
  id: string;
  field: string;
}

/**
 * Upserts calls with their segments in one transaction (two statements, whatever the number of rows). Returns the
 * records that are not storable; throws only when the database does (then nothing was written: send again).
 */
export async function writeCalls(store: Store, records: readonly CallRecord[]): Promise<RefusedRecord[]> {
  const refused: RefusedRecord[] = [];
  const newest = new Map<string, CallRecord>();
  for (const record of records) {
    const field = badField(record);
    if (field) refused.push({ id: record.id, field });
    else if (record.revision >= (newest.get(record.id)?.revision ?? -1)) newest.set(record.id, record);
  }
  // One order of row locks for all writers.
  const batch = [...newest.values()].sort((a, b) => a.id < b.id ? -1 : 1);
  if (batch.length === 0) return refused;
  await store.tx(async (trx) => {
    const written = await upsertCalls(trx, batch);
    await upsertSegments(trx, batch.filter((record) => written.has(record.id)));
    const ended = batch.filter((record) => written.has(record.id) && record.endedAt !== null);
    await tellCallers(trx, ended.map(({ number, contact }) => ({ number: parsePhone(number) ?? number, contact })));
  });
  return refused;
}

/** Stores decisions of the distributor; a decision never changes, so one that stands already is left alone. */
export async function writeDecisions(store: Store, decisions: readonly AcdDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map((decision) => ({
    id: decision.id,
    call_id: decision.call,
    at: new Date(decision.at).toISOString(),
    data: decision,
  }));
  await sql`insert into acd_decisions (id, call_id, at, data)
    select id, call_id, at, data from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (id text, call_id text, at timestamptz, data jsonb)
    on conflict (id) do nothing`.execute(store.db);
}

/** Returns the ids that were written (not older than what stood). */
async function upsertCalls(trx: Transaction<Database>, batch: readonly CallRecord[]): Promise<Set<string>> {
  const rows = batch.map((record) => {
    const sums = sumsOf(record.segments);
    return {
      id: record.id,
      direction: record.direction,
      number: parsePhone(record.number) ?? record.number.slice(0, 64),
      caller_name: record.callerName.slice(0, 200),
      contact_id: record.contact ?? null,
      did: record.did.slice(0, 64),
      queue_id: record.queue,
      agent_id: record.agent,
      team_id: record.team ?? null,
      started_at: iso(record.startedAt),
      queued_at: iso(record.queuedAt),
      answered_at: iso(record.answeredAt),
      ended_at: iso(record.endedAt),
      wait_ms: sums.waitMs,
      talk_ms: sums.talkMs,
      hold_ms: sums.holdMs,
      wrap_ms: sums.wrapMs,
      outcome: record.outcome,
      end_reason: record.endReason,
      recording_name: record.recordingName,
      recording_seconds: record.recordingSeconds === null ? null : Math.round(record.recordingSeconds),
      disposition: record.disposition,
      notes: record.notes.slice(0, 10_000),
      revision: record.revision,
      demo: record.demo ?? false,
    };
  });
  // jsonb_to_recordset keeps it one parameter and one plan whatever the size of the batch. The team of the agent and
  // the contact of the number are taken as they are when the call is first seen with them.
  const { rows: written } = await sql<{ id: string }>`
    insert into calls as c (id, direction, number, caller_name, contact_id, did, queue_id, agent_id, team_id,
      started_at, queued_at, answered_at, ended_at, wait_ms, talk_ms, hold_ms, wrap_ms, outcome, end_reason,
      recording_name, recording_seconds, disposition, notes, revision, demo)
    select t.id, t.direction, t.number, t.caller_name, coalesce(t.contact_id, p.id), t.did, t.queue_id,
      t.agent_id, coalesce(t.team_id, u.team_id), t.started_at, t.queued_at, t.answered_at, t.ended_at, t.wait_ms,
      t.talk_ms, t.hold_ms, t.wrap_ms, t.outcome, t.end_reason, t.recording_name, t.recording_seconds, t.disposition,
      t.notes, t.revision, t.demo
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id text, direction text, number text,
      caller_name text, contact_id uuid, did text, queue_id uuid, agent_id uuid, team_id uuid,
      started_at timestamptz, queued_at timestamptz, answered_at timestamptz, ended_at timestamptz, wait_ms integer,
      talk_ms integer, hold_ms integer, wrap_ms integer, outcome text, end_reason text, recording_name text,
      recording_seconds integer, disposition text, notes text, revision bigint, demo boolean)
    left join users u on u.id = t.agent_id
    left join lateral (
      select k.id from record_points o join contacts k on k.id = o.record_id
      where o.point = t.number and o.kind = 'contact' and k.archived_at is null
      order by k.draft, k.updated_at desc, k.id limit 1) p on true
    on conflict (id) do update set
      caller_name = excluded.caller_name,
      contact_id = coalesce(c.contact_id, excluded.contact_id),
      queue_id = excluded.queue_id,
      team_id = case when c.agent_id is not distinct from excluded.agent_id then c.team_id else excluded.team_id end,
      agent_id = excluded.agent_id,
      queued_at = excluded.queued_at,
      answered_at = excluded.answered_at,
      ended_at = excluded.ended_at,
      wait_ms = excluded.wait_ms,
      talk_ms = excluded.talk_ms,
      hold_ms = excluded.hold_ms,
      wrap_ms = excluded.wrap_ms,
      outcome = excluded.outcome,
      end_reason = excluded.end_reason,
      recording_name = excluded.recording_name,
      recording_seconds = excluded.recording_seconds,
      disposition = case when c.disposition_edited_at is null then excluded.disposition else c.disposition end,
      notes = case when c.notes_edited_at is null then excluded.notes else c.notes end,
      revision = excluded.revision
    where c.revision <= excluded.revision
    returning c.id`.execute(trx);
  return new Set(written.map((row) => row.id));
}

async function upsertSegments(trx: Transaction<Database>, batch: readonly CallRecord[]): Promise<void> {
  if (batch.length === 0) return;
  const rows = batch.flatMap((record) =>
    record.segments.map((segment) => ({
      call_id: record.id,
      n: segment.n,
      kind: segment.kind,
      queue_id: segment.queue,
      agent_id: segment.agent,
      from_at: iso(segment.from),
      to_at: iso(segment.to),
      outcome: segment.outcome,
      handed_over: segment.kind === "agent" && segment.agent !== record.agent,
    }))
  );
  const counts = batch.map((record) => ({ call_id: record.id, ns: record.segments.map((segment) => segment.n) }));
  // A newer state may have fewer segments: a recovery that lost the journal's tail tells the call anew.
  await sql`
    with gone as (
      delete from call_segments s using jsonb_to_recordset(${
    JSON.stringify(counts)
  }::jsonb) as t (call_id text, ns jsonb)
      where s.call_id = t.call_id and not t.ns @> to_jsonb(s.n)
    )
    insert into call_segments as s (call_id, n, kind, queue_id, agent_id, from_at, to_at, outcome, handed_over)
    select t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (call_id text, n integer, kind text,
      queue_id uuid, agent_id uuid, from_at timestamptz, to_at timestamptz, outcome text, handed_over boolean)
    on conflict (call_id, n) do update set kind = excluded.kind, queue_id = excluded.queue_id,
      agent_id = excluded.agent_id, from_at = excluded.from_at, to_at = excluded.to_at, outcome = excluded.outcome,
      handed_over = excluded.handed_over
    where (s.kind, s.queue_id, s.agent_id, s.from_at, s.to_at, s.outcome, s.handed_over) is distinct from
      (excluded.kind, excluded.queue_id, excluded.agent_id, excluded.from_at, excluded.to_at, excluded.outcome,
        excluded.handed_over)`
    .execute(trx);
}

/** What PostgreSQL would refuse, found before one bad record fails a whole batch. */
function badField(record: CallRecord): string | null {
  const id = (value: string | null | undefined) => value === null || value === undefined || isId(value);
  const time = (value: number | null) => value === null || (Number.isFinite(value) && Math.abs(value) < 8.64e15);
  if (!/^[\x21-\x7e]{1,128}$/.test(record.id)) return "id";
  if (!Number.isSafeInteger(record.revision)) return "revision";
  for (const field of ["queue", "agent", "team", "contact"] as const) if (!id(record[field])) return field;
  if (!Number.isFinite(record.startedAt)) return "startedAt";
  for (const field of ["startedAt", "queuedAt", "answeredAt", "endedAt"] as const) {
    if (!time(record[field])) return field;
  }
  for (const field of ["number", "callerName", "did", "notes"] as const) if (record[field].includes("\0")) return field;
  const ns = new Set<number>();
  for (const segment of record.segments) {
    if (!id(segment.queue) || !id(segment.agent) || !Number.isFinite(segment.from) || !time(segment.to)) {
      return "segments";
    }
    if (!Number.isInteger(segment.n) || ns.has(segment.n)) return "segments";
    ns.add(segment.n);
  }
  return null;
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
