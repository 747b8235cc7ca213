/** The four sources of a timeline as one keyset page over (at, id), newest first. */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { visibleCallsBy } from "@/crm/calls/rights.ts";
import { beyond } from "@/crm/page.ts";
import type { RecordKind } from "@/crm/record/mod.ts";

export interface TimelineRow {
  source: "change" | "note" | "call" | "consent";
  id: string;
  at: Date;
  cursor_at: string;
  actor: string;
  actorName: string | null;
  data: Record<string, unknown>;
}

export interface TimelineQuery {
  kind: RecordKind;
  id: string;
  /** Records merged into this one that the person may see. */
  merged: readonly string[];
  /** The person may see some calls. */
  calls: boolean;
  show: "all" | "notes" | "calls" | "changes" | "consents";
  after?: string;
  limit: number;
}

/** One page and a row more. */
export async function timelineRows(store: Store, access: Access, query: TimelineQuery): Promise<TimelineRow[]> {
  const wanted = (source: TimelineQuery["show"]) => query.show === "all" || query.show === source;
  const parts = [
    ...(wanted("changes") ? [changes(query)] : []),
    ...(wanted("notes") ? [notes(query)] : []),
    ...(wanted("consents") ? [consents(query)] : []),
    ...(wanted("calls") && query.calls ? calls(access, query) : []),
  ];
  if (parts.length === 0) return [];
  const { rows } = await sql<TimelineRow>`
    select t.source, t.id, t.at, t.at::text as cursor_at, t.actor, u.name as "actorName", t.data
    from (${sql.join(parts, sql` union `)}) t left join users u on u.id::text = t.actor
    order by t.at desc, t.id desc limit ${query.limit + 1}`.execute(store.db);
  return rows;
}

/** Records that were merged into this one and into those, as long as that was not undone. */
export async function mergedInto(store: Store, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive inside (id) as (
      select ${id}::uuid
      union select unnest(m.merged_ids) from merges m join inside i on m.survivor_id = i.id where m.undone_at is null)
    select id from inside where id <> ${id}::uuid limit 200`.execute(store.db);
  return rows.map((row) => row.id);
}

/** A source's own page; ids are compared as text, byte by byte, in every source alike. */
function part(
  query: TimelineQuery,
  options: { select: RawBuilder<unknown>; at: RawBuilder<unknown>; id: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const id = sql`(${options.id})::text collate "C"`;
  const position = beyond(query.after, { at: options.at, id, idType: "text" });
  return sql`(${options.select} and ${position} order by ${options.at} desc, ${id} desc limit ${query.limit + 1})`;
}

function changes(query: TimelineQuery): RawBuilder<unknown> {
  const ids = [query.id, ...query.merged];
  return part(query, {
    at: sql`e.at`,
    id: sql`e.id`,
    // The audit's line is of the same moment: both are written by one statement.
    select: sql`select 'change' as source, e.id::text collate "C" as id, e.at, e.actor, jsonb_build_object(
        'type', e.type, 'origin', e.origin, 'record', e.entity_id, 'data', e.data,
        'audit', (select jsonb_build_object('id', a.id, 'before', a.before, 'after', a.after) from audit a
          where a.entity_kind = e.entity_kind and a.entity_id = e.entity_id and a.at = e.at and a.event_id = e.id),
        'undone', (select m.undone_at is not null from merges m where m.id::text = e.data ->> 'merge')) as data
      from events e where e.entity_kind = ${query.kind} and e.entity_id = any(${ids})
        and starts_with(e.type, ${`${query.kind}.`})`,
  });
}

function notes(query: TimelineQuery): RawBuilder<unknown> {
  return part(query, {
    at: sql`n.created_at`,
    id: sql`n.id`,
    select: sql`select 'note' as source, n.id::text collate "C" as id, n.created_at as at, n.author as actor,
        jsonb_build_object('body', n.body, 'editedAt', extract(epoch from n.edited_at) * 1000) as data
      from notes n where n.record_id = ${query.id}::uuid and n.archived_at is null`,
  });
}

function consents(query: TimelineQuery): RawBuilder<unknown> {
  return part(query, {
    at: sql`c.created_at`,
    id: sql`c.id`,
    select: sql`select 'consent' as source, c.id::text collate "C" as id, c.created_at as at, c.actor,
        jsonb_build_object('channel', c.channel, 'granted', c.granted, 'saidAt', extract(epoch from c.at) * 1000,
          'manner', c.manner, 'proof', c.proof) as data
      from consents c where c.record_id = ${query.id}::uuid`,
  });
}

function calls(access: Access, query: TimelineQuery): RawBuilder<unknown>[] {
  return visibleCallsBy(access).map((visible) =>
    part(query, {
      at: sql`c.started_at`,
      id: sql`c.id`,
      select: sql`select 'call' as source, c.id, c.started_at as at, coalesce(c.agent_id::text, 'system') as actor,
          jsonb_build_object('direction', c.direction, 'outcome', c.outcome, 'talkMs', c.talk_ms, 'notes', c.notes,
            'disposition', c.disposition, 'queueName', (select q.name from queues q where q.id = c.queue_id)) as data
        from calls c where ${visible} and ${callsOf(query)}`,
    })
  );
}

/** Calls `c` of a record: with any of its numbers, or that stand in a contact's name. */
export function callsOf(record: { kind: RecordKind; id: string }): RawBuilder<boolean> {
  // An array, not a join: the planner then takes the calls by their number.
  const byNumber = sql<boolean>`c.number = any(array(
    select p.point from record_points p where p.record_id = ${record.id}::uuid and p.point like '+%'))`;
  return record.kind === "contact" ? sql<boolean>`(${byNumber} or c.contact_id = ${record.id}::uuid)` : byNumber;
}
