/** What comes with time becomes runs: each rule remembers up to where it looked, in the transaction of its runs. */
import { sql, type Transaction } from "kysely";
import type { Database, Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { RecordKind } from "@/crm/record/types.ts";
import { insertRuns, liveRules, type NewRun } from "@/crm/automation/dispatch.ts";
import { allSchemas } from "@/crm/automation/surroundings.ts";
import { type Due, triggerOf } from "@/crm/automation/triggers/mod.ts";
import type { Rule, RuleEvent } from "@/crm/automation/types.ts";

/** Found at once; the rest at the next look, which follows at once. */
const BITE = 1_000;

/** Returns how many runs were made. */
export async function dispatchTime(store: Store, options: { now: number }): Promise<number> {
  const schemas = await allSchemas(store);
  const rules = await store.db.transaction().execute(liveRules);
  let made = 0;
  for (const rule of rules) {
    if (!triggerOf(rule.when.type)?.due) continue;
    for (let more = true; more;) {
      const done = await store.tx((trx) => look(trx, rule, { ...options, schemas }));
      made += done.made;
      more = done.more;
    }
  }
  return made;
}

async function look(
  trx: Transaction<Database>,
  rule: Rule,
  options: { now: number; schemas: Readonly<Record<RecordKind, Schema>> },
): Promise<{ made: number; more: boolean }> {
  // Another node looks for it just now: nothing to do.
  const { rows: [row] } = await sql<{ looked_at: Date | null; since: Date }>`select looked_at, since
    from automation_rules where id = ${rule.id} and enabled and paused_at is null and archived_at is null
    for update skip locked`.execute(trx);
  if (!row) return { made: 0, more: false };
  const from = row.looked_at ?? row.since;
  const now = new Date(options.now);
  if (from >= now) return { made: 0, more: false };
  const { timeZone } = await siteSettings(trx);
  const { when } = rule;
  const def = triggerOf(when.type)!;
  const schema = options.schemas[def.subject(when) as RecordKind];
  const { since } = row;
  const found = await def.due!(trx, { rule: rule.id, when, since, from, to: now, timeZone, schema, limit: BITE });
  const made = await insertRuns(trx, found.map((due) => timedRun(rule.id, { due, type: when.type })));
  const more = found.length >= BITE && made > 0;
  if (!more) await trx.updateTable("automation_rules").set({ looked_at: now }).where("id", "=", rule.id).execute();
  return { made, more };
}

export function timedRun(rule: string, options: { due: Due; type: string }): NewRun {
  const { due, type } = options;
  const event: RuleEvent = {
    id: null,
    type,
    entity: { kind: due.kind, id: due.id },
    at: due.at.toISOString(),
    actor: "system",
    origin: "system",
    cause: null,
    depth: 0,
    data: {},
    before: null,
  };
  return { rule, key: due.key, event, kind: due.kind, record: due.id, title: due.name, chain: [] };
}
