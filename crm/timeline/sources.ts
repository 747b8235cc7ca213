/**
 * What a timeline is made of: each source is one select over (at, id) with its own keyset. A new kind of thing that
 * happens (mails, SMS) is a function here and one line in {@link SOURCES}.
 */
import { type RawBuilder, sql } from "kysely";
import type { Access } from "@/store/access.ts";
import { visibleCallsBy } from "@/crm/calls/rights.ts";
import { beyond } from "@/crm/page.ts";
import { reachable, reachOf, type RecordKind } from "@/crm/record/mod.ts";
import { fieldRight } from "@/crm/record/schema.ts";

export type Show = "all" | "notes" | "calls" | "tasks" | "stages" | "files" | "changes" | "consents";

/** A record whose past is told: the card's own, then the lead that a deal came from. */
export interface Subject {
  kind: RecordKind;
  id: string;
  /** Records merged into it that the person may see. */
  merged: readonly string[];
}

export interface Scope {
  access: Access;
  subjects: readonly Subject[];
  /** Of deals: their people whom the person may see. Their calls are the deal's. */
  contacts: readonly string[];
  /** The person may see some calls. */
  calls: boolean;
  after?: string;
  limit: number;
}

interface Source {
  show: Exclude<Show, "all">;
  parts(scope: Scope): RawBuilder<unknown>[];
}

export const SOURCES: readonly Source[] = [
  { show: "changes", parts: (scope) => scope.subjects.map((subject) => changes(scope, subject)) },
  { show: "notes", parts: (scope) => [notes(scope)] },
  { show: "calls", parts: (scope) => scope.calls ? calls(scope) : [] },
  { show: "tasks", parts: tasks },
  { show: "stages", parts: stages },
  { show: "files", parts: (scope) => [files(scope)] },
  { show: "consents", parts: (scope) => [consents(scope)] },
];

/** A source's own page; ids are compared as text, byte by byte, in every source alike. */
function part(
  scope: Scope,
  options: { select: RawBuilder<unknown>; at: RawBuilder<unknown>; id: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const id = sql`(${options.id})::text collate "C"`;
  const position = beyond(scope.after, { at: options.at, id, idType: "text" });
  return sql`(${options.select} and ${position} order by ${options.at} desc, ${id} desc limit ${scope.limit + 1})`;
}

const idsOf = ({ subjects }: Scope) => subjects.map(({ id }) => id);

function changes(scope: Scope, { kind, id, merged }: Subject): RawBuilder<unknown> {
  return part(scope, {
    at: sql`e.at`,
    id: sql`e.id`,
    // The audit's line is of the same moment: both are written by one statement.
    select: sql`select 'change' as source, e.id::text collate "C" as id, e.at, e.actor, jsonb_build_object(
        'type', e.type, 'origin', e.origin, 'kind', e.entity_kind, 'record', e.entity_id, 'data', e.data,
        'audit', (select jsonb_build_object('id', a.id, 'before', a.before, 'after', a.after) from audit a
          where a.entity_kind = e.entity_kind and a.entity_id = e.entity_id and a.at = e.at and a.event_id = e.id),
        'undone', (select m.undone_at is not null from merges m where m.id::text = e.data ->> 'merge')) as data
      from events e where e.entity_kind = ${kind} and e.entity_id = any(${[id, ...merged]})
        and starts_with(e.type, ${`${kind}.`}) and e.type <> ${`${kind}.score-changed`}`,
  });
}

function notes(scope: Scope): RawBuilder<unknown> {
  return part(scope, {
    at: sql`n.created_at`,
    id: sql`n.id`,
    select: sql`select 'note' as source, n.id::text collate "C" as id, n.created_at as at, n.author as actor,
        jsonb_build_object('body', n.body, 'editedAt', extract(epoch from n.edited_at) * 1000, 'record', n.record_id)
          as data
      from notes n where n.record_id = any(${idsOf(scope)}::uuid[]) and n.archived_at is null`,
  });
}

function consents(scope: Scope): RawBuilder<unknown> {
  return part(scope, {
    at: sql`c.created_at`,
    id: sql`c.id`,
    select: sql`select 'consent' as source, c.id::text collate "C" as id, c.created_at as at, c.actor,
        jsonb_build_object('channel', c.channel, 'granted', c.granted, 'saidAt', extract(epoch from c.at) * 1000,
          'manner', c.manner, 'proof', c.proof, 'record', c.record_id) as data
      from consents c where c.record_id = any(${idsOf(scope)}::uuid[])`,
  });
}

function files(scope: Scope): RawBuilder<unknown> {
  return part(scope, {
    at: sql`f.created_at`,
    id: sql`f.id`,
    select: sql`select 'file' as source, f.id::text collate "C" as id, f.created_at as at,
        coalesce(f.uploaded_by::text, 'system') as actor, jsonb_build_object('name', f.name, 'type', f.type,
          'bytes', f.bytes, 'record', f.record_id) as data
      from files f where f.record_id = any(${idsOf(scope)}::uuid[]) and f.archived_at is null`,
  });
}

/** Calls with any number of the subjects and the deal's people, or that stand in a contact's name. */
function calls(scope: Scope): RawBuilder<unknown>[] {
  const { access, subjects, contacts } = scope;
  const people = [...contacts, ...subjects.filter(({ kind }) => kind === "contact").map(({ id }) => id)];
  // An array, not a join: the planner then takes the calls by their number.
  const byNumber = sql<boolean>`c.number = any(array(
    select p.point from record_points p where p.record_id = any(${[...idsOf(scope), ...contacts]}::uuid[])
      and p.point like '+%'))`;
  const own = people.length > 0 ? sql<boolean>`(${byNumber} or c.contact_id = any(${people}::uuid[]))` : byNumber;
  const plays = access.permissions.has("recordings.play");
  const recording = plays
    ? sql`case when c.recording_name is not null then coalesce(c.recording_seconds, 0) end`
    : sql`null`;
  return visibleCallsBy(access).map((visible) =>
    part(scope, {
      at: sql`c.started_at`,
      id: sql`c.id`,
      select: sql`select 'call' as source, c.id, c.started_at as at, coalesce(c.agent_id::text, 'system') as actor,
          jsonb_build_object('direction', c.direction, 'outcome', c.outcome, 'talkMs', c.talk_ms, 'notes', c.notes,
            'disposition', c.disposition, 'queueName', (select q.name from queues q where q.id = c.queue_id),
            'recordingSeconds', ${recording}) as data
        from calls c where ${visible} and ${own}`,
    })
  );
}

/** Column of tasks that points to a kind. */
const POINTS: Partial<Record<RecordKind, string>> = {
  deal: "deal_id",
  lead: "lead_id",
  contact: "contact_id",
  company: "company_id",
};

/** Two moments of each task in reach: that it was set, and that it ended. */
function tasks(scope: Scope): RawBuilder<unknown>[] {
  const { access, subjects } = scope;
  if (reachOf(access, "task", "view") === "none") return [];
  const owns = subjects.flatMap(({ kind, id }) => POINTS[kind] ? [sql`t.${sql.ref(POINTS[kind]!)} = ${id}::uuid`] : []);
  if (owns.length === 0) return [];
  const seen = (key: string, column: string) =>
    fieldRight(access, "task", key) === "hidden" ? sql`null` : sql`t.${sql.ref(column)}`;
  const reach = sql`(${sql.join(reachable(access, "task", "view", "t"), sql` or `)})`;
  const data = (what: RawBuilder<unknown>) =>
    sql`jsonb_build_object('what', ${what}, 'task', t.id, 'name', coalesce(${seen("name", "name")}, ''), 'type', t.type,
      'status', t.status, 'due', extract(epoch from ${seen("due", "due_at")}) * 1000,
      'result', coalesce(${seen("result", "result")}, ''),
      'owner', (select u.name from users u where u.id = ${seen("owner", "owner_id")}))`;
  const from = sql`from tasks t where (${sql.join(owns, sql` or `)}) and t.archived_at is null and ${reach}`;
  return [
    part(scope, {
      at: sql`t.created_at`,
      id: sql`t.id`,
      select: sql`select 'task' as source, t.id::text collate "C" as id, t.created_at as at,
          coalesce(t.creator_id::text, 'system') as actor, ${data(sql`'set'`)} as data ${from}`,
    }),
    part(scope, {
      at: sql`t.done_at`,
      id: sql`t.id || '.end'`,
      select: sql`select 'task' as source, (t.id || '.end') collate "C" as id, t.done_at as at,
          coalesce(t.done_by::text, 'system') as actor, ${data(sql`t.status`)} as data
        ${from} and t.status <> 'open' and t.done_at is not null`,
    }),
  ];
}

/** Moves of a deal and of those merged into it, with how long it had stood where it was. */
function stages(scope: Scope): RawBuilder<unknown>[] {
  const [{ kind, id, merged }] = scope.subjects;
  if (kind !== "deal" || fieldRight(scope.access, "deal", "stage") === "hidden") return [];
  const stage = (column: string) =>
    sql`(select jsonb_build_object('name', s.name, 'colour', s.colour, 'type', s.type, 'pipeline', p.name)
      from stages s join pipelines p on p.id = s.pipeline_id where s.id = ${sql.ref(column)})`;
  return [part(scope, {
    at: sql`l.at`,
    id: sql`'s' || lpad(l.id::text, 19, '0')`,
    select: sql`select 'stage' as source, ('s' || lpad(l.id::text, 19, '0')) collate "C" as id, l.at,
        coalesce(l.actor::text, 'system') as actor, jsonb_build_object('from', ${stage("l.from_stage")},
          'to', ${stage("l.to_stage")}, 'seconds', l.seconds, 'elsewhere', l.deal_id <> ${id}::uuid) as data
      from stage_log l where l.deal_id = any(${[id, ...merged]}::uuid[])`,
  })];
}
