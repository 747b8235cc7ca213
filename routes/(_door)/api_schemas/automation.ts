/** Rules, runs and trials as the API gives them. */
import { z } from "zod";
import { conditionsSchema } from "@/crm/automation/mod.ts";
import { previewSchema } from "@/crm/automation/preview.ts";

const moment = z.string();
const kind = z.enum(["lead", "contact", "company", "deal", "task", "call", "none"]);
const state = z.enum(["queued", "waiting", "done", "skipped", "failed", "stopped"]);
const detail = z.record(z.string(), z.union([z.string(), z.number()]));
const part = z.looseObject({ type: z.string() });

export const automationRuleSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  when: part,
  if: conditionsSchema,
  then: z.array(part),
  enabled: z.boolean(),
  version: z.number().int(),
  owner: z.uuid().nullable(),
  paused: z.object({ at: moment, reason: z.string() }).nullable(),
  secret: z.string().nullable(),
  fired: z.number().int(),
  failed: z.number().int(),
  lastFiredAt: moment.nullable(),
}).meta({ id: "AutomationRule" });

const seen = z.object({ condition: z.looseObject({ on: z.string() }), value: z.unknown(), held: z.boolean() });
const decision = z.object({
  fits: z.boolean(),
  groups: z.array(z.object({ match: z.enum(["all", "any"]), held: z.boolean(), seen: z.array(seen) })),
});
const result = z.object({
  type: z.string(),
  state: z.enum(["done", "failed", "planned", "skipped"]),
  said: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  error: z.string().optional(),
  detail: detail.optional(),
  ms: z.number().int().optional(),
});

const run = z.object({
  id: z.uuid(),
  rule: z.object({ id: z.uuid(), name: z.string() }),
  state,
  kind,
  record: z.string(),
  title: z.string(),
  event: z.object({ type: z.string(), at: moment, actor: z.string(), origin: z.string() }),
  error: z.string().nullable(),
  detail: detail.nullable(),
  createdAt: moment,
  finishedAt: moment.nullable(),
  dueAt: moment.nullable(),
  latencyMs: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  depth: z.number().int(),
});
export const automationRunSchema = run.meta({ id: "AutomationRun" });
export const automationRunDetailSchema = run.extend({
  decision: decision.nullable(),
  results: z.array(result),
  chain: z.array(z.object({
    run: z.uuid(),
    rule: z.uuid(),
    kind: z.string(),
    record: z.string(),
    name: z.string(),
    title: z.string(),
  })),
  followed: z.array(z.object({ run: z.uuid(), name: z.string(), state })),
}).meta({ id: "AutomationRunDetail" });

export const automationTrialSchema = z.object({
  rows: z.array(z.object({
    event: z.object({ type: z.string(), at: moment, actor: z.string() }),
    kind,
    record: z.string(),
    title: z.string(),
    decision,
    results: z.array(result),
  })),
  looked: z.number().int(),
  fits: z.number().int(),
  more: z.boolean(),
}).meta({ id: "AutomationTrial" });

export const automationPreviewSchema = z.object({
  of: z.string().nullable(),
  texts: z.array(z.object({ text: z.string(), unknown: z.array(z.string()) })),
});
export { previewSchema };

/** What an automation's refusals are by HTTP. */
export const statuses = { "automation.error.no-rule": 404, "automation.error.no-run": 404 };
