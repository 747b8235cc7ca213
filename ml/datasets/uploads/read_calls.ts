/**
 * A table of times and calls made rows of the company's clock. A file with a row a call is counted in pieces of five
 * minutes; times with an offset are told by the company's zone, all others are taken for its clock as they stand. Pure.
 */
import { clockOf, wallText } from "@/ml/datasets/clock.ts";
import { CountedDays, fillDays, type FilledRow, slotOf } from "@/ml/datasets/grid.ts";
import type { QualityFinding } from "@/ml/datasets/types.ts";
import { findColumns, type Found } from "@/ml/datasets/uploads/columns.ts";
import { clockIn, countIn, dayIn, type Shown, shownIn } from "@/ml/datasets/uploads/times.ts";

export interface CallsFile {
  rows: FilledRow[];
  /** Minutes; null: one row a call, counted in pieces of five minutes. */
  step: number | null;
  findings: QualityFinding[];
}

export type CallsRead = { ok: true; value: CallsFile } | { ok: false; code: string; detail?: Record<string, number> };

/** What is counted in. */
export const PIECE = 5;
const STEPS = [5, 10, 15, 20, 30, 60];
/** So many rows decide what the columns are. */
const LOOKED_AT = 500;
/** A file with fewer readable times is another kind of file. */
const FEWEST_READ = 0.5;
const EXAMPLES = 5;

interface Row {
  wall: number;
  calls: number;
}

export function readCalls(
  header: readonly string[],
  cells: readonly (readonly string[])[],
  options: { timeZone: string },
): CallsRead {
  if (cells.length === 0) return { ok: false, code: "datasets.error.no-rows" };
  const every = Math.max(1, Math.floor(cells.length / LOOKED_AT));
  const found = findColumns(header, cells.filter((_, n) => n % every === 0));
  if ("code" in found) return { ok: false, code: found.code };
  const notes = new Map<string, QualityFinding>();
  const note = (code: string, example: string) => {
    const one = notes.get(code) ?? { code, count: 0, examples: [] };
    notes.set(code, one);
    one.count++;
    if (one.examples.length < EXAMPLES) one.examples.push(example.slice(0, 40));
  };
  const clock = clockOf(options.timeZone);
  const rows: Row[] = [];
  for (const row of cells) {
    const shown = shownOf(row, found);
    if (!shown) {
      note("unreadable", row.join(" ").trim());
      continue;
    }
    const wall = shown.offset === null ? shown.wall : clock(shown.wall - shown.offset * 60_000);
    if (wall !== shown.wall) note("other-zone", wallText(shown.wall));
    const calls = found.calls === null ? 1 : countIn(row[found.calls] ?? "");
    if (Number.isNaN(calls)) note("not-a-number", `${wallText(wall)} ${row[found.calls ?? 0] ?? ""}`);
    else rows.push({ wall, calls });
  }
  if (rows.length < FEWEST_READ * cells.length) {
    return { ok: false, code: "datasets.error.unreadable", detail: { read: rows.length, rows: cells.length } };
  }
  const step = found.calls === null ? null : stepOf(rows);
  if (found.calls !== null && step === null) return { ok: false, code: "datasets.error.no-interval" };
  const findings = [...notes.values()];
  return { ok: true, value: { rows: step === null ? counted(rows, options) : listed(rows), step, findings } };
}

function shownOf(row: readonly string[], { time }: Found): Shown | null {
  if (time.as === "one") return shownIn(row[time.column] ?? "", time.order);
  const day = dayIn((row[time.day] ?? "").trim(), time.order);
  const text = (row[time.clock] ?? "").trim();
  const clock = time.as === "day-and-clock" ? clockIn(text) : countIn(text) * 1_000;
  const wall = day + clock;
  return Number.isFinite(wall) && clock >= 0 && clock < 86_400_000 ? { wall, offset: null } : null;
}

const listed = (rows: readonly Row[]): FilledRow[] => rows.map(({ wall, calls }) => ({ at: wallText(wall), calls }));

function counted(rows: readonly Row[], { timeZone }: { timeZone: string }): FilledRow[] {
  const days = new CountedDays(PIECE);
  for (const { wall } of rows) {
    const { number, slot } = slotOf(wall, PIECE);
    days.add(number, slot, 1);
  }
  return fillDays(days.counts(), { step: PIECE, timeZone, begins: null }).rows;
}

/** The commonest distance of neighbours within a day, in minutes; null: none that a day is divided into. */
function stepOf(rows: readonly Row[]): number | null {
  const walls = rows.slice(0, 20_000).map(({ wall }) => wall).sort((a, b) => a - b);
  const seen = new Map<number, number>();
  for (let n = 1; n < walls.length; n++) {
    const apart = (walls[n] - walls[n - 1]) / 60_000;
    if (apart > 0 && apart <= 120) seen.set(apart, (seen.get(apart) ?? 0) + 1);
  }
  const [best] = [...seen].sort((a, b) => b[1] - a[1]);
  return best && STEPS.includes(best[0]) ? best[0] : null;
}
