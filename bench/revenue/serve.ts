/**
 * `deno run -A --unstable-kv bench/revenue/serve.ts [--deals 50000] [--json]`: what a question for the revenue forecast of
 * so many deals costs the server, from PostgreSQL to the answer: seconds until it is there, and how long the server's
 * loop stood still meanwhile.
 */
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { listPipelines, seedPipeline } from "@/crm/pipeline/mod.ts";
import { revenueView } from "@/ml/revenue/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: { deals: { type: "string", default: "50000" }, json: { type: "boolean", default: false } },
});
const STEP_MS = 5;
const BATCH = 4_000;

await withDatabase(async (store) => {
  await seedPipeline(store, "en");
  const [{ id: pipeline, stages }] = await listPipelines(store, SYSTEM);
  const of = (type: string) => stages.find((stage) => stage.type === type)!.id;
  // Three years; four of five are closed within three months, a third of them won.
  for (let from = 1; from <= Number(values.deals); from += BATCH) {
    await sql`insert into deals (id, name, pipeline_id, stage_id, status, amount, probability, created_at, stage_since,
      closed_at)
    select gen_random_uuid(), 'Deal ' || n, ${pipeline}::uuid,
      case s.status when 'won' then ${of("won")}::uuid when 'lost' then ${of("lost")}::uuid else ${
      of("open")
    }::uuid end,
      s.status, jsonb_build_object('minor', (1000 + n * 7919 % 90000) * 100, 'currency', 'RUB'), 10, s.made,
      coalesce(s.done, s.made), case when s.status <> 'open' then s.done end
    from generate_series(${from}::int, ${Math.min(Number(values.deals), from + BATCH - 1)}::int) n, lateral (
      select made, case when done < now() then done end as done,
        case when done >= now() or n % 5 = 0 then 'open' when n % 3 = 0 then 'won' else 'lost' end as status
      from (select now() - make_interval(hours => (n::bigint * 26267 % 26280)::int) as made) a,
        lateral (select made + make_interval(hours => (24 + n * 31 % 2100)::int) as done) b
    ) s`.execute(store.db);
  }
  const lags: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    lags.push(Math.max(0, now - last - STEP_MS));
    last = now;
  }, STEP_MS);
  const filter = { pipeline: null, team: null, owner: null, currency: "RUB", months: 6 };
  const started = performance.now();
  const view = await revenueView(store, SYSTEM, { filter });
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(timer);
  if (!view.ok) throw new Error(view.code);
  lags.sort((a, b) => a - b);
  const at = (share: number) => Math.round(10 * lags[Math.min(lags.length - 1, Math.floor(share * lags.length))]) / 10;
  const figures = {
    deals: view.value.deals,
    refused: view.value.refused,
    answer_s: Math.round(100 * seconds) / 100,
    lag_p50_ms: at(0.5),
    lag_p99_ms: at(0.99),
    lag_max_ms: at(1),
  };
  console.log(values.json ? JSON.stringify(figures) : figures);
});
Deno.exit(0);
