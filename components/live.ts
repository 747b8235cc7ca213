/** What islands need of a live topic: fields as signals, the rows there are, and how fresh it is. */
import type { ReadonlySignal } from "@preact/signals";
import type { TopicStatus } from "@/web/live/client.ts";
import type { LiveValue } from "@/actors/runtime/types.ts";

export interface LiveTable {
  readonly status: ReadonlySignal<TopicStatus>;
  /** Ids of the rows there are, as they came. */
  readonly rows: ReadonlySignal<readonly string[]>;
  /** One field; the same signal each time. */
  field(row: string, field: string): ReadonlySignal<LiveValue | undefined>;
}

/** Reads a field where it is shown, so that only that spot is drawn again. */
export function read<Row, Field extends keyof Row & string>(
  table: LiveTable,
  row: string,
  field: Field,
): Row[Field] | undefined {
  return table.field(row, field).value as Row[Field] | undefined;
}

/** Reads several fields at once into an object; undefined while the row is not there. */
export function readRow<Row>(table: LiveTable, row: string, fields: readonly (keyof Row & string)[]): Row | undefined {
  if (!table.rows.value.includes(row)) return undefined;
  return Object.fromEntries(fields.map((field) => [field, table.field(row, field).value])) as Row;
}
