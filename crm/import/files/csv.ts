/** Reads CSV as a stream: one chunk of text and one batch of rows in memory, whatever the size of the file. */
import { endOfLine, nextRecord } from "@/crm/import/files/csv_record.ts";
import { unguard } from "@/crm/import/files/guard.ts";
import { type Encoding, LIMITS, type Limits, type Row, type Separator, tooLarge } from "@/crm/import/files/types.ts";

export interface CsvOptions {
  encoding: Encoding;
  separator: Separator;
  /** Rows in a batch. */
  batch?: number;
  limits?: Partial<Limits>;
  /** Take away the apostrophe before `=`, `+`, `-`, `@`, which exports put there (guard.ts). Default: yes. */
  unguard?: boolean;
}

/**
 * Batches of rows. Broken rows come with an `error` and do not end the reading; NUL characters are removed; a first line
 * `sep=;`, which Excel understands, is no row. @throws what the source throws, and FileError when it is too large
 */
export async function* readCsv(
  source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<Row[]> {
  const size = options.batch ?? 500;
  const rows = new RowReader(options);
  let batch: Row[] = [];
  for await (const text of decode(source, options)) {
    for (const row of rows.push(text, false)) {
      batch.push(row);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  for (const row of rows.push("", true)) batch.push(row);
  for (let at = 0; at < batch.length; at += size) yield batch.slice(at, at + size);
}

async function* decode(source: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<string> {
  const bound = options.limits?.bytes ?? LIMITS.bytes;
  const decoder = new TextDecoder(options.encoding);
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > bound) throw tooLarge(bound);
    // A large chunk in pieces, so that the rest of a long text is not copied with every record.
    for (let at = 0; at < chunk.length; at += 65_536) {
      yield decoder.decode(chunk.subarray(at, at + 65_536), { stream: true });
    }
  }
  yield decoder.decode();
}

/** Text in, rows out; keeps the unfinished record and the line number. */
export class RowReader {
  private rest = "";
  private line = 1;
  /** The line of a record that was too long goes on: drop it up to its end. */
  private skipping = false;
  /**
   * Lines that a broken record took for its own, up to this one, and those that follow it: rows of another width are
   * parts of it, not rows.
   */
  private suspect = 0;
  private width = 0;
  private readonly limits: Limits;

  constructor(private readonly options: Pick<CsvOptions, "separator" | "limits" | "unguard">) {
    this.limits = { ...LIMITS, ...options.limits };
  }

  *push(text: string, last: boolean): Generator<Row> {
    const input = this.rest + (text.includes("\0") ? text.replaceAll("\0", "") : text);
    const { separator } = this.options;
    const form = { separator, cell: this.limits.cell, columns: this.limits.columns, last };
    let at = this.skipping ? this.skip(input, last) : 0;
    while (at < input.length) {
      const record = nextRecord(input, at, form);
      if (!record) break;
      at = record.end;
      const line = this.line;
      this.line += record.lines;
      if (record.tried !== undefined) this.suspect = Math.max(this.suspect, line + 1 + record.tried);
      const row = this.toRow(line, record.cells, record.error);
      if (row) yield row;
      if (record.lines === 0) {
        this.skipping = true;
        at = this.skip(input.slice(at), last) + at;
      }
    }
    this.rest = input.slice(at);
  }

  private skip(input: string, last: boolean): number {
    const end = endOfLine(input, 0, last);
    if (end === null) return input.endsWith("\r") ? input.length - 1 : input.length;
    this.skipping = false;
    this.line++;
    return end.next;
  }

  private toRow(line: number, cells: string[], error: Row["error"]): Row | null {
    if (error) return { line, cells, error };
    if (cells.every((cell) => cell === "")) return null;
    if (line === 1 && cells.join(this.options.separator) === `sep=${this.options.separator}`) return null;
    this.width ||= cells.length;
    if (line <= this.suspect && cells.length !== this.width) {
      this.suspect = Math.max(this.suspect, line + 1);
      return { line, cells, error: { code: "import.error.broken-quotes" } };
    }
    if (this.options.unguard !== false) {
      for (let at = 0; at < cells.length; at++) if (cells[at].charCodeAt(0) === 0x27) cells[at] = unguard(cells[at]);
    }
    return { line, cells };
  }
}
