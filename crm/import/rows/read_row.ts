/**
 * A row of cells as values of a record, by the mapping. Pure: what names mean (people, sources, teams) is given. What
 * is wrong with a cell is listed and never stops the row's other cells.
 */
import type { Field, Point, Value, Values } from "@/crm/record/types.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";
import type { ImportColumn, ImportMapping, ImportOptions } from "@/store/tables/imports.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { statusOf } from "@/crm/import/mapping/titles.ts";

export interface CellError {
  /** Index of the column; -1: of the row as a whole. */
  column: number;
  code: string;
  detail?: Record<string, string | number>;
  /** The cell's text, at most 200 characters. */
  value: string;
}

export interface ReadRow {
  /** By field; only what the columns gave, and not empty. */
  values: Values;
  createdAt?: string;
  updatedAt?: string;
  externalId?: string;
  /** Name of a company to find or create. */
  company?: string;
  errors: CellError[];
}

export interface Names {
  /** Ids by name, login or e-mail in lower case. */
  people: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
  sources: ReadonlyMap<string, string>;
}

export interface ReaderOptions {
  mapping: ImportMapping;
  schema: Schema;
  names: Names;
  options: Pick<ImportOptions, "timeZone" | "dateOrder" | "currency">;
}

const SHOWN = 200;
const LONGEST_ID = 200;
const MOMENT: Field = {
  key: "created",
  type: "datetime",
  column: null,
  title: null,
  options: [],
  choices: [],
  required: false,
  readOnly: false,
  kept: false,
  max: 0,
  target: null,
};

type Take = (cell: string, row: ReadRow & { parts: Partial<Record<"last" | "first" | "middle", string>> }) =>
  | { code: string; detail?: Record<string, string | number> }
  | void;

/** Makes the reader of a mapping once; it reads any number of rows. */
export function rowReader(reading: ReaderOptions): (cells: readonly string[]) => ReadRow {
  const takes = reading.mapping.columns.map((column) => takeOf(column, reading));
  return (cells) => {
    const row: Parameters<Take>[1] = { values: {}, errors: [], parts: {} };
    takes.forEach((take, column) => {
      let cell = cells[column]?.trim() ?? "";
      if (!take || cell === "") return;
      const { values } = reading.mapping.columns[column];
      if (values && Object.hasOwn(values, cell)) cell = values[cell].trim();
      if (cell === "") return;
      const wrong = take(cell, row);
      if (wrong) row.errors.push({ column, ...wrong, value: cells[column].slice(0, SHOWN).toWellFormed() });
    });
    const { parts, ...rest } = row;
    const name = [parts.last, parts.first, parts.middle].filter(Boolean).join(" ");
    if (name !== "" && rest.values.name === undefined) rest.values.name = name.slice(0, 200);
    return rest;
  };
}

function takeOf({ target }: ImportColumn, reading: ReaderOptions): Take | null {
  switch (target.to) {
    case "skip":
    case "new-field": // made before the run, when the mapping names the field
      return null;
    case "created":
    case "updated":
      return (cell, row) => {
        const read = readValue(MOMENT, cell, reading.options);
        if (!read.ok) return { code: read.code };
        row[target.to === "created" ? "createdAt" : "updatedAt"] ??= read.value as string;
      };
    case "external-id":
      return (cell, row) => {
        if (cell.length > LONGEST_ID) return { code: "import.error.external-id" };
        row.externalId ??= cell;
      };
    case "owner":
      return (cell, row) => takeNamed(row.values, { key: "owner", id: reading.names.people.get(cell.toLowerCase()) });
    case "company":
      return (cell, row) => {
        if (cell.length > 200) return { code: "records.error.too-long" };
        row.company ??= cell;
      };
    case "name":
      return (cell, row) => {
        row.parts[target.part] ??= cell;
      };
    case "field": {
      const field = reading.schema.get(target.field);
      return field ? takeField(field, reading) : null;
    }
  }
}

function takeNamed(values: Values, found: { key: string; id: string | undefined }): { code: string } | void {
  if (found.id === undefined) {
    return { code: found.key === "source" ? "import.error.no-source" : "import.error.no-person" };
  }
  values[found.key] ??= found.id;
}

function takeField(field: Field, { options, names }: ReaderOptions): Take {
  const { key, type } = field;
  const byName = type === "user"
    ? names.people
    : type === "team"
    ? names.teams
    : type === "source"
    ? names.sources
    : null;
  return (cell, { values }) => {
    if (byName) return takeNamed(values, { key, id: byName.get(cell.toLowerCase()) });
    let read = readValue(field, cell, options);
    const status = key === "status" && !read.ok ? statusOf(cell) : null;
    if (status) read = readValue(field, status);
    if (!read.ok) return { code: read.code };
    const next = joined(field, values[key], read.value);
    if (next === null) return { code: "records.error.too-long" };
    if (!isEmpty(next) || type === "checkbox") values[key] = next;
  };
}

/** Several columns of one field: lists are joined, texts written one after another, of the rest the first counts. */
function joined(field: Field, before: Value | undefined, value: Value): Value | null {
  if (before === undefined) return value;
  switch (field.type) {
    case "phones":
    case "emails": {
      const known = before as Point[];
      const more = (value as Point[]).filter((point) => !known.some((one) => one.value === point.value));
      return [...known, ...more].slice(0, 20);
    }
    case "tags":
    case "multi-select":
      return [...new Set([...before as string[], ...value as string[]])].slice(0, 50);
    case "long-text":
    case "text": {
      if (before === value) return before;
      const text = `${before}${field.type === "text" ? ", " : "\n"}${value}`;
      return text.length > field.max ? null : text;
    }
    default:
      return before;
  }
}
