/** Writes .xlsx as a stream: rows become XML, XML is packed and handed on; a million rows take no more memory than ten. */
import { ZipWriter } from "@zip.js/zip.js";
import { type Cell, type CellRows, type Column, toStream } from "@/crm/import/files/cells.ts";
import { columnName, textToSerial } from "@/crm/import/files/xlsx_values.ts";
import * as parts from "@/crm/import/files/xlsx_parts.ts";

/** Rows of a sheet (ECMA-376; Excel refuses more). */
const SHEET_ROWS = 1_048_576;
/** Characters of a cell; Excel calls a file with longer ones damaged. */
const CELL = 32_767;

export interface WriteXlsxOptions {
  /** Name of the sheet, for people. */
  sheet: string;
  /** For tests. */
  sheetRows?: number;
}

/**
 * The bytes of the file: a bold, frozen header on each sheet; rows beyond a sheet's 1,048,576 go on in the next one.
 * Texts longer than Excel takes end with an ellipsis. The stream fails with what `rows` throws.
 */
export function writeXlsx(
  columns: Column[],
  rows: CellRows,
  options: WriteXlsxOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  // The reader of the stream is told of a failure by the stream; nobody waits for this promise.
  pack(columns, rows, { ...options, writable }).catch((error) => writable.abort(error).catch(() => {}));
  return readable;
}

async function pack(
  columns: Column[],
  rows: CellRows,
  options: WriteXlsxOptions & { writable: WritableStream<Uint8Array<ArrayBuffer>> },
): Promise<void> {
  const source = singly(rows);
  const limit = options.sheetRows ?? SHEET_ROWS;
  let failure: { error: unknown } | undefined;
  const zip = new ZipWriter(options.writable, {
    useWebWorkers: false,
    zip64: false,
    extendedTimestamp: false,
    level: 5,
  });
  const add = async (name: string, content: AsyncGenerator<string>) => {
    await zip.add(name, toStream(content)).finally(() => content.return(undefined));
  };
  try {
    await add("[Content_Types].xml", once(parts.CONTENT_TYPES));
    await add("_rels/.rels", once(parts.ROOT_RELATIONS));
    await add("xl/styles.xml", once(parts.STYLES));
    const state = { next: await source.next() };
    let sheets = 0;
    do {
      const content = sheet(columns, source, { state, limit });
      await add(`xl/worksheets/sheet${++sheets}.xml`, content);
    } while (!state.next.done);
    await add("xl/_rels/workbook.xml.rels", once(parts.workbookRelations(sheets)));
    await add("xl/workbook.xml", once(parts.workbook(options.sheet, sheets)));
    await zip.close();
  } catch (error) {
    failure = { error };
  } finally {
    await source.return(undefined);
  }
  if (failure) throw failure.error;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* singly(rows: CellRows): AsyncGenerator<Cell[]> {
  for await (const batch of rows) yield* batch;
}

/** XML of one sheet, in pieces of about 64 KB. */
async function* sheet(
  columns: Column[],
  source: AsyncGenerator<Cell[]>,
  { state, limit }: { state: { next: IteratorResult<Cell[]> }; limit: number },
): AsyncGenerator<string> {
  const letters = columns.map((_, at) => columnName(at));
  let xml = parts.sheetHead(columns) + row(columns.map(({ title }) => title), { number: 1, letters, header: true });
  for (let number = 2; number <= limit && !state.next.done; number++) {
    xml += row(state.next.value, { number, letters });
    state.next = await source.next();
    if (xml.length < 65_536) continue;
    yield xml;
    xml = "";
  }
  yield xml + parts.SHEET_END;
}

function row(
  cells: Cell[],
  { number, letters, header }: { number: number; letters: string[]; header?: boolean },
): string {
  let xml = `<row r="${number}">`;
  for (let at = 0; at < cells.length; at++) {
    xml += cell(cells[at], `${letters[at] ??= columnName(at)}${number}`, header ? ` s="${parts.STYLE.header}"` : "");
  }
  return xml + "</row>";
}

function cell(value: Cell, reference: string, style: string): string {
  if (value === null || value === "") return "";
  if (typeof value === "number") return Number.isFinite(value) ? `<c r="${reference}"${style}><v>${value}</v></c>` : "";
  if (typeof value === "boolean") return `<c r="${reference}" t="b"${style}><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === "object") {
    const serial = textToSerial(value.date);
    if (serial === null) return cell(value.date, reference, style);
    const format = value.date.length > 10 ? parts.STYLE.moment : parts.STYLE.day;
    return `<c r="${reference}" s="${format}"><v>${serial}</v></c>`;
  }
  const text = value.length > CELL ? value.slice(0, CELL - 1) + "…" : value;
  const space = /^\s|\s$|\s\s/.test(text) ? ' xml:space="preserve"' : "";
  return `<c r="${reference}" t="inlineStr"${style}><is><t${space}>${parts.escape(text)}</t></is></c>`;
}
