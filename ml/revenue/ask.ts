/**
 * Revenue for whoever asks, reckoned in a Worker from the deals in reach, and kept for a moment: whoever asks the same of
 * the same deals gets the same answer without another second of work.
 */
import { sql } from "kysely";
import type { Result } from "@/crm/result.ts";
import { namesOf } from "@/crm/reports/names.ts";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { openTrainer } from "@/ml/training/mod.ts";
import { dealRows } from "@/ml/revenue/dataset.ts";
import { listQuotas } from "@/ml/revenue/quotas.ts";
import { type Reached, reached } from "@/ml/revenue/reach.ts";
import type { RevenueAnswers, RevenueAsk } from "@/ml/revenue/task.ts";
import type { BackTestView, RevenueFilter, RevenueView, WaterfallView } from "@/ml/revenue/view.ts";
import { dayIn, knownDay } from "@/ml/revenue/known_day.ts";
import { monthsOf } from "@/ml/revenue/periods.ts";

/** An answer is never older than this, and is asked anew when a deal was written since. */
const FRESH_MS = 60_000;
const KEPT = 100;
/** Questions that wait for the Worker; more are told to come again. */
const WAITING = 12;

interface Kept {
  at: number;
  deals: string;
  answer: Promise<unknown>;
}

/** Beside the trainings of models: who looks at a page does not wait for them. */
const trainer = openTrainer({ atOnce: 1 });
const kept = new WeakMap<Store, Map<string, Kept>>();
let waiting = 0;

/** @throws {ForbiddenError} Refusals: `revenue.error.*` */
export async function revenueView(
  store: Store,
  access: Access,
  { filter, now = Date.now() }: { filter: RevenueFilter; now?: number },
): Promise<Result<RevenueView>> {
  const reach = await reached(store, access, filter);
  if (!reach.ok) return reach;
  const today = dayIn(now, reach.timeZone);
  const asked = await answered(store, reach, {
    filter,
    ask: { what: "view", asOf: knownDay(today), today, months: filter.months },
  });
  if (!asked.ok) return asked;
  const { value: answer, madeAt } = asked.value;
  const { hidden } = reach;
  const groups = { ...answer.groups };
  for (const by of ["owner", "team", "pipeline"] as const) if (hidden.includes(by)) groups[by] = [];
  const stages = hidden.includes("stage") ? [] : answer.pipeline.stages;
  const told = answer.categories.map(({ name }) => name);
  const periods = [...new Set([...told, ...told.flatMap(monthsOf), today.slice(0, 7)])];
  const [names, quotas, others] = await Promise.all([
    namesFor(store, [...Object.values(groups).flat().map(({ key }) => key), ...stages.map(({ stage }) => stage)]),
    listQuotas(store, access, { periods, currency: filter.currency }),
    sql<{ currency: string; deals: number }>`select r.amount ->> 'currency' as currency, count(*)::int as deals
      from deals r where ${reach.where} and r.archived_at is null and r.amount ->> 'currency' <> ${filter.currency}
      group by 1 order by 2 desc`.execute(store.reports),
  ]);
  return {
    ok: true,
    value: {
      ...answer,
      categories: hidden.includes("categories") ? [] : answer.categories,
      pipeline: { ...answer.pipeline, stages },
      groups,
      filter,
      madeAt,
      names,
      quotas,
      conditions: reach.conditions,
      others: others.rows,
      hidden,
    },
  };
}

/** @throws {ForbiddenError} Refusals: `revenue.error.*` */
export async function revenueBackTest(
  store: Store,
  access: Access,
  { filter, now = Date.now() }: { filter: RevenueFilter; now?: number },
): Promise<Result<BackTestView>> {
  const reach = await reached(store, access, filter);
  if (!reach.ok) return reach;
  const asOf = knownDay(dayIn(now, reach.timeZone));
  const asked = await answered(store, reach, { filter, ask: { what: "back-test", asOf, months: 3 } });
  return asked.ok ? { ok: true, value: asked.value.value } : asked;
}

/** @throws {ForbiddenError} Refusals: `revenue.error.*` */
export async function revenueWaterfall(
  store: Store,
  access: Access,
  { filter, from, to, period }: {
    filter: Omit<RevenueFilter, "months">;
    from: string;
    to: string;
    period: string | null;
  },
): Promise<Result<WaterfallView>> {
  const reach = await reached(store, access, filter);
  if (!reach.ok) return reach;
  if (period !== null && reach.hidden.includes("categories")) {
    return { ok: false, code: "revenue.error.bad-filter", detail: { field: "closeDate" } };
  }
  const asked = await answered(store, reach, { filter, ask: { what: "waterfall", from, to, period } });
  if (!asked.ok) return asked;
  const { value } = asked.value;
  const ids = [...new Set(value.steps.flatMap(({ top }) => top.map(({ id }) => id)))];
  const rows = ids.length === 0
    ? []
    : await store.reports.selectFrom("deals").select(["id", "name"]).where("id", "in", ids).execute();
  return { ok: true, value: { ...value, names: Object.fromEntries(rows.map(({ id, name }) => [id, name])) } };
}

/** What a Worker says to an ask; for the nightly job too, which keeps nothing. */
export async function reckon<What extends RevenueAsk["what"]>(
  rows: string[],
  ask: Extract<RevenueAsk, { what: What }>,
  signal?: AbortSignal,
): Promise<RevenueAnswers[What]> {
  const outcome = await trainer.train({ kind: "revenue", rows, ask }, { signal });
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value.answer as RevenueAnswers[What];
}

async function answered<What extends RevenueAsk["what"]>(
  store: Store,
  reach: Reached,
  { filter, ask }: { filter: { currency: string }; ask: Extract<RevenueAsk, { what: What }> },
): Promise<Result<{ value: RevenueAnswers[What]; madeAt: number }>> {
  const answers = kept.get(store) ?? new Map<string, Kept>();
  kept.set(store, answers);
  const key = JSON.stringify([ask, reach.key]);
  const { rows: [{ deals }] } = await sql<{ deals: string }>`select coalesce(max(updated_at)::text, '') as deals
    from deals where archived_at is null`.execute(store.db);
  const known = answers.get(key);
  const now = performance.now();
  if (known && known.deals === deals && now - known.at < FRESH_MS) {
    const value = await known.answer as RevenueAnswers[What];
    return { ok: true, value: { value, madeAt: Math.round(Date.now() - (now - known.at)) } };
  }
  if (waiting >= WAITING) return { ok: false, code: "revenue.error.busy" };
  waiting++;
  const answer = (async () => {
    const { texts } = await dealRows(store, {
      where: reach.where,
      currency: filter.currency,
      timeZone: reach.timeZone,
    });
    return await reckon<What>(texts, ask);
  })().finally(() => waiting--);
  answers.delete(key);
  answers.set(key, { at: now, deals, answer });
  if (answers.size > KEPT) answers.delete(answers.keys().next().value!);
  answer.catch(() => answers.delete(key));
  return { ok: true, value: { value: await answer, madeAt: Date.now() } };
}

async function namesFor(store: Store, keys: readonly (string | null)[]): Promise<Record<string, string>> {
  const ids = keys.flatMap((key) => key === null ? [] : [key]);
  const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const stages = known.length === 0
    ? []
    : await store.reports.selectFrom("stages").select(["id", "name"]).where("id", "in", known).execute();
  return { ...await namesOf(store, ids), ...Object.fromEntries(stages.map(({ id, name }) => [id, name])) };
}
