/** Actors whose journal began lately and has not ended: what a crash may have kept from the records. */
import { sql } from "kysely";
import type { Store } from "../store.ts";

export interface UnendedOptions {
  /** Kind of actor, for example `call`. */
  kind: string;
  /** The event's `type` that ends such an actor. */
  ends: string;
  /** Only entries since then are read (a block range index finds them). */
  since: Date;
}

/** Keys of the actors, oldest entry first. */
export async function unended(store: Store, options: UnendedOptions): Promise<string[]> {
  const { kind, ends, since } = options;
  const { rows } = await sql<{ stream: string }>`
    select stream from journal
    where at >= ${since} and stream >= ${`${kind}/`} and stream < ${`${kind}0`}
    group by stream
    having not bool_or(event ->> 'type' = ${ends}) is true
    order by min(at)`.execute(store.db);
  return rows.map(({ stream }) => stream.slice(kind.length + 1));
}
