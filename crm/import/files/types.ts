/** The words of the file layer: a file of somebody else's making, its rows as text, and how much of it we put up with. */

/** An uploaded file. `stream()` may be called again and again, each time from the first byte. */
export interface TableFile {
  name: string;
  /** Bytes, as told; the real number is counted while reading. */
  size: number;
  stream(): ReadableStream<Uint8Array>;
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1251" | "windows-1252" | "koi8-r" | "ibm866";
export type Separator = "," | ";" | "\t" | "|";

/** Why a row is not to be imported; `code` has words in the catalogue. After a fatal one nothing more can be read. */
export interface RowError {
  code: string;
  detail?: Record<string, string | number>;
  fatal?: true;
}

/**
 * A row as text. Dates of .xlsx stand as `2024-01-31` or `2024-01-31 10:00:00` (the file's own wall clock), numbers with
 * a point and without exponent where they have none in a table, logical values as `true` and `false`. Rows without any
 * text are left out.
 */
export interface Row {
  /** Line of the file where the row begins (CSV), or number of the row in the sheet; from 1. */
  line: number;
  cells: string[];
  error?: RowError;
}

export interface Limits {
  /** Bytes of the file. */
  bytes: number;
  /** Characters of one cell. */
  cell: number;
  columns: number;
  /** Inflated bytes of one sheet of .xlsx. */
  sheet: number;
  /** Inflated bytes of all shared texts of .xlsx: the only part that is held in memory. */
  strings: number;
  /** Inflated bytes of any other part of .xlsx. */
  part: number;
}

const MB = 1_048_576;

/** A cell's bound is Excel's own. 1,000,000 rows of 20 columns are 540 MB of CSV, or 110 MB of .xlsx with a sheet of 1.5 GB. */
export const LIMITS: Limits = {
  bytes: 200 * MB,
  cell: 32_767,
  columns: 500,
  sheet: 2_048 * MB,
  strings: 128 * MB,
  part: 16 * MB,
};

/** Something is wrong with the file as a whole. Thrown inside this folder only; {@link openTable} makes it a value. */
export class FileError extends Error {
  override name = "FileError";
  constructor(readonly code: string, readonly detail?: Record<string, string | number>) {
    super(code);
  }
}

/** @param bytes the bound that was passed */
export const tooLarge = (bytes: number): FileError =>
  new FileError("import.error.too-large", { megabytes: Math.max(1, Math.floor(bytes / MB)) });

export const damaged = (): FileError => new FileError("import.error.damaged");
