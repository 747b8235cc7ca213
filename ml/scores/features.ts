/**
 * What the trees see of a table: each feature in at most 252 bins, bin 0 for the unknown. Learnt from training rows only
 * and without their outcomes; plain data, stored with the model. Pure.
 */
import {
  type Cell,
  type ColumnKind,
  dateOf,
  kinds,
  momentColumn,
  numberOf,
  type Table,
  unknown,
} from "@/ml/scores/table.ts";

export interface NumericFeature {
  kind: "number";
  column: string;
  /** `value`: the number itself. Of dates: the day, weekday 0 (Sunday) to 6, hour, month, or days before the record began. */
  part: "value" | "day" | "weekday" | "hour" | "month" | "age";
  /** Upper edges of bins, each a value that was seen, so that only the order of values counts. */
  edges: number[];
}

export interface CategoryFeature {
  kind: "category";
  column: string;
  /** Values frequent enough to have a bin of their own; all others share one. */
  levels: string[];
}

export type Feature = NumericFeature | CategoryFeature;

export interface FeatureSet {
  features: Feature[];
  /** The date that says when a record began. */
  moment: string | null;
}

/** Bins by feature and row. */
export interface Bins {
  features: readonly Feature[];
  rows: number;
  /** `columns[feature][row]` */
  columns: Uint8Array[];
}

const MAX_LEVELS = 60;

/** Number of bins of a feature, the unknown's included. */
export function binsOf(feature: Feature): number {
  return feature.kind === "number" ? feature.edges.length + 2 : feature.levels.length + 2;
}

/** Features of the table's columns. Identifiers and constant columns tell nothing and are left out. */
export function learnFeatures(table: Table, options: { bins?: number } = {}): FeatureSet {
  const kind = kinds(table);
  const began = momentColumn(table, kind);
  const moment = began < 0 ? null : table.columns[began];
  const features = table.columns.flatMap((column, n) =>
    ofColumn(table, { column, n, kind: kind[n], began, ...options })
  );
  return { features, moment };
}

function ofColumn(
  table: Table,
  { column, n, kind, began, bins = 250 }: { column: string; n: number; kind: ColumnKind; began: number; bins?: number },
): Feature[] {
  if (kind === "identifier" || kind === "constant") return [];
  if (kind === "category") {
    const levels = frequent(table.rows.map((row) => row[n]));
    return levels.length > 0 ? [{ kind: "category", column, levels }] : [];
  }
  const parts = kind === "number" || kind === "sequence"
    ? ["value" as const]
    : n === began
    ? ["day" as const, "weekday" as const, "hour" as const, "month" as const]
    : ["age" as const];
  return parts.flatMap((part): NumericFeature[] => {
    const known = table.rows.map((row) => read(row[n], { part, began: began < 0 ? null : row[began] }))
      .filter((value) => !Number.isNaN(value));
    const edges = edgesOf(known, bins);
    return edges.length > 0 || known.length < table.rows.length ? [{ kind: "number", column, part, edges }] : [];
  });
}

/** The most frequent values, at least five rows and one in five hundred each; equals by their text. */
function frequent(cells: readonly Cell[]): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) if (!unknown(cell)) counts.set(level(cell), (counts.get(level(cell)) ?? 0) + 1);
  const least = Math.max(5, cells.length / 500);
  return [...counts].filter(([, count]) => count >= least)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MAX_LEVELS).map(([text]) => text);
}

function level(cell: Cell): string {
  return String(cell).trim();
}

/** Edges between which about equally many of the values lie; the largest value has none. */
function edgesOf(values: number[], bins: number): number[] {
  const sorted = Float64Array.from(values).sort();
  const edges: number[] = [];
  for (let n = 1; n < bins; n++) {
    const edge = sorted[Math.floor(n * sorted.length / bins)];
    if (edge < sorted[sorted.length - 1] && edge !== edges[edges.length - 1]) edges.push(edge);
  }
  const distinct = new Set(sorted);
  return distinct.size <= bins ? [...distinct].slice(0, -1) : edges;
}

function read(cell: Cell, { part, began }: { part: NumericFeature["part"]; began: Cell }): number {
  if (part === "value") return unknown(cell) ? NaN : numberOf(cell);
  const date = dateOf(cell);
  if (part === "age") return dateOf(began) - date;
  if (part === "day") return Math.floor(date);
  if (Number.isNaN(date)) return NaN;
  const at = new Date(date * 86_400_000);
  return part === "weekday" ? at.getUTCDay() : part === "hour" ? at.getUTCHours() : at.getUTCMonth() + 1;
}

/** The number that a numeric feature has in a row; NaN when unknown. */
export function valueOf(feature: NumericFeature, cell: Cell, began: Cell): number {
  return read(cell, { part: feature.part, began });
}

function bin(feature: Feature, cell: Cell, began: Cell): number {
  if (feature.kind === "category") {
    if (unknown(cell)) return 0;
    const at = feature.levels.indexOf(level(cell));
    return at < 0 ? feature.levels.length + 1 : at + 1;
  }
  const value = read(cell, { part: feature.part, began });
  if (Number.isNaN(value)) return 0;
  let low = 0, high = feature.edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= feature.edges[middle]) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/** Bins of a table's rows. Columns are found by name; one that the table lacks is unknown. */
export function encode(set: FeatureSet, table: Table): Bins {
  const at = new Map(table.columns.map((name, n) => [name, n]));
  const began = set.moment === null ? undefined : at.get(set.moment);
  const columns = set.features.map((feature) => {
    const column = at.get(feature.column);
    if (column === undefined) return new Uint8Array(table.rows.length);
    return Uint8Array.from(table.rows, (row) => bin(feature, row[column], began === undefined ? null : row[began]));
  });
  return { features: set.features, rows: table.rows.length, columns };
}

/** Some rows of the bins. */
export function pickRows(bins: Bins, rows: readonly number[]): Bins {
  return {
    ...bins,
    rows: rows.length,
    columns: bins.columns.map((column) => Uint8Array.from(rows, (row) => column[row])),
  };
}
