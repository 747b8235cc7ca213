/**
 * A rule tried on what has happened: which records it would have taken, what each condition would have seen and what
 * each action would have done. Reads only, in a transaction that cannot write; bounded in events, results and time.
 * Records are looked at as they are now, with what the event itself says laid over them.
 */
import { sql, type Transaction } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { RecordKind, Value } from "@/crm/record/types.ts";
import { actionOf, type Ports, WAIT, waitSchema } from "@/crm/automation/actions/mod.ts";
import { decide } from "@/crm/automation/decide.ts";
import { dueAfter } from "@/crm/automation/due.ts";
import { timedRun } from "@/crm/automation/time.ts";
import { toEvent } from "@/crm/automation/dispatch.ts";
import { FactBook } from "@/crm/automation/facts.ts";
import { pastEvents } from "@/crm/automation/past.ts";
import { allSchemas, type Surroundings, SurroundingsKeeper } from "@/crm/automation/surroundings.ts";
import { triggerOf } from "@/crm/automation/triggers/mod.ts";
import type { Decision, Facts, RuleBody, RuleEvent, StepResult, SubjectKind } from "@/crm/automation/types.ts";

export const MOST_TRIED = 100;
export const MOST_DAYS = 92;

export interface TrialRow {
  event: { type: string; at: string; actor: string };
  kind: SubjectKind;
  record: string;
  title: string;
  decision: Decision;
  /** Of a rule that fits. */
  results: StepResult[];
}

export interface Trial {
  rows: TrialRow[];
  /** Events (or moments) that were looked at. */
  looked: number;
  /** How many of the rows the rule fits. */
  fits: number;
  /** There was more than is looked at. */
  more: boolean;
}

interface Subject {
  event: RuleEvent;
  kind: SubjectKind;
  id: string;
}

export interface TrialOptions {
  rule: RuleBody;
  from: Date;
  to: Date;
  ports: Ports;
  words?: Readonly<Record<string, string>>;
}

/** @throws {ForbiddenError} */
export async function tryRule(store: Store, access: Access, options: TrialOptions): Promise<Trial> {
  require(access, "automation.manage");
  const schemas = await allSchemas(store);
  return await store.reports.transaction().setAccessMode("read only").execute(async (trx) => {
    await sql`set local statement_timeout = '10s'`.execute(trx);
    const around = await new SurroundingsKeeper(options.words).get(trx);
    const { subjects, looked, more } = await subjectsOf(trx, { ...options, schemas, around });
    const rows: TrialRow[] = [];
    for (const subject of subjects) {
      const row = await one(trx, subject, { ...options, schemas, around });
      if (row) rows.push(row);
    }
    return { rows, looked, fits: rows.filter(({ decision }) => decision.fits).length, more };
  });
}

interface Within extends TrialOptions {
  schemas: Readonly<Record<RecordKind, Schema>>;
  around: Surroundings;
}

async function subjectsOf(
  trx: Transaction<Database>,
  options: Within,
): Promise<{ subjects: Subject[]; looked: number; more: boolean }> {
  const { rule: { when }, from, to, schemas, around } = options;
  const def = triggerOf(when.type);
  if (def?.due) {
    const schema = schemas[def.subject(when) as RecordKind];
    const query = { rule: null, when, since: from, from, to, timeZone: around.timeZone, schema, limit: MOST_TRIED + 1 };
    const found = await def.due(trx, query);
    const subjects = found.slice(0, MOST_TRIED).map((due) => {
      const { event, kind, record } = timedRun("", { due, type: when.type });
      return { event, kind, id: record };
    });
    return { subjects, looked: found.length, more: found.length > MOST_TRIED };
  }
  const subjects: Subject[] = [];
  let looked = 0;
  for await (const row of pastEvents(trx, { from, to })) {
    looked++;
    const event = toEvent(row);
    const subject = row.quiet ? null : def?.matches?.(event, { when, rule: event.entity.id });
    if (subject) subjects.push({ event, ...subject });
    if (subjects.length > MOST_TRIED) break;
  }
  return { subjects: subjects.slice(0, MOST_TRIED), looked, more: subjects.length > MOST_TRIED };
}

async function one(trx: Transaction<Database>, subject: Subject, options: Within): Promise<TrialRow | null> {
  const { rule, schemas, around } = options;
  const { event, kind, id } = subject;
  const now = Date.parse(event.at);
  const facts = await new FactBook(trx, schemas, around).factsOf({ kind, id }, { event, now });
  if (!facts) return null;
  laidOver(facts);
  const decision = decide(rule.if, facts);
  const results = decision.fits ? await planned(trx, facts, options) : [];
  return {
    event: { type: event.type, at: event.at, actor: event.actor },
    kind,
    record: id,
    title: String(facts.subject?.values.name ?? ""),
    decision,
    results,
  };
}

/** What the event says of its own record was so when it happened. */
function laidOver({ subject, event, fields }: Facts): void {
  if (!subject || subject.kind === "none" || subject.kind === "call") return;
  for (const [key, value] of Object.entries(event.data)) {
    if (fields[subject.kind]?.has(key)) subject.values[key] = value as Value;
  }
}

async function planned(trx: Transaction<Database>, facts: Facts, options: Within): Promise<StepResult[]> {
  const { rule, schemas, around } = options;
  let now = Date.parse(facts.event.at);
  const ports: Ports = { ...options.ports, now: () => now };
  const results: StepResult[] = [];
  for (const [n, step] of rule.then.entries()) {
    if (step.type === WAIT) {
      const { for: span } = waitSchema.parse(step);
      now = dueAfter(span, { from: now, timeZone: facts.timeZone, working: null });
      results.push({ type: WAIT, state: "planned", said: { until: new Date(now).toISOString() } });
      continue;
    }
    const def = actionOf(step.type)!;
    try {
      const said = await def.run({
        trx,
        access: { user: "system", permissions: new Set(), teams: [], origin: "automation" },
        facts,
        schemas,
        working: around.working,
        rule: { id: "00000000-0000-0000-0000-000000000000", name: rule.name, owner: null },
        run: "",
        step: n,
        ports,
        dry: true,
        write: () => Promise.reject(new Error("a trial writes nothing")),
        tell: () => {},
      }, def.params.parse(step));
      results.push({ type: step.type, state: "planned", said });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      results.push({ type: step.type, state: "failed", said: {}, error: error.code, detail: error.detail });
      return results;
    }
  }
  return results;
}
