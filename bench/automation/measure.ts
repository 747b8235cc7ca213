/**
 * How fast rules are: events a second through the whole engine, and the time from the commit of an event to the commit
 * of what a rule did about it. On any store; its records are the bench's own to spoil.
 */
import { SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { createRule, Engine, ruleSchema } from "@/crm/automation/mod.ts";
import { createRecord, insertRecords, RECORDS_CHANNEL, schemaOf } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";

export interface AutomationFigures {
  /** Events with 20 rules over them, one of which makes a task of every second event. */
  automation_events_per_s: number;
  /** Runs of rules (decided and written to the log) a second, in the same time. */
  automation_runs_per_s: number;
  rule_latency_p50_ms: number;
  rule_latency_p99_ms: number;
}

const CLOCK = {
  now: () => Date.now(),
  after: (ms: number, fire: () => void) => setTimeout(fire, ms),
  clear: (timer: unknown) => clearTimeout(timer as number),
};
const PORTS = { now: () => Date.now(), jobs: null, mail: null };

/** Twenty rules as a company has them: most wait for other things, some look and do nothing, one makes a task. */
async function someRules(store: Store): Promise<void> {
  const task = [{ type: "task.create", name: "Call {{record.name}}", due: { n: 1, unit: "hours" }, to: "nobody" }];
  const city = (value: string) => ({
    match: "all",
    groups: [{ match: "all", items: [{ on: "field", of: "record", field: "city", op: "is", value }] }],
  });
  const bodies = [
    { when: { type: "lead.created" }, if: city("Even"), then: task },
    { when: { type: "lead.created" }, if: city("Nowhere"), then: task },
    { when: { type: "tag.added", kind: "lead", tag: "vip" }, then: task },
    ...Array.from(
      { length: 17 },
      (_, n) => ({ when: { type: "field.changed", kind: "deal", field: `c_${n}` }, then: task }),
    ),
  ];
  for (const [n, body] of bodies.entries()) {
    unwrap(await createRule(store, SYSTEM, { rule: ruleSchema.parse({ name: `Rule ${n}`, ...body }), enabled: true }));
  }
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    values: { name: `Lead ${n}`, status: "new", city: n % 2 ? "Odd" : "Even" },
  }));

/** @param options.events written before the engine looks, for throughput; `singles` one by one, for latency */
export async function measureAutomation(
  store: Store,
  options: { events?: number; singles?: number; everyMs?: number } = {},
): Promise<AutomationFigures> {
  const { events = 5_000, singles = 300, everyMs = 20 } = options;
  await someRules(store);
  const schema = await schemaOf(store, "lead");
  for (let from = 0; from < events; from += 1_000) {
    await store.tx((trx) =>
      insertRecords(trx, SYSTEM, { kind: "lead", rows: rows(Math.min(1_000, events - from)), schema })
    );
  }
  const engine = new Engine(store, { clock: CLOCK, ports: PORTS });
  const began = performance.now();
  await engine.settleAll();
  const seconds = (performance.now() - began) / 1_000;
  const { n } = await store.db.selectFrom("automation_runs").select((one) => one.fn.countAll<string>().as("n"))
    .executeTakeFirstOrThrow();
  const times = await latencies(store, { singles, everyMs });
  return {
    automation_events_per_s: Math.round(events / seconds),
    automation_runs_per_s: Math.round(Number(n) / seconds),
    rule_latency_p50_ms: quantile(times, 0.5),
    rule_latency_p99_ms: quantile(times, 0.99),
  };
}

/** From the answer of the verb that wrote the lead to the notice of the task that a rule made. */
async function latencies(store: Store, options: { singles: number; everyMs: number }): Promise<number[]> {
  const told = new Map<string, number>();
  const committed = new Map<string, number>();
  const engine = new Engine(store, { clock: CLOCK, ports: PORTS });
  const unlisten = await store.listen(RECORDS_CHANNEL, {
    message(payload) {
      const { kind, ids = [] } = JSON.parse(payload) as { kind: string; ids?: string[] };
      if (kind === "task") { for (const id of ids) told.set(id, performance.now()); }
      engine.wake();
    },
    gap: () => engine.wake(),
  });
  engine.start();
  for (let n = 0; n < options.singles; n++) {
    const values = { name: `Single ${n}`, city: "Even" };
    const lead = unwrap(await createRecord(store, SYSTEM, { kind: "lead", values }));
    committed.set(lead.id, performance.now());
    await new Promise((done) => setTimeout(done, options.everyMs));
  }
  while (told.size < options.singles) await new Promise((done) => setTimeout(done, 20));
  await engine.stop();
  await unlisten();
  const tasks = await store.db.selectFrom("tasks").select(["id", "lead_id"]).where("id", "in", [...told.keys()])
    .execute();
  return tasks.flatMap(({ id, lead_id }) => {
    const from = committed.get(lead_id ?? "");
    return from === undefined ? [] : [Math.max(0, told.get(id)! - from)];
  });
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] * 10) / 10;
}
