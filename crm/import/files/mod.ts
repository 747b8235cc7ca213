/**
 * Files of tables, whatever they are: the door of this folder. Knows no records and no store. A file that cannot be read
 * is a value with a code; a row that cannot be read is a row with a code; only the source itself may throw.
 */
import type { Result } from "@/crm/result.ts";
import { commonWidth, fitted } from "@/crm/import/files/columns.ts";
import { readCsv } from "@/crm/import/files/csv.ts";
import { detect, type Detected, HEAD, isEncrypted, oleDirectory } from "@/crm/import/files/detect.ts";
import { detectHeader } from "@/crm/import/files/separator.ts";
import { survivable, takeFrom, takeUntilLetters } from "@/crm/import/files/source.ts";
import { readSheet } from "@/crm/import/files/xlsx.ts";
import { readBook } from "@/crm/import/files/xlsx_book.ts";
import {
  type Encoding,
  FileError,
  LIMITS,
  type Limits,
  type Row,
  type Separator,
  type TableFile,
  tooLarge,
} from "@/crm/import/files/types.ts";

export * from "@/crm/import/files/write.ts";
export {
  type Encoding,
  LIMITS,
  type Limits,
  type RowError,
  type Separator,
  type TableFile,
} from "@/crm/import/files/types.ts";

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

export interface OpenOptions {
  /** What the person chose instead of what was detected. */
  encoding?: Encoding;
  separator?: Separator;
  header?: boolean;
  /** Name of a sheet. Default: the first that is not hidden. */
  sheet?: string;
  limits?: Partial<Limits>;
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
type Reading = (batch: number) => AsyncGenerator<{ rows: Row[]; done: number }>;
type Shape = Omit<Table, "hasHeader" | "header" | "sample" | "rows">;

const SAMPLE = 50;

/** Opens a file: says what it is, its columns and first rows. Refused when it is no table, or one that we cannot read. */
export async function openTable(file: TableFile, options: OpenOptions = {}): Promise<Result<Table>> {
  const limits = { ...LIMITS, ...options.limits };
  try {
    if (file.size > limits.bytes) throw tooLarge(limits.bytes);
    const head = await takeFrom(file, 0, HEAD);
    const found = detect(head, { ...options, whole: head.length < HEAD });
    if (found.kind === "unsupported") throw new FileError(await reason(file, head, found.code));
    return { ok: true, value: await (found.kind === "csv" ? csv(file, found, options) : xlsx(file, options)) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { ok: false, code: error.code, ...(error.detail ? { detail: error.detail } : {}) };
  }
}

/** A workbook under a password looks like an old Excel file until its directory is read. */
async function reason(file: TableFile, head: Uint8Array, code: string): Promise<string> {
  const directory = oleDirectory(head);
  if (directory === null || code !== "import.error.old-excel") return code;
  return isEncrypted(await takeFrom(file, directory, 4096)) ? "import.error.encrypted" : code;
}

type DetectedCsv = Extract<Detected, { kind: "csv" }>;

async function csv(file: TableFile, found: DetectedCsv, options: OpenOptions): Promise<Table> {
  const { separator } = found;
  let { encoding } = found;
  // Only English so far, and the first Russian name thousands of rows below: it decides about the encoding.
  if (found.ascii && !options.encoding) encoding = await takeUntilLetters(file) ?? encoding;
  const reading: Reading = async function* (batch) {
    let bytes = 0;
    const counted = file.stream().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
    for await (const rows of readCsv(counted, { encoding, separator, batch, limits: options.limits })) {
      yield { rows, done: share(bytes, file.size) };
    }
  };
  return await table({ kind: "csv", encoding, separator, sheets: [] }, reading, { ...options, guess: found.header });
}

async function xlsx(file: TableFile, options: OpenOptions): Promise<Table> {
  const book = await readBook(file, { ...LIMITS, ...options.limits });
  const sheet = options.sheet === undefined
    ? book.sheets.find(({ hidden }) => !hidden) ?? book.sheets[0]
    : book.sheets.find(({ name }) => name === options.sheet);
  if (!sheet) throw new FileError("import.error.no-sheet", { sheet: options.sheet ?? "" });
  const reading: Reading = async function* (batch) {
    let bytes = 0;
    for await (const rows of readSheet(book, sheet, { batch, onBytes: (more) => bytes += more })) {
      yield { rows, done: share(bytes, sheet.part.size) };
    }
  };
  const sheets = book.sheets.map(({ name, hidden }) => ({ name, hidden }));
  return await table({ kind: "xlsx", sheets, sheet: sheet.name }, reading, options);
}

const share = (part: number, whole: number) => whole > 0 ? Math.min(1, part / whole) : 1;

/** Titles, width and sample from the first rows; then the same for all rows. */
async function table(shape: Shape, reading: Reading, options: OpenOptions & { guess?: boolean }): Promise<Table> {
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
  const toData = (row: Row, index: number): DataRow => ({ index, ...fitted(row, width, { strict }) });
  return {
    ...shape,
    hasHeader,
    header: Array.from({ length: width }, (_, at) => titles[at] ?? ""),
    sample: first.slice(hasHeader ? 1 : 0).map(toData),
    async *rows({ from = 0, batch = 500 } = {}) {
      let index = hasHeader ? -1 : 0;
      for await (const { rows, done } of survivable(reading(batch))) {
        const kept = rows.map((row) => toData(row, index++)).filter((row) => row.index >= from);
        if (kept.length > 0) yield { rows: kept, done };
      }
    },
  };
}
