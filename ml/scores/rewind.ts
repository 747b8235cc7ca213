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

export interface Rewound {
  values: Values;
  /** The record was written down after the moment (an import of old records): these are its first known values. */
  late: boolean;
}

/** @param events of the record, in their order */
export function rewind(now: Values, events: readonly PastEvent[], { at }: { at: number }): Rewound {
  const values: Values = { ...now };
  let late = false;
  for (const event of events.toReversed()) {
    if (event.at <= at) break;
    if (event.type.endsWith(".created") || event.type.endsWith(".imported")) {
      late = true;
      break;
    }
    for (const key of new Set([...Object.keys(event.data), ...Object.keys(event.before ?? {})])) {
      if (key in values) values[key] = (event.before?.[key] ?? null) as Values[string];
    }
  }
  return { values, late };
}

/** When the field took one of these values, by the events; null when no event says so. */
export function momentOf(
  events: readonly PastEvent[],
  { key, among }: { key: string; among: readonly string[] },
): number | null {
  const found = events.findLast(({ data }) => among.includes(data[key] as string));
  return found?.at ?? null;
}
