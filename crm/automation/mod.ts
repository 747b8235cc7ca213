/** The door of automation: rules, the engine that does them, the log, trials, requests from outside. */
export * from "@/crm/automation/schemas.ts";
export type * from "@/crm/automation/types.ts";
export { actionOf, ACTIONS, type Letter, type Ports } from "@/crm/automation/actions/mod.ts";
export { CALL_FIELDS } from "@/crm/automation/call_fields.ts";
export { decide } from "@/crm/automation/decide.ts";
export { Engine, type EngineOptions } from "@/crm/automation/engine.ts";
export { AUTOMATION_CHANNEL, receiveHook } from "@/crm/automation/hooks.ts";
export { preview } from "@/crm/automation/preview.ts";
export {
  archiveRule,
  createRule,
  getRule,
  listRules,
  orderRules,
  restoreRule,
  rotateRuleSecret,
  type RuleView,
  switchRule,
  updateRule,
} from "@/crm/automation/rules.ts";
export { getRun, listRuns, purgeRuns, RUN_DAYS, type RunDetail, type RunView } from "@/crm/automation/runs.ts";
export { fill, strangers } from "@/crm/automation/template.ts";
export { MOST_DAYS, type Trial, type TrialRow, tryRule } from "@/crm/automation/trial.ts";
export { triggerOf, TRIGGERS } from "@/crm/automation/triggers/mod.ts";
