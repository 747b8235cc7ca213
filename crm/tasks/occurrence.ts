/** Changes of a recurring task, for this once or for all that follow too. */
import type { z } from "zod";
import { type Access, ForbiddenError } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { writeChanges } from "@/crm/verb.ts";
import { remember, tell } from "@/crm/record/bulk.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { readInput } from "@/crm/record/input.ts";
import { reachOf, wordOf } from "@/crm/record/rights.ts";
import { schemaOf } from "@/crm/record/schema.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import { changeRecord, lockOne, requireUnchanged } from "@/crm/record/write.ts";
import { dayOf } from "@/crm/tasks/moments.ts";
import { formatRule, moveRule, parseRule } from "@/crm/tasks/rule.ts";
import type { occurrenceSchema } from "@/crm/tasks/schemas.ts";

/** Belong to the one occurrence whatever was asked. */
const NEVER_FOLLOW = ["status", "result", "due", "repeat", "updated", "escalated", "done", "doneBy"];

/** @throws {ForbiddenError} Refusals: those of changes of records, tasks.error.not-recurring */
export async function editOccurrence(
  store: Store,
  access: Access,
  input: z.output<typeof occurrenceSchema>,
): Promise<Result<{ task: CrmRecord; undo: string | null }>> {
  if (reachOf(access, "task", "edit") === "none") throw new ForbiddenError(wordOf("task", "edit"));
  const schema = await schemaOf(store, "task");
  try {
    return await store.tx(async (trx) => {
      const before = await lockOne(trx, access, { kind: "task", id: input.id, schema });
      if (!before.values.repeat) throw new Refusal("tasks.error.not-recurring");
      const values = readInput(input.values, access, { kind: "task", schema });
      if (input.was) requireUnchanged(before.values, { was: input.was, changed: values, schema, access, kind: "task" });
      const row = await trx.selectFrom("tasks").select(["occurrence_at", "due_at", "following"])
        .where("id", "=", input.id).executeTakeFirstOrThrow();
      const { timeZone } = await siteSettings(trx);
      if (input.scope === "one") delete values.repeat;
      else moved(values, { before, at: row.occurrence_at ?? row.due_at, timeZone });
      const { record, change } = await changeRecord(trx, access, { before, values, schema });
      if (!change) return { ok: true as const, value: { task: asSeen(record, access, { schema }), undo: null } };
      const keys = Object.keys(change.after ?? {}).filter((key) => !NEVER_FOLLOW.includes(key));
      const following = { ...row.following };
      if (input.scope === "one") { for (const key of keys) following[key] ??= change.before?.[key] ?? null; }
      else for (const key of keys) delete following[key];
      await trx.updateTable("tasks").set({
        following: Object.keys(following).length > 0 ? JSON.stringify(following) : null,
        ...(input.scope === "following" && values.due !== undefined ? { occurrence_at: null } : {}),
      }).where("id", "=", input.id).execute();
      const set = newId();
      await writeChanges(trx, access, { changes: [change], cause: set });
      await remember(trx, access, { set, steps: { verb: "updated", kind: "task" }, done: [{ record, change }] });
      await tell(trx, "task", [record.id]);
      return { ok: true as const, value: { task: asSeen(record, access, { schema }), undo: set } };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
}

/** A series that moves to another day goes on on that day. */
function moved(values: Values, options: { before: CrmRecord; at: Date | null; timeZone: string }): void {
  const { before, at, timeZone } = options;
  const rule = parseRule(`${before.values.repeat}`);
  if (values.repeat !== undefined || typeof values.due !== "string" || !rule || !at) return;
  const [from, to] = [dayOf(at.getTime(), timeZone), dayOf(Date.parse(values.due), timeZone)];
  values.repeat = formatRule(moveRule(rule, { from, to }));
}
