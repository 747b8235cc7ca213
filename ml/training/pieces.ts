/**
 * Tasks on their way to a Worker: copying thirty thousand records at once would keep the server's loop for a tenth of a
 * second, so their rows go ahead in pieces. Pure.
 */
import type { ScoreTask, TrainingTask, VolumeTask } from "./protocol.ts";

type Row = VolumeTask["rows"][number] | ScoreTask["table"]["rows"][number];

/** To the Worker: pieces of rows, then the task without them. */
export type WorkerHears = { hear: "rows"; rows: readonly Row[] } | { hear: "task"; task: TrainingTask };

/** Cells or rows that are copied in about a millisecond. */
const CELLS = 20_000;

export function* inPieces(task: TrainingTask): Generator<WorkerHears, void> {
  const rows = rowsOf(task);
  const first = rows[0];
  const atOnce = Math.max(1, Math.floor(CELLS / (Array.isArray(first) ? Math.max(1, first.length) : 2)));
  for (let from = 0; from < rows.length; from += atOnce) yield { hear: "rows", rows: rows.slice(from, from + atOnce) };
  yield { hear: "task", task: withRows(task, []) };
}

function rowsOf(task: TrainingTask): readonly Row[] {
  if (task.kind === "volume") return task.rows;
  return task.kind === "score" ? task.table.rows : [];
}

/** The task as it was, from its pieces. */
export function withRows(task: TrainingTask, rows: readonly Row[]): TrainingTask {
  if (task.kind === "volume") return { ...task, rows: rows as VolumeTask["rows"] };
  if (task.kind === "score") return { ...task, table: { ...task.table, rows: rows as ScoreTask["table"]["rows"] } };
  return task;
}
