/**
 * Tables that scores learn from: rows of cells in the order of time, whoever they come from (own leads and deals, a CSV).
 * What a column holds is told from its cells alone, never from the outcome. Pure.
 */
import outcomes from "@/ml/scores/outcomes.json" with { type: "json" };

export type Cell = string | number | null;

export interface Table {
  columns: readonly string[];
  /** From the oldest record to the newest; `null` and "" are unknown. */
  rows: readonly (readonly Cell[])[];
}

export type ColumnKind = "number" | "sequence" | "date" | "category" | "identifier" | "constant";

const UNKNOWN = new Set(["", "na", "n/a", "nan", "null", "undefined", "#n/a"]);

/** Is the cell unknown? What a person picked ("none", "Select") is a value. */
export function unknown(cell: Cell): boolean {
  if (cell === null) return true;
  return typeof cell === "number" ? Number.isNaN(cell) : UNKNOWN.has(cell.trim().toLowerCase());
}

/** The number in a cell ("1 234,5" too), NaN when it is none. */
export function numberOf(cell: Cell): number {
  if (typeof cell === "number") return cell;
  if (cell === null) return NaN;
  const plain = cell.replace(/[\s\u00a0\u202f]/g, "").replace(/^([+-]?\d+),(\d+)$/, "$1.$2");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** Days since 1970 with the hour as a part, of "2026-03-01[T10:00[:00]]" or "01.03.2026 [10:00]"; NaN when it is none. */
export function dateOf(cell: Cell): number {
  if (typeof cell !== "string") return NaN;
  const text = cell.trim();
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/.exec(text);
  const local = iso ? null : /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (\d{1,2}):(\d\d))?/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (year === undefined || Number(month) > 12 || Number(day) > 31) return NaN;
  const [hour, minute] = (iso ?? local)!.slice(4).map((part) => Number(part ?? 0));
  return Date.UTC(Number(year), Number(month) - 1, Number(day), hour, minute) / 86_400_000;
}

/** What each column holds. Text that hardly repeats names the record: an identifier; whole numbers that never do count
 * the records: a sequence, which tells the time. */
export function kinds(table: Table): ColumnKind[] {
  return table.columns.map((_, column) => {
    const cells = table.rows.map((row) => row[column]).filter((cell) => !unknown(cell));
    const distinct = new Set(cells.map(String)).size;
    const holes = cells.length < table.rows.length;
    if (distinct === 0 || (distinct === 1 && !holes)) return "constant";
    const share = (is: (cell: Cell) => boolean) => cells.filter(is).length / cells.length;
    if (share((cell) => !Number.isNaN(dateOf(cell))) >= 0.98) return "date";
    const alone = cells.length >= 50 && distinct >= 0.9 * cells.length;
    if (share((cell) => !Number.isNaN(numberOf(cell))) >= 0.98) {
      const counts = distinct === cells.length && !holes && cells.every((cell) => Number.isInteger(numberOf(cell)));
      return alone && counts ? "sequence" : "number";
    }
    return alone ? "identifier" : "category";
  });
}

/**
 * Rows in the order of time: by `moment`, else by the fullest date column, else by a column of running numbers, else as
 * they stand. @returns the numbers of the rows
 */
export function timeOrder(table: Table, moment?: string): number[] {
  const all = table.rows.map((_, row) => row);
  const kind = kinds(table);
  const named = moment === undefined ? -1 : table.columns.indexOf(moment);
  const dated = named >= 0 ? named : momentColumn(table, kind);
  const column = dated >= 0 ? dated : kind.indexOf("sequence");
  if (column < 0) return all;
  const at = table.rows.map((row) => {
    const date = dateOf(row[column]);
    return Number.isNaN(date) ? numberOf(row[column]) : date;
  });
  const value = (row: number) => Number.isNaN(at[row]) ? -Infinity : at[row];
  return all.sort((a, b) => value(a) === value(b) ? a - b : value(a) - value(b));
}

/** The column that tells when a record began: the fullest of dates, the earliest of equals; -1 without dates. */
export function momentColumn(table: Table, kind: readonly ColumnKind[] = kinds(table)): number {
  let best = -1, full = 0, early = 0;
  kind.forEach((one, column) => {
    if (one !== "date") return;
    const days = table.rows.map((row) => dateOf(row[column])).filter((day) => !Number.isNaN(day));
    const mean = days.reduce((sum, day) => sum + day, 0) / days.length;
    const share = Math.round(20 * days.length / table.rows.length);
    if (share > full || (share === full && mean < early)) [best, full, early] = [column, share, mean];
  });
  return best;
}

/** The same table without some columns, or with some rows only. */
export function part(table: Table, keep: { without?: ReadonlySet<string>; rows?: readonly number[] }): Table {
  const columns = table.columns.map((_, n) => n).filter((n) => !keep.without?.has(table.columns[n]));
  const rows = keep.rows ? keep.rows.map((row) => table.rows[row]) : table.rows;
  return {
    columns: columns.map((n) => table.columns[n]),
    rows: columns.length === table.columns.length ? rows : rows.map((row) => columns.map((n) => row[n])),
  };
}

const YES = new Set(outcomes.won);
const NO = new Set(outcomes.lost);

/** What sales programs call a stage of the end: "Closed Won", "Закрыта: отказ". */
const LOST_NAME = /lost|not[ _-]?converted|fail|проигр|отказ|неуспеш|потер/;
const WON_NAME = /won|converted|success|выигр|успеш|оплачен/;

/** 1 won, 0 lost, -1 neither: not known yet. */
function sideOf(cell: Cell): number {
  const text = unknown(cell) ? "" : String(cell).trim().toLowerCase();
  if (YES.has(text)) return 1;
  return NO.has(text) || LOST_NAME.test(text) ? 0 : WON_NAME.test(text) ? 1 : -1;
}

/**
 * The outcome apart from what may tell it: 1 is won. Rows whose outcome is not known yet (empty, or another stage beside
 * won and lost) are left out. `null` when the column does not hold two outcomes.
 */
export function splitOutcome(table: Table, target: string): { table: Table; outcome: Uint8Array } | null {
  const at = table.columns.indexOf(target);
  if (at < 0) return null;
  const rows = table.rows.map((_, row) => row).filter((row) => sideOf(table.rows[row][at]) >= 0);
  const outcome = Uint8Array.from(rows, (row) => sideOf(table.rows[row][at]));
  if (rows.length === 0) return null;
  return { table: part(table, { rows, without: new Set([target]) }), outcome };
}
