/**
 * What a task's end brings: of a recurring one the next, made in the same transaction, once, however it was ended; and
 * the way back when it is opened again. Called wherever a task is written (crm/record/write.ts).
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/site.ts";
import { type LogOptions, writeChanges } from "@/crm/verb.ts";
import { tell } from "@/crm/record/bulk.ts";
import type { Schema } from "@/crm/record/schema.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import { isEmpty } from "@/crm/record/values.ts";
import { created, insertRecord } from "@/crm/record/write.ts";
import { dayNumber, momentOf } from "@/crm/tasks/moments.ts";
import { nextOccurrence } from "@/crm/tasks/recurrence.ts";
import { formatRule, parseRule } from "@/crm/tasks/rule.ts";

export interface Ended {
  before: CrmRecord;
  record: CrmRecord;
  schema: Schema;
  log?: LogOptions;
}

export async function followTask(trx: Transaction<Database>, access: Access, ended: Ended): Promise<void> {
  const [was, is] = [ended.before.values.status, ended.record.values.status];
  if (was === is) return;
  if (was === "open") await makeNext(trx, access, ended);
  else if (is === "open") await takeBackNext(trx, access, ended);
}

/** What belongs to one occurrence and not to its series. */
const OWN = ["status", "result", "done", "doneBy", "escalated", "created", "updated", "repeat", "due"];

async function makeNext(trx: Transaction<Database>, access: Access, ended: Ended): Promise<void> {
  const { record, schema, log } = ended;
  const rule = parseRule(`${record.values.repeat ?? ""}`);
  const row = rule && await trx.selectFrom("tasks").select(["due_at", "occurrence_at", "following", "series_id"])
    .where("id", "=", record.id).executeTakeFirst();
  const at = row && (row.occurrence_at ?? row.due_at);
  if (!rule || !row || !at) return;
  const made = await trx.selectFrom("tasks").select("id").where("previous_id", "=", record.id)
    .where("series_id", "=", row.series_id).where("archived_at", "is", null).executeTakeFirst();
  if (made) return;
  const { timeZone } = await siteSettings(trx);
  const now = Date.now();
  // Of whole days today's is still to be done.
  const after = record.values.allDay ? momentOf(dayNumber(now, timeZone), 0, timeZone) - 1 : now;
  const next = nextOccurrence({ rule, at: at.getTime(), zone: timeZone }, after);
  if (!next) return;
  const kept = Object.entries({ ...record.values, ...row.following as Values | null })
    .filter(([key, value]) => !OWN.includes(key) && !schema.get(key)?.kept && schema.has(key) && !isEmpty(value));
  // The following ones of this one are the following ones of the next: what was changed for once is over.
  await insertNext(trx, access, {
    schema,
    log,
    previous: record.id,
    series: row.series_id,
    values: {
      ...Object.fromEntries(kept),
      owner: record.values.owner,
      team: record.values.team,
      due: new Date(next.at).toISOString(),
      repeat: formatRule(next.rule),
    },
  });
}

/** Makes the task that follows another: the next of its series, or what a person planned on finishing it. */
export async function insertNext(
  trx: Transaction<Database>,
  access: Access,
  options: {
    schema: Schema;
    values: Record<string, unknown>;
    previous: string;
    series: string | null;
    log?: LogOptions;
    /** A person's own plan is looked at as any new record is. */
    asked?: boolean;
  },
): Promise<CrmRecord> {
  const { schema, values, previous, series, log = {}, asked = false } = options;
  const next = await insertRecord(trx, access, { kind: "task", values, schema, trusted: !asked });
  await trx.updateTable("tasks")
    .set({ previous_id: previous, ...(series ? { series_id: series } : {}) })
    .where("id", "=", next.id).execute();
  // The request's key belongs to the task that was ended, not to the one that follows from it.
  await writeChanges(trx, { ...access, once: undefined }, {
    ...log,
    cause: log.cause ?? previous,
    depth: (log.depth ?? 0) + 1,
    changes: [created(next)],
  });
  await tell(trx, "task", [next.id]);
  return next;
}

/** Open again: what its end brought goes, unless somebody has worked on it since. */
async function takeBackNext(trx: Transaction<Database>, access: Access, ended: Ended): Promise<void> {
  const { record, log = {} } = ended;
  const { rows } = await sql<{ id: string; name: string }>`update tasks set archived_at = now(), version = version + 1,
    updated_at = now() where previous_id = ${record.id}::uuid and archived_at is null and status = 'open' and version = 1
    returning id, name`.execute(trx);
  const changes = rows.map(({ id, name }) => ({
    type: "task.deleted",
    entity: { kind: "task", id },
    before: { archived: false },
    after: { archived: true, name },
  }));
  await writeChanges(trx, { ...access, once: undefined }, {
    ...log,
    cause: log.cause ?? record.id,
    depth: (log.depth ?? 0) + 1,
    changes,
  });
  await tell(trx, "task", rows.map(({ id }) => id));
}
