/** Rules as their rows hold them. */
import type { Selectable } from "kysely";
import type { AutomationRulesTable } from "@/store/tables/automation.ts";
import type { Conditions, Rule, RuleBody } from "@/crm/automation/types.ts";

export type RuleRow = Selectable<AutomationRulesTable>;

export function toRule(row: RuleRow): Rule {
  return {
    id: row.id,
    name: row.name,
    when: row.trigger,
    if: row.conditions as unknown as Conditions,
    then: row.actions,
    enabled: row.enabled,
    version: row.version,
    owner: row.owner_id,
    secret: row.secret,
    since: row.since,
    lookedAt: row.looked_at,
    paused: row.paused_at ? { at: row.paused_at.toISOString(), reason: row.pause_reason ?? "" } : null,
    counts: {
      fired: Number(row.fired),
      failed: Number(row.failed),
      lastFiredAt: row.last_fired_at?.toISOString() ?? null,
    },
  };
}

export function toRow(rule: RuleBody) {
  return {
    name: rule.name,
    trigger: JSON.stringify(rule.when),
    conditions: JSON.stringify(rule.if),
    actions: JSON.stringify(rule.then),
  };
}
