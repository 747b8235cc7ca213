/** Which separator a CSV is in, and whether its first row names the columns. Pure. */
import { RowReader } from "@/crm/import/files/csv.ts";
import type { Separator } from "@/crm/import/files/types.ts";

/** In this order when two fit equally: a comma is also a decimal sign and a part of sentences. */
const SEPARATORS: Separator[] = [";", "\t", "|", ","];
const ROWS = 100;

/** The separator under which the rows have the most even number of cells. One column only: `;`. */
export function detectSeparator(head: string, options: { whole?: boolean } = {}): Separator {
  const hint = /^sep=([,;|\t])\r?\n/.exec(head);
  if (hint) return hint[1] as Separator;
  let best: { separator: Separator; score: number } = { separator: ";", score: 0 };
  for (const separator of SEPARATORS) {
    const score = evenness(firstRows(head, separator, options).map((cells) => cells.length));
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

/** Cells of the first rows of the text; the last line of a part may be cut and is left out. */
export function firstRows(head: string, separator: Separator, options: { whole?: boolean } = {}): string[][] {
  const rows: string[][] = [];
  for (const row of new RowReader({ separator }).push(head, options.whole ?? false)) {
    if (rows.push(row.error ? [] : row.cells) === ROWS) break;
  }
  return rows;
}

/** Share of rows that have the commonest width, squared, weighted by that width; 0 for one column. */
function evenness(widths: number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].reduce((a, b) => b[1] > a[1] ? b : a, [0, 0]);
  if (width < 2) return 0;
  // The header is the one row without prose or decimals: it has the table's width or the guess is wrong.
  const header = widths[0] === width ? 1 : 0.5;
  return (count / widths.length) ** 2 * header * Math.log2(width + 1);
}

/** Numbers, sums, days, moments, telephone numbers, addresses: what stands under a header, never in it. */
const VALUE =
  /^([+-]?[\d\s\u00a0.,()-]*\d[\d\s\u00a0.,%₽$€()-]*|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([ T]\d{1,2}:\d{2}.*)?|\S+@\S+\.\S+|https?:\/\/.*|true|false)$/i;
const TITLE =
  /^(id|№|имя|фио|ф\.и\.о\.?|фамилия|отчество|название|наименование|телефон.*|.*телефон|мобильный|e-?mail.*|.*почта|эл\. адрес|компания|организация|город|адрес|дата.*|статус|стадия|этап.*|источник.*|комментарий|примечание|ответственный|теги|бюджет|сумма|должность|инн|сайт|name|.* name|phone.*|.* phone|mobile|company|city|address|date|created.*|status|stage|source|comment|notes?|owner|tags|budget|amount|title|position|website)$/i;

/**
 * Whether the first row names the columns: it has words known as titles and no values, or stands above a column of
 * values; with nothing to go by, yes: files without a header are the rare ones, and the person sees and can say.
 */
export function detectHeader(rows: string[][]): boolean {
  const [first, ...others] = rows;
  if (!first) return false;
  const titles = first.map((cell) => cell.trim());
  const named = titles.filter((cell) => TITLE.test(cell)).length;
  const values = titles.filter((cell) => VALUE.test(cell)).length;
  if (named > 0 && named >= values) return true;
  if (values > 0) return false;
  // A name that comes again below in its own column is a value: a list of cities is not headed by a city.
  return !titles.some((cell, at) => cell !== "" && others.slice(0, 20).some((row) => row[at]?.trim() === cell));
}
