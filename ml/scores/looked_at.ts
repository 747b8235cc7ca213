/** Leads and deals as they were at given moments: their values rewound, their calls, notes, tasks and stages counted. */
import { sql } from "kysely";
import { type Row, selection, toRecord } from "@/crm/record/columns.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import type { Field } from "@/crm/record/types.ts";
import { cellsOf, type Counted, type ScoredKind } from "@/ml/scores/columns.ts";
import { isTold, type PastEvent, rewind } from "@/ml/scores/rewind.ts";
import type { Cell } from "@/ml/scores/table.ts";
import type { Store } from "@/store/store.ts";

export interface Asked {
  id: string;
  /** ms; null: now. */
  at: number | null;
}

/** One record as a score sees it. */
export interface Seen {
  id: string;
  cells: Cell[];
  /** ms */
  at: number;
}

/** Records put to the database at once. */
const BITE = 500;

/** Own fields of a kind that a score may know. */
export async function ownFields(store: Store, kind: ScoredKind): Promise<Field[]> {
  return [...(await schemaOf(store, kind)).values()].filter(({ column }) => column === null);
}

/** Moments in the company's zone, as the tables of scores tell them. */
export async function localTime(store: Store): Promise<(ms: number) => string> {
  const site = await store.db.selectFrom("site_settings").select("time_zone").executeTakeFirstOrThrow();
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: site.time_zone, dateStyle: "short", timeStyle: "short" });
  return (ms) => format.format(ms).replace(" ", "T");
}

/** In the order that they were asked for; those that are gone are left out. Asked in bites, so that none waits long. */
export async function lookAt(
  store: Store,
  { kind, asked, now = Date.now(), pause }: {
    kind: ScoredKind;
    asked: readonly Asked[];
    now?: number;
    /** Awaited between bites; throw in it to stop. */
    pause?: () => Promise<void>;
  },
): Promise<Seen[]> {
  const [own, local] = [await ownFields(store, kind), await localTime(store)];
  const seen: Seen[] = [];
  for (let from = 0; from < asked.length; from += BITE) {
    seen.push(...await bite(store, { kind, asked: asked.slice(from, from + BITE), now, own, local }));
    await pause?.();
  }
  return seen;
}

async function bite(
  store: Store,
  { kind, asked, now, own, local }: {
    kind: ScoredKind;
    asked: readonly Asked[];
    now: number;
    own: readonly Field[];
    local: (ms: number) => string;
  },
): Promise<Seen[]> {
  const ids = asked.map(({ id }) => id);
  const schema = await schemaOf(store, kind);
  const { rows } = await sql<Row>`select ${selection(schema)} from ${sql.table(PLURAL[kind])} r
    where r.id = any(${ids}::uuid[])`.execute(store.db);
  const byId = new Map(rows.map((row) => [row.id, toRecord(row, kind, schema)]));
  const rewound = asked.filter(({ at }) => at !== null).map(({ id }) => id);
  const events = rewound.length > 0 ? await pastOf(store, { kind, ids: rewound }) : new Map<string, PastEvent[]>();
  const counted = await countedOf(store, { kind, asked, now });
  return asked.flatMap(({ id, at }): Seen[] => {
    const record = byId.get(id);
    if (!record) return [];
    const moment = at ?? now;
    const past = events.get(id) ?? [];
    const looked = {
      values: at === null ? record.values : rewind(record.values, past, { at }),
      planned: at === null || isTold(past, { key: "closeDate", at }),
      counted: counted.get(id)!,
      created: Date.parse(record.values.created as string),
      at: moment,
    };
    return [{ id, cells: cellsOf(kind, looked, { own, local }), at: moment }];
  });
}

/** Events of records, each record's in their order. */
export async function pastOf(
  store: Store,
  { kind, ids }: { kind: ScoredKind; ids: readonly string[] },
): Promise<Map<string, PastEvent[]>> {
  const { rows } = await sql<
    { entity_id: string; at: Date; type: string; data: PastEvent["data"]; before: PastEvent["before"] }
  >`
    select entity_id, at, type, data, before from events
    where entity_kind = ${kind} and entity_id = any(${[...ids]}::text[]) and type <> ${`${kind}.score-changed`}
    order by entity_id, position`.execute(store.db);
  return Map.groupBy(rows.map((row) => ({ ...row, at: row.at.getTime() })), ({ entity_id }) => entity_id);
}

/** Column of tasks that points to the kind. */
const TASK_POINTS: Record<ScoredKind, string> = { lead: "lead_id", deal: "deal_id" };

/**
 * Calls of the year before: who called three years ago is as good as new. Points are collated otherwise than numbers:
 * without the word no index of calls is used, and each record walks through the whole year.
 */
async function countedOf(
  store: Store,
  { kind, asked, now }: { kind: ScoredKind; asked: readonly Asked[]; now: number },
): Promise<Map<string, Counted>> {
  const given = JSON.stringify(asked.map(({ id, at }) => ({ id, at: new Date(at ?? now).toISOString() })));
  const people = kind === "deal"
    ? sql`select (jsonb_array_elements_text(d.contacts))::uuid from deals d where d.id = a.id
        union all select d.lead_id from deals d where d.id = a.id and d.lead_id is not null`
    : sql`select a.id`;
  const stages = kind === "deal"
    ? sql`left join lateral (select (array_agg(l.to_stage order by l.at desc, l.id desc))[1]::text as stage,
          max(l.at) as since, count(*) filter (where l.from_stage is not null) as moves
        from stage_log l where l.deal_id = a.id and l.at <= a.at) s on true`
    : sql`left join lateral (select null::text as stage, null::timestamptz as since, 0 as moves) s on true`;
  const { rows } = await sql<{
    id: string;
    calls: number;
    talk: number;
    missed: number;
    notes: number;
    done: number;
    open: number;
    stage: string | null;
    since: Date | null;
    moves: number;
  }>`
    with a as (select * from jsonb_to_recordset(${given}::jsonb) as t (id uuid, at timestamptz))
    select a.id, c.calls::int, c.talk::float8, c.missed::int, n.notes::int, t.done::int, t.open::int, s.stage, s.since,
      s.moves::int
    from a
    left join lateral (
      select count(*) filter (where c.outcome = 'answered') as calls,
        coalesce(sum(c.talk_ms) filter (where c.outcome = 'answered'), 0) / 60000.0 as talk,
        count(*) filter (where c.outcome <> 'answered') as missed
      from calls c where c.ended_at <= a.at and c.started_at > a.at - interval '1 year' and c.number = any(array(
        select p.point collate "default" from record_points p where p.record_id in (${people})
          and p.point like '+%'))) c on true
    left join lateral (select count(*) as notes from notes n
      where n.record_id = a.id and n.created_at <= a.at) n on true
    left join lateral (
      select count(*) filter (where t.status <> 'open' and t.done_at <= a.at) as done,
        count(*) filter (where t.status = 'open' or t.done_at > a.at) as open
      from tasks t where t.${sql.ref(TASK_POINTS[kind])} = a.id and t.created_at <= a.at) t on true
    ${stages}`.execute(store.db);
  return new Map(rows.map((row) => [row.id, {
    calls: row.calls,
    talkMinutes: Math.round(row.talk * 10) / 10,
    missedCalls: row.missed,
    notes: row.notes,
    tasksDone: row.done,
    tasksOpen: row.open,
    stage: row.stage,
    stageSince: row.since?.getTime() ?? null,
    moves: row.moves,
  }]));
}
