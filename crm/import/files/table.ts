/** Rows of a file as a table: titles, one width, an index for each row, a place to go on from. */
import { commonWidth, fitted } from "@/crm/import/files/columns.ts";
import { detectHeader } from "@/crm/import/files/separator.ts";
import { survivable } from "@/crm/import/files/source.ts";
import { type Encoding, FileError, type Row, type Separator } from "@/crm/import/files/types.ts";

/** A row of data: as many cells as the table has columns. */
export interface DataRow extends Row {
  /** From 0, the header and empty rows not counted; the same in every reading, so that one can go on from it. */
  index: number;
}

export interface RowBatch {
  rows: DataRow[];
  /** How much of the file has been read, 0 to 1. */
  done: number;
}

export interface Table {
  kind: "csv" | "xlsx";
  encoding?: Encoding;
  separator?: Separator;
  sheets: { name: string; hidden: boolean }[];
  sheet?: string;
  /** Whether the first row names the columns. */
  hasHeader: boolean;
  /** One title a column, "" where there is none. */
  header: string[];
  /** The first rows of data, for a preview. */
  sample: DataRow[];
  /** All rows from the beginning, or from the row with this index on. May be called again. */
  rows(options?: { from?: number; batch?: number }): AsyncGenerator<RowBatch>;
}

/** Rows as they stand in the file, and how much of it is read. */
export type Reading = (batch: number) => AsyncGenerator<{ rows: Row[]; done: number }>;
export type Shape = Omit<Table, "hasHeader" | "header" | "sample" | "rows">;

const SAMPLE = 50;

/**
 * Titles, width and sample from the first rows; then the same for all rows. `guess`: whether the first names the columns,
 * when the person has not said. @throws {FileError} no rows, or none before the damage
 */
export async function table(
  shape: Shape,
  reading: Reading,
  options: { header?: boolean; guess?: boolean },
): Promise<Table> {
  const first: Row[] = [];
  for await (const { rows } of survivable(reading(SAMPLE + 1))) {
    first.push(...rows.slice(0, SAMPLE + 1 - first.length));
    if (first.length > SAMPLE) break;
  }
  if (first.length === 0) throw new FileError("import.error.empty-file");
  if (first[0].error?.fatal) throw new FileError(first[0].error.code, first[0].error.detail);
  const sound = first.filter((row) => !row.error);
  const guess = () => options.guess ?? detectHeader(sound.map((row) => row.cells));
  const hasHeader = !first[0].error && (options.header ?? guess());
  const titles = hasHeader ? first[0].cells.map((cell) => cell.trim()) : [];
  const width = commonWidth(titles, sound.slice(hasHeader ? 1 : 0));
  const strict = shape.kind === "csv";
  // A sheet's note beside the table makes no row of its own.
  const toData = (rows: Row[]) =>
    rows.map((row) => fitted(row, width, { strict })).filter((row) =>
      row.error || row.cells.some((cell) => cell !== "")
    );
  return {
    ...shape,
    hasHeader,
    header: Array.from({ length: width }, (_, at) => titles[at] ?? ""),
    sample: toData(first.slice(hasHeader ? 1 : 0)).map((row, index) => ({ index, ...row })),
    async *rows({ from = 0, batch = 500 } = {}) {
      let index = hasHeader ? -1 : 0;
      for await (const { rows, done } of survivable(reading(batch))) {
        const kept = toData(rows).map((row) => ({ index: index++, ...row })).filter((row) => row.index >= from);
        if (kept.length > 0) yield { rows: kept, done };
      }
    },
  };
}
