/**
 * A row of cells as values of a record, by the mapping. Pure: what names mean (people, sources, teams) is given. What
 * is wrong with a cell is listed and never stops the row's other cells. Longer than most: one reader for every target.
 */
import type { Field, Point, RecordKind, Value, Values } from "@/crm/record/types.ts";
import { isEmpty, readValue } from "@/crm/record/values.ts";
import type { ImportColumn, ImportMapping, ImportOptions } from "@/store/tables/imports.ts";
import type { Schema } from "@/crm/record/schema.ts";
import { choiceOf, isSales } from "@/crm/import/mapping/sales.ts";
import { statusOf } from "@/crm/import/mapping/titles.ts";
import type { Step } from "@/crm/import/rows/history.ts";
import { KEEP, NOBODY } from "@/crm/import/rows/marks.ts";
import { finishSales, noCells, type SalesCells, type SalesReading, salesTake } from "@/crm/import/rows/read_sales.ts";
import { nearOf, type SalesNames } from "@/crm/import/rows/sales_names.ts";

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
  /** A person to find or create, of deals and tasks. */
  contact?: ContactCells;
  /** Further people of a deal, by their names. */
  moreContacts?: ContactCells[];
  /** Of tasks: what they belong to, by id in the other system or by name. */
  links?: { kind: "deal" | "lead"; column: number; text: string }[];
  /** Of deals: the stages they came through, the present one last; absent: only that one is known. */
  history?: Step[];
  errors: CellError[];
  /** Texts that name nothing of ours, wrong or not, with what is spelt nearly so. */
  unknown: { column: number; value: string; like?: string }[];
}

export interface ContactCells {
  name?: string;
  externalId?: string;
  phones: Point[];
  emails: Point[];
}

export interface Names {
  /** Ids by name, login or e-mail in lower case. */
  people: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
  sources: ReadonlyMap<string, string>;
  /** As they are written, of people whose names are not in lower case. */
  called?: readonly string[];
  /** Of deals. */
  sales?: SalesNames;
}

export interface ReaderOptions {
  /** Absent: of leads, contacts, companies. */
  kind?: RecordKind;
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

export interface Wrong {
  code: string;
  detail?: Record<string, string | number>;
  /** The cell names something that is not there. */
  named?: boolean;
  /** What is there and spelt nearly so. */
  like?: string;
  /** The row is good all the same. */
  soft?: boolean;
}

interface Reading extends ReadRow {
  parts: Partial<Record<"last" | "first" | "middle", string>>;
  sales: SalesCells;
}

export type Take = (cell: string, row: Reading, original: string) => Wrong | void;

const NO_SALES: SalesNames = {
  home: null,
  pipelines: new Map(),
  stages: [],
  products: new Map(),
  lossReasons: new Map(),
};

/** Makes the reader of a mapping once; it reads any number of rows. */
export function rowReader(reading: ReaderOptions): (cells: readonly string[]) => ReadRow {
  const { columns } = reading.mapping;
  const sales: SalesReading = {
    kind: reading.kind ?? "lead",
    names: reading.names.sales ?? NO_SALES,
    options: reading.options,
    stageValues: columns.find(({ target }) => target.to === "field" && target.field === "stage")?.values ?? {},
  };
  const takes = columns.map((column, at) => takeOf(column, { ...reading, sales, at }));
  return (cells) => {
    const row: Reading = { values: {}, errors: [], unknown: [], parts: {}, sales: noCells() };
    takes.forEach((take, column) => {
      const original = cells[column]?.trim() ?? "";
      let cell = original;
      if (!take || cell === "") return;
      const { values } = columns[column];
      if (values && Object.hasOwn(values, cell)) cell = values[cell].trim();
      if (cell === "") return;
      const wrong = take(cell, row, original);
      if (!wrong) return;
      const { code, detail, named, like, soft } = wrong;
      const value = cells[column].slice(0, SHOWN).toWellFormed();
      if (!soft) row.errors.push({ column, code, ...(detail ? { detail } : {}), value });
      if (named) row.unknown.push({ column, value: value.trim(), ...(like ? { like } : {}) });
    });
    const { parts, sales: gathered, ...rest } = row;
    const name = [parts.last, parts.first, parts.middle].filter(Boolean).join(" ");
    if (name !== "" && rest.values.name === undefined) rest.values.name = name.slice(0, 200);
    if (reading.kind && isSales(reading.kind)) finishSales(rest, gathered, sales);
    return rest;
  };
}

function takeOf(
  { target, keep }: ImportColumn,
  reading: ReaderOptions & { sales: SalesReading; at: number },
): Take | null {
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
      return (cell, row, original) => {
        if (cell === NOBODY || cell === KEEP) {
          row.values.owner ??= null;
          if (cell === KEEP && keep !== undefined) row.values[keep] ??= original.slice(0, 500);
          return;
        }
        return takeNamed(row.values, { key: "owner", cell, from: reading.names.people, called: reading.names.called });
      };
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
      if (!field) return null;
      const own = reading.kind === "deal" ? salesTake(target, { column: reading.at, reading: reading.sales }) : null;
      return own ?? takeField(field, reading);
    }
    default:
      return salesTake(target, { column: reading.at, reading: reading.sales });
  }
}

function takeNamed(
  values: Values,
  found: { key: string; cell: string; from: ReadonlyMap<string, string>; called?: readonly string[] },
): Wrong | void {
  const { key, cell, from, called = [...from.keys()] } = found;
  const id = from.get(cell.toLowerCase());
  if (id === undefined) {
    const code = key === "source" ? "import.error.no-source" : "import.error.no-person";
    return { code, named: true, like: nearOf(cell, called) };
  }
  values[key] ??= id;
}

function takeField(field: Field, { kind, options, names }: ReaderOptions): Take {
  const { key, type } = field;
  const task = kind === "task" && field.column !== null;
  const byName = type === "user"
    ? names.people
    : type === "team"
    ? names.teams
    : type === "source"
    ? names.sources
    : null;
  return (cell, { values }) => {
    if (byName) return takeNamed(values, { key, cell, from: byName });
    let read = readValue(field, cell, options);
    const word = read.ok || type !== "select"
      ? null
      : task
      ? choiceOf(field, cell)
      : key === "status"
      ? statusOf(cell)
      : null;
    if (word) read = readValue(field, word);
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
