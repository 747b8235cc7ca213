/**
 * One batch of a run is one transaction: duplicates are looked up, rows inserted and changed, what can be undone noted,
 * and the position moved with them. Whatever kills the process, a row is written once.
 * Longer than most: it is one transaction, told in its order.
 */
import { sql, type Transaction } from "kysely";
import type { Access } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { Refusal } from "@/crm/result.ts";
import { type Change, writeChanges } from "@/crm/verb.ts";
import {
  changeRecord,
  type CrmRecord,
  insertRecords,
  lockRows,
  requireAssignable,
  type Schema,
  tell,
  type Values,
} from "@/crm/record/mod.ts";
import type { ImportCounters } from "@/store/tables/imports.ts";
import { type DealHistory, writeHistory } from "@/crm/deals/history.ts";
import { isSales } from "@/crm/import/mapping/sales.ts";
import { keysOf, patchOf } from "@/crm/import/rows/match.ts";
import { type Planned, planRows, type SourceRow, wholeValues } from "@/crm/import/rows/plan.ts";
import { counted, NO_COUNTERS } from "@/crm/import/run/counters.ts";
import { findOrMakeContacts } from "@/crm/import/run/contacts.ts";
import { resolveLinks } from "@/crm/import/run/links.ts";
import { findExisting, findOrMakeCompanies } from "@/crm/import/run/lookup.ts";
import { requireWritable } from "@/crm/import/run/may_write.ts";
import { linkExternal, noteChanges, type NotedChange, noteErrors } from "@/crm/import/run/noted.ts";
import type { Setting } from "@/crm/import/run/setting.ts";
import { tellImport } from "@/crm/import/run/tell.ts";

export interface BatchOptions {
  id: string;
  /** The worker's mark: another one has taken over when the row's differs. */
  run: string;
  rows: readonly SourceRow[];
  setting: Setting;
  companies: Schema;
  contacts: Schema;
  /** Share of the file read. */
  done: number;
  /** Tell open pages with this batch. */
  loud: boolean;
  /** The row cannot be written whatever is tried: note this instead. */
  refuse?: string;
}

/** @returns false when the run is not ours to go on with */
export async function writeBatch(store: Store, access: Access, batch: BatchOptions): Promise<boolean> {
  const { id, setting } = batch;
  const { kind, options } = setting;
  return await store.tx(async (trx) => {
    const row = await trx.selectFrom("imports").select(["state", "run", "position", "counters", "user_id"])
      .where("id", "=", id).forUpdate().executeTakeFirst();
    if (!row || row.state !== "running" || row.run !== batch.run) return false;
    const rows = batch.rows.filter(({ data }) => data.index >= row.position)
      // A batch may be planned again after a conflict: what planning writes into is its own.
      .map(({ data, row }) => ({
        data,
        row: { ...row, values: { ...row.values }, errors: [...row.errors], unknown: [...row.unknown] },
      }));
    if (rows.length === 0) return true;
    await resolveLinks(trx, access, { rows, system: options.system });
    const keys = rows.flatMap((one) => keysOf(one.row, options.match));
    const found = await findExisting(trx, access, { kind, keys, system: options.system });
    const planned = batch.refuse
      ? rows.map((one) => refused(one, batch.refuse!))
      : planRows(rows, { options, schema: setting.schema, found, seen: new Map() });
    const written = await write(trx, access, { batch, planned });
    await noteErrors(trx, id, { planned, mapping: setting.mapping });
    const before = { ...NO_COUNTERS, ...row.counters } as ImportCounters;
    await trx.updateTable("imports").set({
      position: rows.at(-1)!.data.index + 1,
      counters: JSON.stringify(counted(before, planned)),
      progress: batch.done,
    }).where("id", "=", id).execute();
    if (batch.loud) {
      await tell(trx, kind, written);
      await tellImport(trx, { id, user: row.user_id });
    }
    return true;
  });
}

/** @returns ids of the records that were written */
async function write(
  trx: Transaction<Database>,
  access: Access,
  { batch, planned }: { batch: BatchOptions; planned: readonly Planned[] },
): Promise<string[]> {
  const { id, setting, companies, contacts } = batch;
  const { kind, options } = setting;
  const quiet = !options.automation;
  const written = planned.filter(({ action, into }) => (action === "create" || action === "update") && !into);
  const names = written.flatMap(({ row }) => row.company === undefined ? [] : [row.company]);
  const { known, made } = await findOrMakeCompanies(trx, access, { names, schema: companies, importId: id, quiet });
  const linkOf = ({ company }: Planned["row"]): Values => {
    const link = company === undefined ? undefined : known.get(company.toLowerCase());
    return link === undefined ? {} : { companyLink: link.id, company: link.name };
  };
  const people = await findOrMakeContacts(trx, access, {
    wanted: written.flatMap(({ row }) => {
      const { owner } = row.values;
      const more = { ...linkOf(row), ...(owner === undefined ? {} : { owner }) };
      return peopleOf(row).map((cells) => ({ cells, more }));
    }),
    schema: contacts,
    importId: id,
    quiet,
    system: options.system,
  });
  const personOf = (row: Planned["row"]): Values => {
    const found = peopleOf(row).flatMap((cells) => people.idOf(cells) ?? []);
    return found.length === 0 ? {} : kind === "task" ? { contact: found[0] } : { contacts: [...new Set(found)] };
  };
  const changes: NotedChange[] = [
    ...made.map((company) => createdChange(company, [])),
    ...people.made.map(({ record, externalId }) => createdChange(record, externalId === undefined ? [] : [externalId])),
  ];
  const links = new Map<string, string>();
  const own = { user: access.user, team: access.teams[0] ?? null };
  const sales = isSales(kind);
  if (sales) { for (const one of written) if (one.action === "create") tryWrite(one, access, setting); }
  const fresh = written.filter(({ action }) => action === "create");
  const results = await insertRecords(trx, access, {
    kind,
    schema: setting.schema,
    rows: fresh.map(({ row }) => ({
      values: {
        ...wholeValues(row, { ...setting, tags: options.tags, own }),
        ...linkOf(row),
        ...personOf(row),
        // Whoever had the deal moved it: the old system does not say otherwise.
        ...(kind === "deal" && typeof row.values.owner === "string" ? { movedBy: row.values.owner } : {}),
      },
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    })),
    importId: id,
    quiet,
    cause: id,
    // What stages ask of people is not asked of the past, and its moments are written; rights were asked above.
    trusted: sales,
  });
  const histories: DealHistory[] = [];
  results.forEach((result, n) => {
    const { row } = fresh[n];
    if (!result.ok) return fail(fresh[n], result, setting);
    if (row.externalId !== undefined) links.set(row.externalId, result.value.id);
    if (row.history) {
      const actor = result.value.values.movedBy as string | null;
      histories.push({ deal: result.value.id, steps: row.history, actor });
    }
    changes.push(createdChange(result.value, row.externalId === undefined ? [] : [row.externalId]));
  });
  await writeHistory(trx, histories);
  // Rows that went into one that was refused are refused with it.
  for (const one of planned) {
    if (one.into?.action === "fail") Object.assign(one, { action: "fail", errors: one.into.errors });
  }
  const olds = written.filter(({ action, existing }) => action === "update" && existing);
  const locked = await lockRows(trx, access, {
    kind,
    ids: [...new Set(olds.map(({ existing }) => existing!.id))],
    action: "edit",
    schema: setting.schema,
  });
  const records = new Map(locked.map((record) => [record.id, record]));
  const logged: Change[] = [];
  for (const one of olds) {
    const before = records.get(one.existing!.id);
    if (!before) {
      fail(one, { code: "records.error.not-yours" }, setting);
      continue;
    }
    const linked = one.row.externalId === undefined ? [] : [one.row.externalId];
    const given: Values = { ...one.row.values };
    if (one.row.company !== undefined) given.company = one.row.company;
    Object.assign(given, linkOf(one.row), personOf(one.row));
    if (options.tags.length > 0) given.tags = [...(given.tags ?? []) as string[], ...options.tags];
    const values = patchOf(before.values, given, { duplicates: options.duplicates, schema: setting.schema });
    const done = await change(trx, access, { before, values, setting });
    if (!done.ok) {
      fail(one, done, setting);
      continue;
    }
    for (const external of linked) links.set(external, before.id);
    records.set(before.id, done.record);
    if (done.change) logged.push(done.change);
    if (!done.change && linked.length === 0) continue;
    const values0 = (done.change?.before ?? {}) as Values;
    changes.push({
      id: before.id,
      kind,
      created: false,
      from: before.version,
      to: done.record.version,
      before: values0,
      linked,
    });
  }
  await writeChanges(trx, access, { changes: logged, quiet, cause: id });
  await noteChanges(trx, id, changes);
  await linkExternal(trx, { system: options.system, kind, links });
  const persons = people.made.flatMap(({ record, externalId }) => externalId ? [[externalId, record.id] as const] : []);
  await linkExternal(trx, { system: options.system, kind: "contact", links: new Map(persons) });
  return changes.filter((one) => one.kind === kind).map((one) => one.id);
}

const peopleOf = ({ contact, moreContacts = [] }: Planned["row"]) => contact ? [contact, ...moreContacts] : [];

function tryWrite(planned: Planned, access: Access, setting: Setting): void {
  try {
    requireWritable(planned, access, setting);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail(planned, error, setting);
  }
}

type Changed = { ok: true; record: CrmRecord; change: Change | null } | {
  ok: false;
  code: string;
  detail?: Record<string, string | number>;
};

async function change(
  trx: Transaction<Database>,
  access: Access,
  options: { before: CrmRecord; values: Values; setting: Setting },
): Promise<Changed> {
  const { before, values, setting } = options;
  try {
    if (values.owner !== undefined && values.owner !== before.values.owner) {
      const team = values.team ?? setting.teamOf.get(values.owner as string) ?? before.values.team;
      requireAssignable(access, { kind: setting.kind, owner: values.owner as string, team: team as string | null });
    }
    return { ok: true, ...await changeRecord(trx, access, { before, values, schema: setting.schema, trusted: true }) };
  } catch (error) {
    if (error instanceof Refusal) return error.toResult();
    throw error;
  }
}

function createdChange({ id, kind, version }: CrmRecord, linked: string[]): NotedChange {
  return { id, kind, created: true, from: 0, to: version, before: null, linked };
}

/** Turns a planned row into a failed one. */
export function fail(
  planned: Planned,
  why: { code: string; detail?: Record<string, string | number> },
  { mapping }: Pick<Setting, "mapping">,
): void {
  const column = mapping.columns.findIndex(({ target }) => target.to === "field" && target.field === why.detail?.field);
  planned.action = "fail";
  planned.errors = [
    { column, code: why.code, value: "", ...(why.detail ? { detail: why.detail } : {}) },
    ...planned.errors,
  ];
}

function refused({ data, row }: SourceRow, code: string): Planned {
  return {
    at: data.index,
    line: data.line,
    row,
    action: "fail",
    existing: null,
    into: null,
    errors: [{ column: -1, code, value: "" }],
  };
}

/** The rows of one batch cut in two, to find the one that the database will not take. */
export function halves<Row>(rows: readonly Row[]): [Row[], Row[]] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

/** Locks the import against any other change; for verbs. */
export const lockImport = (trx: Transaction<Database>, id: string) =>
  trx.selectFrom("imports").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

export const now = sql<Date>`now()`;
