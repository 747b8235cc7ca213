/** What administrators may send about rules of assignment. */
import { z } from "zod";
import { conditionSchema } from "@/crm/record/mod.ts";

const id = z.uuid();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

function isZone(zone: string): boolean {
  if (zone === "") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const hoursSchema = z.object({
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: time,
  to: time,
  timeZone: z.string().max(60).default("").refine(isZone),
});

/** What a rule of whoever is asking cannot mean. */
const condition = conditionSchema.refine(({ op }) => op !== "me" && op !== "my-teams");

export const ruleSchema = z.object({
  name: z.string().trim().min(1).max(120),
  enabled: z.boolean().default(true),
  conditions: z.array(condition).max(20).default([]),
  hours: z.union([z.enum(["any", "site"]), hoursSchema]).default("any"),
  strategy: z.enum(["round-robin", "load", "person", "team"]),
  pool: z.object({
    users: z.array(id).max(500).default([]),
    teams: z.array(id).max(100).default([]),
    weights: z.record(id, z.number().int().min(1).max(100)).default({}),
  }).default({ users: [], teams: [], weights: {} }),
  onlineOnly: z.boolean().default(false),
  fallback: z.enum(["next", "offline", "nobody"]).default("next"),
  team: id.nullable().default(null),
}).refine(({ strategy, team }) => strategy !== "team" || team !== null, { path: ["team"] })
  .refine(({ strategy, pool }) => strategy !== "person" || pool.users.length === 1, { path: ["pool"] })
  .refine(
    ({ strategy, pool }) => !["round-robin", "load"].includes(strategy) || pool.users.length + pool.teams.length > 0,
    { path: ["pool"] },
  );
export type RuleInput = z.output<typeof ruleSchema>;

export const orderSchema = z.object({ ids: z.array(id).min(1).max(200) });
