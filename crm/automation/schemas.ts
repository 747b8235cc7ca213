/** What people and programs may send about rules. A trigger's and an action's parts are asked of their registries. */
import { z } from "zod";
import { conditionSchema } from "@/crm/record/schemas.ts";
import { actionOf } from "@/crm/automation/actions/mod.ts";
import { triggerOf } from "@/crm/automation/triggers/mod.ts";

const id = z.uuid();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const MOST_ACTIONS = 20;
const MOST_CONDITIONS = 30;

const items = z.discriminatedUnion("on", [
  conditionSchema.extend({
    on: z.literal("field"),
    of: z.enum(["record", "lead", "contact", "company", "deal", "task", "call"]).default("record"),
  }),
  z.object({
    on: z.literal("time"),
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: time,
    to: time,
  }),
  z.object({ on: z.literal("working"), is: z.boolean() }),
  z.object({
    on: z.literal("origin"),
    any: z.array(z.enum(["web", "api", "system", "import", "sync", "automation"])).min(1).max(6),
  }),
  z.object({
    on: z.literal("payload"),
    path: z.string().trim().min(1).max(120),
    op: z.enum(["is", "is-not", "contains", "filled", "empty"]),
    value: z.string().max(500).optional(),
  }),
]);
const match = z.enum(["all", "any"]).default("all");

export const conditionsSchema = z.object({
  match,
  groups: z.array(z.object({ match, items: z.array(items).max(MOST_CONDITIONS) })).max(10).default([]),
});

/** What a rule of whoever asks cannot mean. */
const NOBODY: readonly string[] = ["me", "my-teams"];
const typed = z.looseObject({ type: z.string().min(1).max(60) });

/** A rule; what is wrong in a part is named by its path (`then.2.name`). */
export const ruleSchema = z.object({
  name: z.string().trim().min(1).max(120),
  when: typed,
  if: conditionsSchema.default({ match: "all", groups: [] }),
  then: z.array(typed).min(1).max(MOST_ACTIONS),
}).transform((rule, context) => {
  const trigger = triggerOf(rule.when.type);
  const when = { type: rule.when.type, ...part(trigger?.params, rule.when, { path: ["when"], context }) };
  const then = rule.then.map((step, n) => ({
    type: step.type,
    ...part(actionOf(step.type)?.params, step, { path: ["then", n], context }),
  }));
  rule.if.groups.forEach((group, g) =>
    group.items.forEach((item, n) => {
      if (item.on === "field" && NOBODY.includes(item.op)) {
        context.addIssue({ code: "custom", path: ["if", "groups", g, "items", n, "op"] });
      }
    })
  );
  return { ...rule, when, then };
});
export type RuleInput = z.output<typeof ruleSchema>;

function part(
  schema: z.ZodObject | undefined,
  given: Record<string, unknown>,
  options: { path: (string | number)[]; context: z.core.$RefinementCtx },
): Record<string, unknown> {
  const { path, context } = options;
  if (!schema) {
    context.addIssue({ code: "custom", path: [...path, "type"] });
    return {};
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    context.addIssue({ code: "custom", path: [...path, ...issue.path.map((one) => one as string | number)] });
  }
  return {};
}

export const createRuleSchema = z.object({ rule: ruleSchema, enabled: z.boolean().default(false) });
export const updateRuleSchema = z.object({ id, rule: ruleSchema, version: z.number().int() });
export const switchRuleSchema = z.object({ id, enabled: z.boolean() });
export const orderRulesSchema = z.object({ ids: z.array(id).min(1).max(500) });

export const listRunsSchema = z.object({
  rule: id.optional(),
  state: z.enum(["queued", "waiting", "done", "skipped", "failed", "stopped"]).optional(),
  /** Id of a record or a call. */
  record: z.string().max(128).optional(),
  after: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const tryRuleSchema = z.object({
  rule: ruleSchema,
  /** ISO 8601 days; at most 92 of them. */
  from: z.iso.date(),
  to: z.iso.date(),
});
