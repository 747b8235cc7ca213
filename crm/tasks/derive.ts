/**
 * What follows when a task is written: who made it, who finished it and when, that its overdue clock starts anew, and
 * that its rule of recurrence is one.
 */
import type { Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/site.ts";
import { Refusal } from "@/crm/result.ts";
import type { Values } from "@/crm/record/types.ts";
import { dayOf } from "@/crm/tasks/moments.ts";
import { anchorRule, formatRule, parseRule } from "@/crm/tasks/rule.ts";

const DEFAULTS: Values = { type: "todo", status: "open", priority: "normal" };
/** A week. */
const LONGEST_MINUTES = 10_080;

/** Completes `values` in place. @throws {Refusal} records.error.bad-number, tasks.error.bad-repeat, repeat-needs-due */
export async function deriveTask(
  trx: Transaction<Database>,
  access: Access,
  options: { before: Values | null; values: Values },
): Promise<void> {
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
  await deriveRepeat(trx, options);
  if (values.due !== undefined && values.due !== before?.due) values.escalated = null;
  const was = before?.status ?? "open";
  if (values.status === undefined || values.status === was) return;
  values.done = values.status === "open" ? null : values.done ?? new Date().toISOString();
  values.doneBy = values.status === "open" ? null : by;
}

/** The rule is kept with its days written out; see {@link anchorRule}. */
async function deriveRepeat(
  trx: Transaction<Database>,
  { before, values }: { before: Values | null; values: Values },
): Promise<void> {
  const repeat = values.repeat === undefined ? before?.repeat : values.repeat;
  if (!repeat) return;
  const due = values.due === undefined ? before?.due : values.due;
  if (typeof due !== "string") throw new Refusal("tasks.error.repeat-needs-due", { field: "due" });
  if (!values.repeat || values.repeat === before?.repeat) return;
  const rule = parseRule(`${values.repeat}`);
  if (!rule) throw new Refusal("tasks.error.bad-repeat", { field: "repeat" });
  const { timeZone } = await siteSettings(trx);
  values.repeat = formatRule(anchorRule(rule, dayOf(Date.parse(due), timeZone)));
}
