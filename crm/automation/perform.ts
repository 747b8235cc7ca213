/** One run: whether it goes on, and its actions one after another, until the end, a wait, a stop or a refusal. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { writeChanges } from "@/crm/verb.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { CONSTRAINTS, type RecordKind } from "@/crm/record/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import type { RunState } from "@/store/tables/automation.ts";
import { actionOf, STOP, WAIT, waitSchema } from "@/crm/automation/actions/mod.ts";
import type { Ports } from "@/crm/automation/actions/types.ts";
import { decide } from "@/crm/automation/decide.ts";
import { dueAfter } from "@/crm/automation/due.ts";
import type { FactBook } from "@/crm/automation/facts.ts";
import { loopOf } from "@/crm/automation/loops.ts";
import type { SurroundingsKeeper } from "@/crm/automation/surroundings.ts";
import type {
  ChainLink,
  Decision,
  Facts,
  Rule,
  RuleEvent,
  Step,
  StepResult,
  SubjectKind,
} from "@/crm/automation/types.ts";
import { nextWorkingMoment } from "@/crm/calendar/working.ts";

export interface RunRow {
  id: string;
  rule: string;
  event: RuleEvent;
  kind: SubjectKind;
  record: string;
  title: string;
  chain: readonly ChainLink[];
  depth: number;
  state: RunState;
  step: number;
  recheck: boolean;
  results: readonly StepResult[];
  decision: Decision | null;
  eventAt: Date;
}

export interface Outcome {
  run: RunRow;
  state: RunState;
  error?: string;
  detail?: Record<string, string | number>;
  title: string;
  decision: Decision | null;
  results: readonly StepResult[];
  step: number;
  /** Of a wait. */
  dueAt?: Date;
  recheck?: boolean;
  /** No rule below does anything for this event. */
  stops?: true;
  ms: number;
}

export interface PerformOptions {
  run: RunRow;
  rule: Rule;
  book: FactBook;
  schemas: Readonly<Record<RecordKind, Schema>>;
  ports: Ports;
  around: SurroundingsKeeper;
  /** Records that were changed, by kind: told of when all is done. */
  told: Map<RecordKind, Set<string>>;
}

const ACCESS = { ...SYSTEM, origin: "automation" as const };

export async function perform(trx: Transaction<Database>, options: PerformOptions): Promise<Outcome> {
  const { run, rule, book, ports } = options;
  const began = performance.now();
  const facts = await book.factsOf({ kind: run.kind, id: run.record }, { event: run.event, now: ports.now() });
  const title = facts?.subject ? String(facts.subject.values.name ?? "") : run.title;
  const base = { run, title, decision: run.decision, results: run.results, step: run.step };
  const end = (rest: Partial<Outcome> & { state: RunState }): Outcome => ({
    ...base,
    ...rest,
    ms: Math.round(performance.now() - began),
  });
  if (!facts) return end({ state: "skipped", error: "automation.error.gone" });
  // Somebody switched it off while it waited, or before its turn came.
  if (!rule.enabled || rule.paused) return end({ state: "skipped", error: "automation.error.switched-off" });
  let { decision } = run;
  if (run.step === 0 || run.recheck) {
    decision = decide(rule.if, facts);
    if (!decision.fits) return end({ state: "skipped", decision });
  }
  const loop = run.step === 0 ? loopOf(run) : null;
  if (loop) return end({ state: "stopped", decision, ...loop });
  return end({ decision, ...await actions(trx, { ...options, facts }) });
}

type Ended = Pick<Outcome, "state" | "results" | "step"> & Partial<Outcome>;

async function actions(trx: Transaction<Database>, options: PerformOptions & { facts: Facts }): Promise<Ended> {
  const { run, rule, ports } = options;
  const results = [...run.results];
  let { facts } = options;
  for (let n = run.step; n < rule.then.length; n++) {
    const step = rule.then[n];
    if (step.type === WAIT) {
      const wait = await waiting(trx, { ...options, facts, step });
      results.push({ type: WAIT, state: "done", said: { until: wait.dueAt.toISOString() } });
      return { state: "waiting", results, step: n + 1, ...wait };
    }
    if (step.type === STOP) {
      results.push({ type: STOP, state: "done", said: {} });
      return { state: "done", results, step: n + 1, stops: true };
    }
    const { result, wrote } = await act(trx, { ...options, facts, step, n });
    results.push(result);
    if (result.state === "failed") {
      return { state: "failed", results, step: n + 1, error: result.error, detail: result.detail };
    }
    if (wrote && n + 1 < rule.then.length) {
      // The next action speaks of what this one changed.
      const fresh = await options.book.factsOf({ kind: run.kind, id: run.record }, {
        event: run.event,
        now: ports.now(),
      });
      facts = fresh ?? facts;
    }
  }
  return { state: "done", results, step: rule.then.length };
}

async function act(
  trx: Transaction<Database>,
  options: PerformOptions & { facts: Facts; step: Step; n: number },
): Promise<{ result: StepResult; wrote: boolean }> {
  const { run, rule, book, schemas, ports, facts, step, n } = options;
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const written: { kind: string; id: string }[] = [];
  await sql`savepoint action`.execute(trx);
  try {
    const def = actionOf(step.type);
    const params = def?.params.safeParse(step);
    if (!def || !params?.success) throw new Refusal("automation.error.no-action");
    const { working } = await options.around.get(trx);
    const said = await def.run({
      trx,
      access: ACCESS,
      facts,
      schemas,
      working,
      rule: { id: rule.id, name: rule.name, owner: rule.owner },
      run: run.id,
      step: n,
      ports,
      dry: false,
      async write(change) {
        await writeChanges(trx, ACCESS, { changes: [change], cause: run.id, depth: run.depth + 1 });
        written.push(change.entity);
      },
      tell(kind, id) {
        options.told.set(kind, (options.told.get(kind) ?? new Set()).add(id));
      },
    }, params.data);
    await sql`release savepoint action`.execute(trx);
    return { result: { type: step.type, state: "done", said, ms: took() }, wrote: written.length > 0 };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await sql`rollback to savepoint action`.execute(trx);
    const { code, detail } = refusal;
    const result = { type: step.type, state: "failed" as const, said: {}, error: code, ...(detail ? { detail } : {}) };
    return { result: { ...result, ms: took() }, wrote: false };
  } finally {
    for (const entity of written) book.forget(entity);
  }
}

/** What a person can mend; anything else is a fault of ours and breaks the run. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const constraint = error instanceof Error && "constraint" in error ? String(error.constraint) : "";
  return CONSTRAINTS[constraint] ? new Refusal(CONSTRAINTS[constraint]) : null;
}

async function waiting(
  trx: Transaction<Database>,
  options: PerformOptions & { facts: Facts; step: Step },
): Promise<{ dueAt: Date; recheck: boolean }> {
  const { ports, facts } = options;
  const wait = waitSchema.parse(options.step);
  const { working } = await options.around.get(trx);
  const due = dueAfter(wait.for, { from: ports.now(), timeZone: facts.timeZone, working: null });
  const at = (wait.untilWorking ? nextWorkingMoment(working, due) : null) ?? due;
  return { dueAt: new Date(at), recheck: wait.recheck };
}
