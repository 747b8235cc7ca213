/**
 * Values of a record as they were at a moment: those of today with later changes taken back, one event after another. What
 * was filled in later cannot leak into what is learnt, because it is not there. Pure.
 */
import type { Values } from "@/crm/record/types.ts";

export interface PastEvent {
  /** ms */
  at: number;
  type: string;
  data: Record<string, unknown>;
  /** null: the event does not say what was before. */
  before: Record<string, unknown> | null;
}

/**
 * A record that was written down after the moment (an import of old records) is given with its first known values.
 * @param events of the record, in their order
 */
export function rewind(now: Values, events: readonly PastEvent[], { at }: { at: number }): Values {
  const values: Values = { ...now };
  for (const event of events.toReversed()) {
    if (event.at <= at) break;
    if (event.type.endsWith(".created") || event.type.endsWith(".imported")) break;
    for (const key of new Set([...Object.keys(event.data), ...Object.keys(event.before ?? {})])) {
      if (key in values) values[key] = (event.before?.[key] ?? null) as Values[string];
    }
  }
  return values;
}

/** Whether an event up to the moment says what the field was: what plans are becomes the truth when a record is closed. */
export function isTold(events: readonly PastEvent[], { key, at }: { key: string; at: number }): boolean {
  return events.some((event) => event.at <= at && key in event.data);
}

/** When the field took one of these values, by the events; null when no event says so. */
export function momentOf(
  events: readonly PastEvent[],
  { key, among }: { key: string; among: readonly string[] },
): number | null {
  const found = events.findLast(({ data }) => among.includes(data[key] as string));
  return found?.at ?? null;
}
