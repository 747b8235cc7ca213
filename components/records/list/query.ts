/** A list's state and the address of its page: a link or a reload shows the same list. Pure. */
import type { Condition, FilterOp, RecordKind, Sort } from "@/crm/record/types.ts";
import type { Column, ListField, ListState, Tab } from "@/components/records/list/types.ts";
import { columnsFor } from "@/components/records/list/views.ts";

const LONGEST_TEXT = 200;
const MOST_CONDITIONS = 20;

/** The list that a tab shows by itself. */
export function stateOf(tab: Tab): ListState {
  const { id, filter, sort, archived, columns } = tab;
  return { view: id, text: "", filter, sort, archived, columns };
}

/** Reads an address; what is no part of a list, or of fields that the person does not see, is left out. */
export function readState(
  params: URLSearchParams,
  options: { kind: RecordKind; tabs: readonly Tab[]; fields: ReadonlyMap<string, ListField> },
): ListState {
  const { kind, tabs, fields } = options;
  const base = stateOf(tabs.find(({ id }) => id === params.get("view")) ?? tabs[0]);
  const columns = params.get("columns");
  return {
    view: base.view,
    text: (params.get("text") ?? "").replaceAll("\0", "").trim().slice(0, LONGEST_TEXT),
    filter: readFilter(params.get("filter"), fields) ?? base.filter,
    sort: readSort(params.get("sort"), fields) ?? base.sort,
    archived: params.has("archived") ? params.get("archived") === "true" : base.archived,
    columns: columns === null ? base.columns : columnsFor(kind, fields, readColumns(columns)),
  };
}

/** Only what differs from the tab stands in the address. */
export function writeState(state: ListState, tab: Tab, first: Tab): URLSearchParams {
  const params = new URLSearchParams();
  if (tab.id !== first.id) params.set("view", tab.id);
  if (state.text) params.set("text", state.text);
  if (!same(state.filter, tab.filter)) params.set("filter", JSON.stringify(state.filter));
  if (!same(state.sort, tab.sort)) params.set("sort", sortText(state.sort));
  if (state.archived !== tab.archived) params.set("archived", `${state.archived}`);
  if (!same(plainColumns(state.columns), plainColumns(tab.columns))) {
    params.set("columns", state.columns.map(({ key, width }) => width ? `${key}.${width}` : key).join("~"));
  }
  return params;
}

/** Whether something would be lost by leaving: words that one looks for are no part of a view. */
export function isChanged(state: ListState, tab: Tab): boolean {
  return !same(state.filter, tab.filter) || !same(state.sort, tab.sort) || state.archived !== tab.archived ||
    !same(plainColumns(state.columns), plainColumns(tab.columns));
}

/** The list as the API is asked for it. `corrected`: words that were found in place of misspelt ones. */
export function apiQuery(state: ListState, corrected: string | null = null): URLSearchParams {
  const params = new URLSearchParams({ sort: sortText(state.sort) });
  const text = corrected ?? state.text;
  if (text) params.set("text", text);
  if (state.filter.length > 0) params.set("filter", JSON.stringify(state.filter));
  if (state.archived) params.set("archived", "true");
  return params;
}

export const sortText = ({ field, desc }: Sort): string => `${desc ? "-" : ""}${field}`;

/** What a click on a column's head orders by: downwards for times and amounts, upwards for words, then the other way. */
export function nextSort(now: Sort, field: ListField): Sort {
  if (now.field === field.key) return { field: field.key, desc: !now.desc };
  return { field: field.key, desc: ["date", "datetime", "number", "money", "checkbox"].includes(field.type) };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const plainColumns = (columns: readonly Column[]) => columns.map(({ key, width }) => [key, width ?? null]);

function readSort(text: string | null, fields: ReadonlyMap<string, ListField>): Sort | null {
  const field = text?.replace(/^-/, "") ?? "";
  return fields.get(field)?.sortable ? { field, desc: text!.startsWith("-") } : null;
}

function readColumns(text: string): Column[] {
  return text.split("~").map((one) => {
    const [key, width] = one.split(".");
    const px = Number(width);
    return { key, ...(Number.isInteger(px) && px >= 40 && px <= 1_200 ? { width: px } : {}) };
  });
}

/** Conditions as an address holds them; null: none stand there. */
export function readFilter(text: string | null, fields: ReadonlyMap<string, ListField>): Condition[] | null {
  if (text === null) return null;
  try {
    const given: unknown = JSON.parse(text);
    if (!Array.isArray(given)) return null;
    return given.slice(0, MOST_CONDITIONS).flatMap((one) => {
      const condition = readCondition(one, fields);
      return condition ? [condition] : [];
    });
  } catch {
    return null;
  }
}

function readCondition(given: unknown, fields: ReadonlyMap<string, ListField>): Condition | null {
  if (typeof given !== "object" || given === null) return null;
  const { field, op, value } = given as Record<string, unknown>;
  if (typeof field !== "string" || !fields.get(field)?.ops.includes(op as FilterOp)) return null;
  const condition = { field, op: op as FilterOp };
  if (value === undefined) return condition;
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar))
    ? { ...condition, value: value as Condition["value"] }
    : null;
}

/** PostgreSQL knows no NUL. */
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" ? !value.includes("\0") : typeof value === "number" || typeof value === "boolean";
