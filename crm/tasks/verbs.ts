/** Verbs of tasks: finish with a result and a next step, skip, open again, put off, take. Each can be undone. */
import type { Transaction } from "kysely";
import type { z } from "zod";
import { type Access, ForbiddenError, require, SYSTEM } from "@/store/access.ts";
import { newId } from "@/crm/ids.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal, type Result } from "@/crm/result.ts";
import { writeChanges } from "@/crm/verb.ts";
import { type BulkDone, type Done, inSteps, remember, tell } from "@/crm/record/bulk.ts";
import { asSeen } from "@/crm/record/columns.ts";
import { readInput } from "@/crm/record/input.ts";
import { getRecord, lockRows } from "@/crm/record/read.ts";
import { reachOf, wordOf } from "@/crm/record/rights.ts";
import { type Schema, schemaOf } from "@/crm/record/schema.ts";
import type { Selection } from "@/crm/record/schemas.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import { changeRecord } from "@/crm/record/write.ts";
import { insertNext } from "@/crm/tasks/next.ts";
import { nextWorkingMoment, type WorkingTime } from "@/crm/calendar/working.ts";
import { workingTimes } from "@/crm/calendar/times.ts";
import { dayNumber, momentOf, type Postpone, postponed } from "@/crm/tasks/moments.ts";
import type { completeSchema } from "@/crm/tasks/schemas.ts";

export interface Completed {
  task: CrmRecord;
  /** Of a recurring one, or what was planned; null: nothing follows. */
  next: CrmRecord | null;
  undo: string;
}

/** @throws {ForbiddenError} Refusals: tasks.error.not-open, those of new records. */
export async function completeTask(
  store: Store,
  access: Access,
  input: z.output<typeof completeSchema>,
): Promise<Result<Completed>> {
  let task: CrmRecord | null = null;
  let planned: CrmRecord | null = null;
  const schema = await schemaOf(store, "task");
  const done = await change(store, access, { ids: [input.id] }, async (trx, [before]) => {
    if (!before || before.archived) throw new Refusal("records.error.no-record");
    if (before.values.status !== "open") throw new Refusal("tasks.error.not-open");
    const values = readInput(
      { status: "done", ...(input.result ? { result: input.result } : {}) },
      access,
      { kind: "task", schema },
    );
    const changed = await changeRecord(trx, access, { before, values, schema });
    if (input.next) {
      const inherited = Object.fromEntries(INHERITED.map((key) => [key, before.values[key]]));
      const given = { ...inherited, ...input.next };
      planned = await insertNext(trx, access, {
        schema,
        values: given,
        previous: before.id,
        series: null,
        asked: true,
      });
    }
    task = changed.record;
    return [{ record: changed.record, change: changed.change! }];
  });
  if (!done.ok) return done;
  const seen = (record: CrmRecord | null) => record && asSeen(record, access, { schema });
  const next = planned ?? await madeNext(store, { previous: input.id, access });
  return { ok: true, value: { task: seen(task)!, next: seen(next), undo: done.value.undo! } };
}

/** What the next step is about unless it says otherwise. */
const INHERITED = ["deal", "lead", "contact", "companyLink", "company", "phone", "owner", "team"];

/** Finishes many; those that are not open are left. */
export function completeTasks(
  store: Store,
  access: Access,
  input: { select: Selection; result?: string },
): Promise<Result<BulkDone>> {
  return write(store, access, {
    select: input.select,
    which: "open",
    values: () => () => ({ status: "done", ...(input.result ? { result: input.result } : {}) }),
  });
}

/** The task will not be done; of a recurring one the next is made. */
export function skipTasks(store: Store, access: Access, input: { select: Selection }): Promise<Result<BulkDone>> {
  return write(store, access, { select: input.select, which: "open", values: () => () => ({ status: "cancelled" }) });
}

export function reopenTasks(store: Store, access: Access, input: { select: Selection }): Promise<Result<BulkDone>> {
  return write(store, access, { select: input.select, which: "ended", values: () => () => ({ status: "open" }) });
}

/** Puts open tasks off: each to the working hours of its owner. Of recurring ones only this occurrence moves. */
export async function postponeTasks(
  store: Store,
  access: Access,
  input: { select: Selection; to: Postpone | string; now?: Date },
): Promise<Result<BulkDone>> {
  const { to } = input;
  const now = (input.now ?? new Date()).getTime();
  return await write(store, access, {
    select: input.select,
    which: "open",
    values: async (trx, tasks) => {
      if (!isChoice(to)) return () => ({ due: to, allDay: false });
      const times = await workingTimes(trx, [...new Set(tasks.map(ownerOf))]);
      return (task) => ({
        due: new Date(working(to, { now, time: times.get(ownerOf(task))! })).toISOString(),
        allDay: false,
      });
    },
  });
}

const ownerOf = (task: CrmRecord) => task.values.owner as string | null;

/** The choice in working time; whoever never works gets it by the clock. */
function working(to: Postpone, { now, time }: { now: number; time: WorkingTime }): number {
  const zone = time.timeZone;
  if (to === "hour") return postponed(to, { now, zone });
  const today = dayNumber(now, zone);
  // 1970 began on a Thursday.
  const day = to === "tomorrow" ? today + 1 : today + 7 - (today + 3) % 7;
  return nextWorkingMoment(time, momentOf(day, 0, zone)) ?? postponed(to, { now, zone });
}

const isChoice = (to: string): to is Postpone => to === "hour" || to === "tomorrow" || to === "week";

/** A task of nobody becomes one's own: for those who handle what comes from outside. @throws {ForbiddenError} */
export async function takeTask(
  store: Store,
  access: Access,
  input: { id: string },
): Promise<Result<{ task: CrmRecord; undo: string }>> {
  require(access, "inbox.handle");
  if (reachOf(access, "task", "edit") === "none") throw new ForbiddenError(wordOf("task", "edit"));
  const schema = await schemaOf(store, "task");
  try {
    return await store.tx(async (trx) => {
      const { system, pool } = await poolRow(trx, { id: input.id, schema });
      if (!pool) throw new Refusal(system ? "tasks.error.taken" : "records.error.no-record");
      const values = { owner: access.user === "system" ? null : access.user };
      const { record, change } = await changeRecord(trx, access, { before: pool, values, schema, trusted: true });
      const set = newId();
      if (change) {
        await writeChanges(trx, access, { changes: [change], cause: set });
        await remember(trx, access, { set, steps: { verb: "updated", kind: "task" }, done: [{ record, change }] });
        await tell(trx, "task", [record.id]);
      }
      return { ok: true as const, value: { task: asSeen(record, access, { schema }), undo: set } };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
}

async function poolRow(
  trx: Trx,
  { id, schema }: { id: string; schema: Schema },
): Promise<{ system: CrmRecord | null; pool: CrmRecord | null }> {
  const [row] = await lockRows(trx, SYSTEM, { kind: "task", ids: [id], action: "view", schema });
  const open = row && !row.archived && row.values.status === "open";
  return { system: open ? row : null, pool: open && row.values.owner === null && row.values.phone ? row : null };
}

type Trx = Transaction<Database>;

function change(
  store: Store,
  access: Access,
  select: Selection,
  work: (trx: Trx, rows: CrmRecord[]) => Promise<Done[]>,
): Promise<Result<BulkDone>> {
  if (reachOf(access, "task", "edit") === "none") throw new ForbiddenError(wordOf("task", "edit"));
  return inSteps(store, access, { kind: "task", select, verb: "updated", action: "edit" }, work);
}

type Wanted = (task: CrmRecord) => Values;

async function write(
  store: Store,
  access: Access,
  input: { select: Selection; which: "open" | "ended"; values(trx: Trx, tasks: CrmRecord[]): Wanted | Promise<Wanted> },
): Promise<Result<BulkDone>> {
  const schema = await schemaOf(store, "task");
  return await change(store, access, input.select, async (trx, rows) => {
    const done: Done[] = [];
    const fit = rows.filter((one) => !one.archived && (one.values.status === "open") === (input.which === "open"));
    const wanted = await input.values(trx, fit);
    for (const before of fit) {
      const values = readInput(wanted(before), access, { kind: "task", schema });
      const changed = await changeRecord(trx, access, { before, values, schema });
      if (changed.change) done.push({ record: changed.record, change: changed.change });
    }
    return done;
  });
}

async function madeNext(
  store: Store,
  { previous, access }: { previous: string; access: Access },
): Promise<CrmRecord | null> {
  const row = await store.db.selectFrom("tasks").select("id").where("previous_id", "=", previous)
    .where("archived_at", "is", null).executeTakeFirst();
  if (!row) return null;
  return await getRecord(store, access, { kind: "task", id: row.id });
}
