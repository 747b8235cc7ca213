/** What follows when a task is written: who made it, who finished it and when, and that its overdue clock starts anew. */
import type { Access } from "@/store/access.ts";
import { Refusal } from "@/crm/result.ts";
import type { Values } from "@/crm/record/types.ts";

const DEFAULTS: Values = { type: "todo", status: "open", priority: "normal" };
/** A week. */
const LONGEST_MINUTES = 10_080;

/** Completes `values` in place. @throws {Refusal} */
export function deriveTask(access: Access, options: { before: Values | null; values: Values }): void {
  const { before, values } = options;
  const by = access.user === "system" ? null : access.user;
  for (const [key, word] of Object.entries(DEFAULTS)) {
    if (values[key] === null || (before === null && values[key] === undefined)) values[key] = word;
  }
  if (before === null) values.creator ??= by;
  const { minutes } = values;
  if (typeof minutes === "number" && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_MINUTES)) {
    throw new Refusal("records.error.bad-number", { field: "minutes" });
  }
  if (values.due !== undefined && values.due !== before?.due) values.escalated = null;
  const was = before?.status ?? "open";
  if (values.status === undefined || values.status === was) return;
  values.done = values.status === "open" ? null : values.done ?? new Date().toISOString();
  values.doneBy = values.status === "open" ? null : by;
}
