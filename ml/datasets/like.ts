/** A queue that is new begins with another one's history, scaled to its size. */
import { sql } from "kysely";
import { dayOfRow, totalsOf } from "@/ml/datasets/rows.ts";
import type { FilledRow } from "@/ml/datasets/grid.ts";
import type { DataQuality } from "@/ml/datasets/types.ts";
import type { Store } from "@/store/store.ts";

export type Likeness = NonNullable<DataQuality["like"]>;

/** Days of both queues that tell the share. */
const ENOUGH_DAYS = 5;
const LATEST_DAYS = 28;

/** The share: as given, from the days that both have, from the number of people who serve them, else the whole. */
export async function likeness(
  store: Store,
  asked: { queue: string; like: { queue: string; share: number | null }; own: FilledRow[]; other: FilledRow[] },
): Promise<Likeness> {
  const { queue, like, own, other } = asked;
  if (like.share !== null) return { share: like.share, told: "given", days: 0 };
  const byDays = shareOfDays(own, other);
  if (byDays) return { ...byDays, told: "days" };
  const { rows: [people] } = await sql<{ own: number; other: number }>`
    select count(*) filter (where queue_id = ${queue}::uuid)::int as own,
      count(*) filter (where queue_id = ${like.queue}::uuid)::int as other from queue_members`.execute(store.db);
  if (people.own > 0 && people.other > 0) return { share: people.own / people.other, told: "people", days: 0 };
  return { share: 1, told: "whole", days: 0 };
}

/** By the latest days that both queues worked on, without the own first one, which may be half a day. Pure. */
export function shareOfDays(own: FilledRow[], other: FilledRow[]): { share: number; days: number } | null {
  const [mine, theirs] = [totalsOf(own), totalsOf(other)];
  const both = [...mine.keys()].sort().slice(1).filter((day) => (mine.get(day) ?? 0) > 0 && (theirs.get(day) ?? 0) > 0)
    .slice(-LATEST_DAYS);
  if (both.length < ENOUGH_DAYS) return null;
  const sum = (totals: Map<string, number>) => both.reduce((all, day) => all + totals.get(day)!, 0);
  return { share: sum(mine) / sum(theirs), days: both.length };
}

/** The other's rows before the own ones, scaled. Pure. */
export function scaledBefore(other: readonly FilledRow[], own: readonly FilledRow[], share: number): FilledRow[] {
  const first = own.length > 0 ? dayOfRow(own[0]) : null;
  return other.filter((row) => first === null || dayOfRow(row) < first)
    .map(({ at, calls }) => ({ at, calls: calls * share }));
}
