/** The door of assignment: whom a lead goes to, by rules. */
export * from "@/crm/assignment/schemas.ts";
export { assign, type Assigned, PRESENCE_MS } from "@/crm/assignment/apply.ts";
export { type Candidate, type Choice, choose, isWithin } from "@/crm/assignment/choose.ts";
export { assignExisting, type Trial, tryOnLast } from "@/crm/assignment/existing.ts";
export { createRule, deleteRule, listRules, orderRules, type Rule, updateRule } from "@/crm/assignment/rules.ts";
export { markPresence } from "@/crm/assignment/presence.ts";
