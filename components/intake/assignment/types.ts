/** What the page of assignment hands to its island. Holds no code. */
import type { FilterOp } from "@/crm/record/types.ts";
import type { Rule } from "@/crm/assignment/mod.ts";
import type { WorkingHours } from "@/store/tables/intake.ts";

export interface ConditionField {
  key: string;
  title: string;
  type: string;
  ops: FilterOp[];
  options: { value: string; label: string }[];
}

export interface AssignmentSetup {
  rules: Rule[];
  people: { id: string; name: string; team: string | null }[];
  teams: { id: string; name: string }[];
  fields: ConditionField[];
  locale: string;
}

export type RuleFields = Omit<Rule, "id" | "version" | "given">;

export const NEW_RULE: RuleFields = {
  name: "",
  enabled: true,
  conditions: [],
  hours: "any",
  strategy: "round-robin",
  pool: { users: [], teams: [], weights: {} },
  onlineOnly: false,
  fallback: "next",
  team: null,
};

/** What own hours of a rule begin with. */
export const NEW_HOURS: WorkingHours = { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", timeZone: "" };
