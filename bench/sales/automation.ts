/**
 * Five rules on the running product: how many events a second they are asked about and done when thousands come at once,
 * and how long it takes from an event to what a rule did about it when they come one by one.
 */
import { sql } from "kysely";
import { createRule } from "@/crm/automation/mod.ts";
import { ruleSchema } from "@/crm/automation/schemas.ts";
import { insertRecords, schemaOf } from "@/crm/record/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { SYSTEM } from "@/store/access.ts";
import { percentile, round } from "../records/figures.ts";
import type { SalesSite } from "./site.ts";

const BATCH = 500;
const PATIENCE_MS = 300_000;
const SINGLE = 200;
/** Between single events, ms. */
const PAUSE_MS = 50;

export async function automation(site: SalesSite, count: number): Promise<Record<string, number>> {
  const { store } = site;
  await rules(site);
  const schema = await schemaOf(store, "lead");
  const began = performance.now();
  for (let from = 0; from < count; from += BATCH) {
    await store.tx(async (trx) => {
      const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => ({
        values: { name: `Lead ${from + n}`, city: (from + n) % 2 === 0 ? "Moscow" : "Kazan" },
      }));
      for (const result of await insertRecords(trx, SYSTEM, { kind: "lead", rows, schema, trusted: true })) {
        unwrap(result);
      }
    });
  }
  await sql`select pg_notify('records', '{"kind":"lead","all":true}')`.execute(store.db);
  await finished(site, count / 2);
  const seconds = (performance.now() - began) / 1_000;
  for (let n = 0; n < SINGLE; n++) {
    await site.administrator.ask("POST", "/api/v1/leads", { values: { name: `Single ${n}`, city: "Moscow" } });
    await new Promise((wake) => setTimeout(wake, PAUSE_MS));
  }
  await finished(site, count / 2 + SINGLE);
  const { rows } = await sql<{ ms: number }>`select extract(epoch from finished_at - event_at)::float8 * 1000 as ms
    from automation_runs where title like 'Single %' and state = 'done'`.execute(store.db);
  const times = rows.map(({ ms }) => ms);
  return {
    automation_events_per_s: round(count / seconds),
    rule_latency_p50_ms: round(percentile(times, 0.5)),
    rule_latency_p99_ms: round(percentile(times, 0.99)),
  };
}

/** One that half of the leads fit, and four that are asked about every lead and do nothing. */
async function rules({ store }: SalesSite): Promise<void> {
  const when = { type: "lead.created" };
  const city = (name: string) => ({
    match: "all",
    groups: [{ match: "all", items: [{ on: "field", of: "record", field: "city", op: "is", value: name }] }],
  });
  const then = [{ type: "tags.change", of: "record", add: ["bench"] }];
  for (const name of ["Moscow", "Omsk", "Tomsk", "Perm", "Ufa"]) {
    const rule = ruleSchema.parse({ name, when, if: city(name), then });
    unwrap(await createRule(store, SYSTEM, { rule, enabled: true }));
  }
}

async function finished({ store }: SalesSite, wanted: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from automation_runs
      where state = 'done'`.execute(store.db);
    if (n >= wanted) return;
    if (Date.now() > until) throw new Error(`${n} of ${wanted} runs are done`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
