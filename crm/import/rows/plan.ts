/** What becomes of each row of a batch: new, over another, left out, refused. Pure; duplicates were looked up before. */
import type { Values } from "@/crm/record/types.ts";
import { isEmpty } from "@/crm/record/values.ts";
import type { DataRow } from "@/crm/import/files/mod.ts";
import type { ImportOptions } from "@/store/tables/imports.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { keysOf, patchOf } from "@/crm/import/rows/match.ts";
import type { CellError, ReadRow } from "@/crm/import/rows/read_row.ts";

export interface Existing {
  id: string;
  name: string;
  /** Within the person's reach for changes. */
  mine: boolean;
}

export interface Planned {
  /** Index of the row of data. */
  at: number;
  line: number;
  row: ReadRow;
  action: "create" | "update" | "skip" | "fail";
  existing: Existing | null;
  /** The row of the same file that this one goes over, when it is not written yet. */
  into: Planned | null;
  /** Why it fails, or which cells were left out. */
  errors: CellError[];
}

export interface PlanOptions {
  options: Pick<ImportOptions, "duplicates" | "match" | "badValues">;
  schema: Schema;
  /** Records that hold a key. */
  found: ReadonlyMap<string, Existing>;
  /** Keys of rows before, which no look-up finds yet; `true` when only that is known (a dry run). Is added to. */
  seen: Map<string, Planned | true>;
}

export interface SourceRow {
  data: DataRow;
  row: ReadRow;
}

export function planRows(rows: readonly SourceRow[], plan: PlanOptions): Planned[] {
  return rows.map(({ data, row }) => planRow(data, row, plan));
}

function planRow(data: DataRow, row: ReadRow, plan: PlanOptions): Planned {
  const { options, found, seen, schema } = plan;
  const planned: Planned = {
    at: data.index,
    line: data.line,
    row,
    action: "create",
    existing: null,
    into: null,
    errors: row.errors,
  };
  const fail = (error: Omit<CellError, "column" | "value">): Planned => ({
    ...planned,
    action: "fail",
    errors: [{ column: -1, value: "", ...error }, ...row.errors],
  });
  if (data.error) return fail({ code: data.error.code, ...(data.error.detail ? { detail: data.error.detail } : {}) });
  if (row.errors.length > 0 && options.badValues === "reject") return { ...planned, action: "fail" };
  if (isBlank(row)) return fail({ code: "import.error.empty-row" });
  const keys = keysOf(row, options.match);
  const known = keys.find((key) => found.has(key) || seen.has(key));
  if (known === undefined || options.duplicates === "create") {
    for (const key of keys) if (!seen.has(key)) seen.set(key, planned);
    return planned;
  }
  const existing = found.get(known) ?? null;
  const before = existing ? null : seen.get(known)!;
  if (options.duplicates === "skip") return { ...planned, action: "skip", existing };
  if (existing && !existing.mine) return { ...fail({ code: "records.error.not-yours" }), existing };
  // What the row has besides is found by rows after it.
  for (const key of keys) if (!found.has(key) && !seen.has(key) && before) seen.set(key, before);
  const into = before === true ? null : before;
  if (into) {
    Object.assign(into.row.values, patchOf(into.row.values, row.values, { duplicates: options.duplicates, schema }));
    into.row.externalId ??= row.externalId;
    into.row.company ??= row.company;
    into.row.contact ??= row.contact;
  }
  return { ...planned, action: "update", existing, into };
}

const isBlank = ({ values, company, contact, externalId }: ReadRow) =>
  company === undefined && contact === undefined && externalId === undefined &&
  Object.values(values).every((value) => isEmpty(value));

/** All values of a new record: the row's over the defaults. */
export function wholeValues(
  row: ReadRow,
  setting: {
    defaults: Values;
    tags: readonly string[];
    teamOf: ReadonlyMap<string, string | null>;
    own: { user: string; team: string | null };
  },
): Values {
  const { defaults, tags, teamOf, own } = setting;
  const values: Values = { ...defaults, ...row.values };
  if (row.company !== undefined) values.company = row.company;
  if (tags.length > 0) values.tags = [...new Set([...(values.tags ?? []) as string[], ...tags])].slice(0, 50);
  if (values.team === undefined && typeof values.owner === "string") {
    values.team = (values.owner === own.user ? own.team : null) ?? teamOf.get(values.owner) ?? null;
  }
  return values;
}
