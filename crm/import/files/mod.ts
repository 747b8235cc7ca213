/**
 * Files of tables, whatever they are: the door of this folder. Knows no records and no store. A file that cannot be read
 * is a value with a code; a row that cannot be read is a row with a code; only the source itself may throw.
 */
import type { Result } from "@/crm/result.ts";
import { readCsv } from "@/crm/import/files/csv.ts";
import { detect, type Detected, HEAD, isEncrypted, oleDirectory } from "@/crm/import/files/detect.ts";
import { takeFrom, takeUntilLetters } from "@/crm/import/files/source.ts";
import { type Reading, type Table, table } from "@/crm/import/files/table.ts";
import { readSheet } from "@/crm/import/files/xlsx.ts";
import { readBook } from "@/crm/import/files/xlsx_book.ts";
import {
  type Encoding,
  FileError,
  LIMITS,
  type Limits,
  type Separator,
  type TableFile,
  tooLarge,
} from "@/crm/import/files/types.ts";

export * from "@/crm/import/files/write.ts";
export type { DataRow, RowBatch, Table } from "@/crm/import/files/table.ts";
export {
  type Encoding,
  LIMITS,
  type Limits,
  type RowError,
  type Separator,
  type TableFile,
} from "@/crm/import/files/types.ts";

export interface OpenOptions {
  /** What the person chose instead of what was detected. */
  encoding?: Encoding;
  separator?: Separator;
  header?: boolean;
  /** Name of a sheet. Default: the first that is not hidden. */
  sheet?: string;
  limits?: Partial<Limits>;
}

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
