/** Events of a period, the newest first, a bounded number of them. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import type { EventRow } from "@/crm/automation/dispatch.ts";

const BITE = 2_000;
export const MOST_LOOKED = 50_000;

/** Kinds that rules are about. */
const KINDS = ["lead", "contact", "company", "deal", "task", "call", "automation-rule"];

export async function* pastEvents(
  trx: Transaction<Database>,
  { from, to }: { from: Date; to: Date },
): AsyncGenerator<EventRow> {
  const first = await positionAt(trx, from);
  let last = await positionAt(trx, to);
  for (let looked = 0; looked < MOST_LOOKED;) {
    const { rows } = await sql<
      EventRow & { position: string }
    >`select e.position::text as position, e.seq, e.id, e.type,
      e.entity_kind as kind, e.entity_id as entity, e.at, e.actor, e.origin, e.cause, e.depth, e.quiet, e.data, e.before
      from events e where e.position >= ${first} and e.position < ${last} and e.entity_kind = any(${KINDS}::text[])
      order by e.position desc limit ${BITE}`.execute(trx);
    for (const { position: _, ...row } of rows) yield row;
    looked += rows.length;
    if (rows.length < BITE) return;
    last = rows[rows.length - 1].position;
  }
}

/**
 * Position of the first event at or after a moment, or one past the last: by halving, since positions grow with time
 * and `at` has no index.
 */
async function positionAt(trx: Transaction<Database>, at: Date): Promise<string> {
  const { rows: [{ low, high }] } = await sql<{ low: string; high: string }>`
    select coalesce(min(position), 1)::text as low, (coalesce(max(position), 0) + 1)::text as high from events`
    .execute(trx);
  let [from, to] = [BigInt(low), BigInt(high)];
  while (from < to) {
    const middle = (from + to) / 2n;
    const { rows: [row] } = await sql<{ position: string; at: Date }>`select position::text as position, at from events
      where position >= ${middle.toString()} order by position limit 1`.execute(trx);
    if (!row || row.at >= at) to = middle;
    else from = BigInt(row.position) + 1n;
  }
  return from.toString();
}
