/**
 * Does the runs that are due, in their order. One transaction holds a handful of them: what the actions change and the
 * run's row are written together, so that killed at any moment nothing is done twice or half. Each action stands behind
 * a savepoint: one that is refused takes nothing else back.
 */
import { sql, type Transaction } from "kysely";
import { getLogger } from "@logtape/logtape";
import { SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { tell } from "@/crm/record/mod.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import type { Ports } from "@/crm/automation/actions/types.ts";
import { FactBook } from "@/crm/automation/facts.ts";
import { toRule } from "@/crm/automation/row.ts";
import { type Outcome, perform, type RunRow } from "@/crm/automation/perform.ts";
import { settle } from "@/crm/automation/settle.ts";
import { allSchemas, type SurroundingsKeeper } from "@/crm/automation/surroundings.ts";
import type { Rule } from "@/crm/automation/types.ts";

const log = getLogger(["kommutator", "automation"]);

/** Any number nobody else uses: one node at a time does runs, so that those of one record keep their order. */
const LOCK = 7_226_019;
const HANDFUL = 100;
/** Records that runs changed are locked no longer than about this. */
const TURN_MS = 250;

export const ACCESS = { ...SYSTEM, origin: "automation" as const };

export interface WorkOptions {
  ports: Ports;
  around: SurroundingsKeeper;
}

/** Does a handful of what is due; false: nothing was, or another node is at it. */
export async function workHandful(store: Store, options: WorkOptions): Promise<boolean> {
  const schemas = await allSchemas(store);
  try {
    return await store.tx((trx) => handful(trx, { ...options, schemas, most: HANDFUL }));
  } catch (error) {
    // One of them broke the transaction: each by itself finds out which, and the others are done.
    log.warn("runs are done one by one: {error}", { error: String(error) });
    return await oneByOne(store, { ...options, schemas });
  }
}

interface Work extends WorkOptions {
  schemas: Readonly<Record<RecordKind, Schema>>;
}

async function handful(trx: Transaction<Database>, options: Work & { most: number; run?: string }): Promise<boolean> {
  const { ports, schemas, most } = options;
  const { rows: [{ mine }] } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`
    .execute(trx);
  if (!mine) return false;
  const now = new Date(ports.now());
  const { rows } = await sql<RunRow>`select id, rule_id as rule, event, kind, record_id as record, title, chain, depth,
      state, step, recheck, results, decision, event_at as "eventAt"
    from automation_runs where ${
    options.run ? sql<boolean>`id = ${options.run}::uuid` : sql<boolean>`state in ('queued', 'waiting')`
  } and (state = 'queued' or (state = 'waiting' and due_at <= ${now})) order by due_at, id limit ${most}`.execute(trx);
  if (rows.length === 0) return false;
  const rules = await rulesOf(trx, rows);
  const book = new FactBook(trx, schemas, await options.around.get(trx));
  await book.read(rows.map(({ kind, record }) => ({ kind, id: record })));
  const outcomes: Outcome[] = [];
  const told = new Map<RecordKind, Set<string>>();
  const stopped = new Set<string>();
  const began = performance.now();
  for (const run of rows) {
    const rule = rules.get(run.rule)!;
    const over = stopped.has(run.event.id ?? "");
    outcomes.push(
      over ? passed(run) : await perform(trx, { run, rule, book, schemas, ports, around: options.around, told }),
    );
    if (outcomes.at(-1)!.stops && run.event.id) stopped.add(run.event.id);
    if (performance.now() - began > TURN_MS) break;
  }
  await settle(trx, { outcomes, rules, now, stopped });
  for (const [kind, ids] of told) await tell(trx, kind, [...ids]);
  return true;
}

/** A rule above said that no other should. */
const passed = (run: RunRow): Outcome => ({
  run,
  state: "skipped",
  error: "automation.error.stopped-above",
  title: run.title,
  decision: run.decision,
  results: run.results,
  step: run.step,
  ms: 0,
});

async function rulesOf(trx: Transaction<Database>, runs: readonly RunRow[]): Promise<Map<string, Rule>> {
  const rows = await trx.selectFrom("automation_rules").selectAll()
    .where("id", "in", [...new Set(runs.map(({ rule }) => rule))]).execute();
  return new Map(rows.map((row) => [row.id, toRule(row)]));
}

async function oneByOne(store: Store, options: Work): Promise<boolean> {
  const now = new Date(options.ports.now());
  const { rows } = await sql<{ id: string; rule: string }>`select id, rule_id as rule from automation_runs
    where state = 'queued' or (state = 'waiting' and due_at <= ${now}) order by due_at, id limit ${HANDFUL}`.execute(
    store.db,
  );
  let any = false;
  for (const { id } of rows) {
    try {
      any = await store.tx((trx) => handful(trx, { ...options, most: 1, run: id })) || any;
    } catch (error) {
      log.error("run {id} failed: {error}", { id, error });
      await store.db.updateTable("automation_runs").set({
        state: "failed",
        error: "automation.error.unexpected",
        detail: JSON.stringify({ message: String(error).slice(0, 300) }),
        finished_at: now,
      }).where("id", "=", id).where("state", "in", ["queued", "waiting"]).execute();
      any = true;
    }
  }
  return any;
}
