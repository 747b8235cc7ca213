/** Writes what became of runs: their rows, their rules' counters, and pauses of rules that fail again and again. */
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { writeChanges } from "@/crm/verb.ts";
import { notify } from "@/crm/notices/mod.ts";
import type { Outcome } from "@/crm/automation/perform.ts";
import type { Rule } from "@/crm/automation/types.ts";

/** In a row; then the rule rests until somebody has looked. */
export const MOST_FAILURES = 10;
const HOUR_MS = 3_600_000;

interface Settled {
  outcomes: readonly Outcome[];
  rules: ReadonlyMap<string, Rule>;
  now: Date;
  /** Events for which no further rule does anything. */
  stopped: ReadonlySet<string>;
}

export async function settle(trx: Transaction<Database>, options: Settled): Promise<void> {
  const { outcomes, now } = options;
  const rows = outcomes.map((one) => ({
    id: one.run.id,
    state: one.state,
    error: one.error ?? null,
    detail: one.detail ?? null,
    title: one.title.slice(0, 300),
    decision: one.decision,
    results: one.results,
    step: one.step,
    recheck: one.recheck ?? false,
    due: one.dueAt?.toISOString() ?? null,
    ms: one.ms,
  }));
  await sql`update automation_runs r set state = t.state, error = t.error, detail = nullif(t.detail, 'null'),
      title = t.title, decision = nullif(t.decision, 'null'), results = t.results, step = t.step, recheck = t.recheck,
      due_at = coalesce(t.due, r.due_at), duration_ms = coalesce(r.duration_ms, 0) + t.ms,
      finished_at = case when t.state = 'waiting' then null else ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id uuid, state text, error text, detail jsonb,
      title text, decision jsonb, results jsonb, step integer, recheck boolean, due timestamptz, ms integer)
    where r.id = t.id`.execute(trx);
  if (options.stopped.size > 0) {
    await sql`update automation_runs set state = 'skipped', error = 'automation.error.stopped-above',
      finished_at = ${now} where event_id = any(${[...options.stopped]}::uuid[]) and state = 'queued'`.execute(trx);
  }
  for (const [id, ofRule] of Map.groupBy(outcomes, ({ run }) => run.rule)) {
    await count(trx, { ...options, rule: options.rules.get(id)!, outcomes: ofRule });
  }
}

const bad = ({ state }: Outcome) => state === "failed" || state === "stopped";

async function count(trx: Transaction<Database>, options: Settled & { rule: Rule }): Promise<void> {
  const { rule, outcomes, now } = options;
  const fired = outcomes.filter(({ state, run }) => state !== "skipped" && run.step === 0).length;
  const failures = outcomes.filter(bad);
  const ended = outcomes.filter((one) => one.state === "done" || bad(one));
  if (fired === 0 && ended.length === 0) return;
  // Failures since the last success; without one they go on from those before.
  const lastGood = ended.findLastIndex((one) => !bad(one));
  const inARow = ended.length - 1 - lastGood;
  const { rows: [row] } = await sql<{ failures: number; paused: boolean }>`update automation_rules set
      fired = fired + ${fired}, failed = failed + ${failures.length},
      last_fired_at = case when ${fired}::int > 0 then ${now}::timestamptz else last_fired_at end,
      failures = case when ${lastGood}::int >= 0 then ${inARow}::int else failures + ${inARow}::int end
    where id = ${rule.id}::uuid returning failures, paused_at is not null as paused`.execute(trx);
  const last = failures.at(-1);
  if (!row || !last) return;
  const reason = last.error ?? "automation.error.unexpected";
  const pause = row.failures >= MOST_FAILURES && !row.paused;
  if (pause) {
    await trx.updateTable("automation_rules").set({ paused_at: now, pause_reason: reason }).where("id", "=", rule.id)
      .execute();
    const entity = { kind: "automation-rule", id: rule.id };
    await writeChanges(trx, { ...SYSTEM, origin: "automation" }, {
      changes: [{ type: "automation-rule.paused", entity, before: { paused: false }, after: { paused: true, reason } }],
    });
  }
  if (!rule.owner) return;
  // Whoever owns it is told once an hour, and of each pause.
  const key = pause ? `paused/${last.run.id}` : `failed/${rule.id}/${reason}/${Math.floor(now.getTime() / HOUR_MS)}`;
  await notify(trx, {
    users: [rule.owner],
    kind: "automation-failed",
    data: { rule: rule.name, what: pause ? "paused" : last.state === "stopped" ? "stopped" : "failed" },
    link: `/admin/automation/${rule.id}`,
    key,
  });
}
