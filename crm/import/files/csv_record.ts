/**
 * One record of CSV (RFC 4180) out of a text. Pure.
 *
 * Our own and not csv-parse, because of the files that people bring: one quote that never closes made csv-parse 7.0.3
 * swallow 1,990 good rows up to the next quote, and throw a TypeError when there was none. Here the broken record is its
 * first line only, and reading goes on at the next one. csv-parse is the judge in the tests.
 */
import type { RowError, Separator } from "@/crm/import/files/types.ts";

export interface CsvRecord {
  cells: string[];
  /** Where the next record begins. */
  end: number;
  /** Line ends within the record and after it; 0: the record's line is not over yet, the rest of it is to be skipped. */
  lines: number;
  error?: RowError;
  /** Of a record with broken quotes: how many lines were tried in vain. */
  tried?: number;
}

export interface CsvForm {
  separator: Separator;
  /** Characters of one cell. */
  cell: number;
  columns: number;
  /** Nothing comes after the text. */
  last: boolean;
}

/** A record may be this many times longer than a cell; beyond it, text without a line end is no table. */
const RECORD = 32;

/** The record that begins at `from`; null when its end is not in the text yet. */
export function nextRecord(text: string, from: number, form: CsvForm): CsvRecord | null {
  const end = endOfLine(text, from, form.last);
  if (end === null) return more(text, from, form);
  const line = text.slice(from, end.at);
  return line.includes('"')
    ? quoted(text, from, form)
    : bounded(line.split(form.separator), end.next, { form, lines: 1 });
}

function quoted(text: string, from: number, form: CsvForm): CsvRecord | null {
  const cells: string[] = [];
  let at = from;
  let lines = 0;
  while (true) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1, form);
      if (close === "more") return more(text, from, form);
      const tried = lines + newlines(text.slice(at, close === "none" ? at + form.cell * 2 : close));
      if (close === "none") return broken(text, from, { form, tried });
      lines = tried;
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
      while (text[at] === " ") at++;
    } else {
      // A quote inside an unquoted cell is a quote: ООО "Ромашка".
      const end = endOfLine(text, at, form.last);
      const stop = text.slice(at, end?.at).indexOf(form.separator);
      if (stop < 0 && end === null) return more(text, from, form);
      const next = stop < 0 ? end!.at : at + stop;
      cells.push(text.slice(at, next));
      at = next;
    }
    if (text[at] === form.separator) {
      at++;
      continue;
    }
    const end = endOfLine(text, at, form.last);
    if (end?.at === at) return bounded(cells, end.next, { form, lines: lines + 1 });
    if (at >= text.length || (end === null && text[at] === "\r")) return more(text, from, form);
    return broken(text, from, { form, tried: lines });
  }
}

/** Index of the quote that closes the cell; "none" when it is further away than a cell may be long. */
function closingQuote(text: string, from: number, form: CsvForm): number | "more" | "none" {
  const bound = from + form.cell * 2;
  let at = from;
  while (true) {
    const quote = text.indexOf('"', at);
    if (quote > bound) return "none";
    if (quote < 0) return form.last || text.length > bound ? "none" : "more";
    if (quote + 1 >= text.length && !form.last) return "more";
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}

/** The first line alone, as it stands, is the broken record. */
function broken(text: string, from: number, { form, tried }: { form: CsvForm; tried: number }): CsvRecord | null {
  const end = endOfLine(text, from, form.last);
  if (end === null) return more(text, from, form);
  const cells = [text.slice(from, Math.min(end.at, from + form.cell))];
  return { cells, end: end.next, lines: 1, error: { code: "import.error.broken-quotes" }, tried };
}

function bounded(cells: string[], end: number, { form, lines }: { form: CsvForm; lines: number }): CsvRecord {
  if (cells.length > form.columns) {
    const error = { code: "import.error.too-many-columns", detail: { limit: form.columns } };
    return { cells: cells.slice(0, form.columns), end, lines, error };
  }
  const long = cells.findIndex((cell) => cell.length > form.cell);
  if (long < 0) return { cells, end, lines };
  const error = { code: "import.error.cell-too-long", detail: { column: long + 1, limit: form.cell } };
  return { cells: cells.map((cell) => cell.slice(0, form.cell)), end, lines, error };
}

/** Waits for more text, unless there is too much of it: then the record is an error, and its line is not over yet. */
function more(text: string, from: number, form: CsvForm): CsvRecord | null {
  if (text.length - from <= form.cell * RECORD) return null;
  const end = endOfLine(text, from, true)!;
  const cells = [text.slice(from, Math.min(end.at, from + form.cell))];
  const error = { code: "import.error.cell-too-long", detail: { column: 1, limit: form.cell } };
  return { cells, end: end.next, lines: end.next > end.at ? 1 : 0, error };
}

/** LF, CR LF, or a lone CR of old Macs. null: not in the text yet. */
export function endOfLine(text: string, from: number, last: boolean): { at: number; next: number } | null {
  const feed = text.indexOf("\n", from);
  const stop = feed < 0 ? text.length : feed;
  const back = text.slice(from, stop).indexOf("\r");
  if (back < 0) return feed >= 0 ? { at: feed, next: feed + 1 } : last ? { at: stop, next: stop } : null;
  const at = from + back;
  if (at + 1 < text.length) return { at, next: text[at + 1] === "\n" ? at + 2 : at + 1 };
  return last ? { at, next: at + 1 } : null;
}

function newlines(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
