/** Writes CSV as a stream, for Excel first: with a mark that says UTF-8, CR LF, and no cell that runs as a formula. */
import { type Cell, type CellRows, type Column, toStream } from "@/crm/import/files/cells.ts";
import { guard } from "@/crm/import/files/guard.ts";

export interface WriteCsvOptions {
  /** `;` for a Russian Excel (fractions then have a comma, or it reads 1.5 as the first of May), `,` for the rest. */
  separator: ";" | ",";
}

/** The bytes of the file; a header first. */
export function writeCsv(
  columns: Column[],
  rows: CellRows,
  options: WriteCsvOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return toStream(lines(columns, rows, options));
}

async function* lines(columns: Column[], rows: CellRows, { separator }: WriteCsvOptions): AsyncGenerator<string> {
  const line = (cells: Cell[]) => cells.map((cell) => toText(cell, separator)).join(separator) + "\r\n";
  yield "\ufeff" + line(columns.map(({ title }) => title));
  for await (const batch of rows) yield batch.map(line).join("");
}

function toText(cell: Cell, separator: string): string {
  if (typeof cell === "string") return quoted(guard(cell.includes("\0") ? cell.replaceAll("\0", "") : cell), separator);
  if (typeof cell === "number") return number(cell, separator);
  if (cell === null) return "";
  return typeof cell === "boolean" ? String(cell) : quoted(guard(cell.date), separator);
}

function number(value: number, separator: string): string {
  if (!Number.isFinite(value)) return "";
  return separator === ";" ? String(value).replace(".", ",") : String(value);
}

/** Also around the other separators, so that nobody guesses them. */
function quoted(text: string, separator: string): string {
  if (!/[",;\r\n\t]/.test(text) && text !== `sep=${separator}`) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
