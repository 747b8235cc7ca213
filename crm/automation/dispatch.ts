/**
 * Turns events into runs of rules: reads events in their final order behind a durable cursor, and writes the runs and
 * the cursor in one transaction; a run is unique by its rule and its event. Killed at any moment, the next look begins
 * where the last one ended. What comes with time is found beside it (time.ts).
 */
import { sql, type Transaction } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { orderEvents } from "@/crm/changes/mod.ts";
import { toRule } from "@/crm/automation/row.ts";
import { triggerOf } from "@/crm/automation/triggers/mod.ts";
import type { ChainLink, Rule, RuleEvent, SubjectKind } from "@/crm/automation/types.ts";

const CURSOR = "automation";
const BITE = 1_000;

export interface NewRun {
  rule: string;
  key: string;
  event: RuleEvent;
  kind: SubjectKind;
  record: string;
  title?: string;
  chain: readonly ChainLink[];
}

/** Returns how many events were read and how many runs they made. Any number of processes may do it at once. */
export async function dispatchEvents(store: Store): Promise<{ events: number; runs: number }> {
  await orderEvents(store);
  const sum = { events: 0, runs: 0 };
  for (;;) {
    const { read, made } = await store.tx((trx) => bite(trx));
    sum.events += read;
    sum.runs += made;
    if (read < BITE) return sum;
  }
}

/** Rules that may fire now, in their order. */
export async function liveRules(trx: Transaction<Database>): Promise<Rule[]> {
  const rows = await trx.selectFrom("automation_rules").selectAll().where("enabled", "=", true)
    .where("paused_at", "is", null).where("archived_at", "is", null).orderBy("position").orderBy("id").execute();
  return rows.map(toRule);
}

export interface EventRow extends Omit<RuleEvent, "entity" | "at"> {
  seq: string;
  kind: string;
  entity: string;
  at: Date;
  quiet: boolean;
}

async function bite(trx: Transaction<Database>): Promise<{ read: number; made: number }> {
  await sql`insert into event_cursors (name, position)
    select ${CURSOR}, coalesce(max(seq), 0) from events on conflict do nothing`.execute(trx);
  const { position } = await trx.selectFrom("event_cursors").select("position").where("name", "=", CURSOR).forUpdate()
    .executeTakeFirstOrThrow();
  const rules = (await liveRules(trx)).filter((rule) => triggerOf(rule.when.type)?.matches);
  if (rules.length === 0) {
    await moveTo(trx, sql<string>`(select coalesce(max(seq), 0) from events)`, position);
    return { read: 0, made: 0 };
  }
  const { rows } = await sql<EventRow>`select e.seq, e.id, e.type, e.entity_kind as kind, e.entity_id as entity, e.at,
    e.actor, e.origin, e.cause, e.depth, e.quiet, e.data, e.before from events e
    where e.seq > ${position} order by e.seq limit ${BITE}`.execute(trx);
  const last = rows.at(-1)?.seq;
  if (!last) return { read: 0, made: 0 };
  const found = rows.filter(({ quiet }) => !quiet).flatMap((row) => matching(rules, row));
  const made = await insertRuns(trx, await chained(trx, found));
  await moveTo(trx, sql<string>`${last}::bigint`, position);
  return { read: rows.length, made };
}

export function toEvent({ seq: _, quiet: __, kind, entity, at, ...row }: EventRow): RuleEvent {
  return { ...row, entity: { kind, id: entity }, at: at.toISOString() };
}

/** Events from before a rule are not its own. */
function matching(rules: readonly Rule[], row: EventRow): NewRun[] {
  const event = toEvent(row);
  return rules.flatMap((rule) => {
    if (row.at < rule.since) return [];
    const subject = triggerOf(rule.when.type)?.matches?.(event, { when: rule.when, rule: rule.id });
    if (!subject) return [];
    return [{ rule: rule.id, key: event.id!, event, kind: subject.kind, record: subject.id, chain: [] }];
  });
}

/** Runs whose event was written by a run stand behind it in its chain. */
async function chained(trx: Transaction<Database>, runs: readonly NewRun[]): Promise<NewRun[]> {
  const causes = [
    ...new Set(runs.flatMap(({ event }) => event.origin === "automation" && event.cause ? [event.cause] : [])),
  ];
  if (causes.length === 0) return [...runs];
  const rows = await trx.selectFrom("automation_runs").select(["id", "rule_id", "kind", "record_id", "chain"])
    .where("id", "in", causes).execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  return runs.map((run) => {
    const cause = run.event.origin === "automation" && run.event.cause ? known.get(run.event.cause) : undefined;
    if (!cause) return run;
    const link = { run: cause.id, rule: cause.rule_id, kind: cause.kind, record: cause.record_id };
    return { ...run, chain: [...cause.chain as unknown as ChainLink[], link] };
  });
}

/** Returns how many were new. */
export async function insertRuns(trx: Transaction<Database>, runs: readonly NewRun[]): Promise<number> {
  if (runs.length === 0) return 0;
  const rows = runs.map((run) => ({
    id: newId(),
    rule: run.rule,
    key: run.key,
    event_id: run.event.id,
    event: run.event,
    kind: run.kind,
    record: run.record,
    title: run.title ?? "",
    chain: run.chain,
    depth: run.event.depth,
    at: run.event.at,
  }));
  const { numAffectedRows } = await sql`insert into automation_runs
      (id, rule_id, key, event_id, event, kind, record_id, title, chain, depth, event_at)
    select t.id, t.rule, t.key, t.event_id, t.event, t.kind, t.record, left(t.title, 300), t.chain, t.depth, t.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, rule uuid, key text, event_id uuid,
      event jsonb, kind text, record text, title text, chain jsonb, depth smallint, at timestamptz)
    on conflict (rule_id, key) do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function moveTo(trx: Transaction<Database>, to: ReturnType<typeof sql<string>>, from: string): Promise<void> {
  await sql`update event_cursors set position = ${to}, updated_at = now()
    where name = ${CURSOR} and position = ${from}::bigint and position <> ${to}`.execute(trx);
}
