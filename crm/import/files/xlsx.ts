/** Reads one sheet of an .xlsx as a stream: one chunk of XML and one batch of rows in memory, and the shared texts. */
import { type Book, type Sheet } from "@/crm/import/files/xlsx_book.ts";
import { columnOf, numberToText, serialToText, unescapeText } from "@/crm/import/files/xlsx_values.ts";
import { parseXml, type XmlHandler } from "@/crm/import/files/xml.ts";
import { readPart } from "@/crm/import/files/zip.ts";
import type { Row } from "@/crm/import/files/types.ts";

export interface SheetOptions {
  /** Rows in a batch. */
  batch?: number;
  /** Called with the inflated bytes of each chunk. */
  onBytes?: (bytes: number) => void;
}

/** Batches of rows; formulas give the value that was stored with them. @throws {FileError} damaged, too large */
export async function* readSheet(book: Book, sheet: Sheet, options: SheetOptions = {}): AsyncGenerator<Row[]> {
  const size = options.batch ?? 500;
  const reader = new SheetReader(book);
  const events = parseXml(counted(readPart(book.file, sheet.part, book.limits.sheet), options), reader);
  let failure: { error: unknown } | undefined;
  try {
    for await (const _ of events) {
      while (reader.rows.length >= size) yield reader.rows.splice(0, size);
      if (reader.over) break;
    }
  } catch (error) {
    // The rows before the damage are good.
    failure = { error };
  }
  for (let at = 0; at < reader.rows.length; at += size) yield reader.rows.slice(at, at + size);
  if (failure) throw failure.error;
}

async function* counted(source: AsyncIterable<Uint8Array>, { onBytes }: SheetOptions): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

/** Events of the sheet's XML in, rows out. */
class SheetReader implements XmlHandler {
  readonly rows: Row[] = [];
  /** All rows are read; what follows (conditional formats, links) is not for us. */
  over = false;
  private line = 0;
  private column = -1;
  private cells: string[] = [];
  private error: Row["error"];
  private type = "";
  private style = 0;
  private value = "";
  private wanted = false;
  private phonetic = false;

  constructor(private readonly book: Book) {}

  open(name: string, attributes: Record<string, string>): void {
    this.wanted = name === "v" || (name === "t" && !this.phonetic);
    if (name === "c") {
      // References may be left out: the cell then follows the one before.
      this.column = attributes.r === undefined ? this.column + 1 : columnOf(attributes.r);
      this.type = attributes.t ?? "n";
      this.style = Number(attributes.s ?? 0);
      this.value = "";
    } else if (name === "row") {
      this.line = Number(attributes.r) || this.line + 1;
      this.column = -1;
      this.cells = [];
      this.error = undefined;
    } else if (name === "rPh") this.phonetic = true;
  }

  text(text: string): void {
    if (this.wanted && this.value.length <= this.book.limits.cell) this.value += text;
  }

  close(name: string): void {
    this.wanted = false;
    if (name === "c") this.put(this.toText());
    else if (name === "row") this.finish();
    else if (name === "rPh") this.phonetic = false;
    else if (name === "sheetData") this.over = true;
  }

  private put(text: string): void {
    const { limits } = this.book;
    if (text === "") return;
    if (this.column < 0 || this.column >= limits.columns) {
      this.error ??= { code: "import.error.too-many-columns", detail: { limit: limits.columns } };
      return;
    }
    if (text.length > limits.cell) {
      this.error ??= { code: "import.error.cell-too-long", detail: { column: this.column + 1, limit: limits.cell } };
    }
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = text.slice(0, limits.cell);
  }

  private finish(): void {
    if (this.cells.length === 0 && !this.error) return;
    this.rows.push({ line: this.line, cells: this.cells, ...(this.error ? { error: this.error } : {}) });
  }

  private toText(): string {
    const { value, book } = this;
    switch (this.type) {
      case "s":
        return value === "" ? "" : book.texts.get(Number(value));
      case "inlineStr":
      case "str":
        return unescapeText(value);
      case "b":
        return value === "" ? "" : value === "1" || value === "true" ? "true" : "false";
      case "d":
        return value.replace(/T00:00:00(\.0+)?Z?$/, "").replace("T", " ").replace(/(\.\d+)?Z?$/, "");
      case "e":
        return value;
      default:
        return value === "" ? "" : (book.dates[this.style] ? this.date(value) : null) ?? numberToText(value);
    }
  }

  private date(value: string): string | null {
    return serialToText(Number(value), { date1904: this.book.date1904 });
  }
}
