/**
 * The final order of events. `position` is drawn when an event is written, which is before its transaction commits: a
 * reader that remembers a position skips whatever commits late below it, and waiting for older transactions
 * (`tx < pg_snapshot_xmin`) does not mend that, since a transaction begun early may draw late. So numbers are given
 * afterwards, to events that are committed: one that commits late gets a later number. Two events of one record stay in
 * their order, because the second one's writer waited for the first one's commit: whoever sees the second sees both.
 */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";

/** Given numbers at once: an import of 100,000 rows must not hold the order for long. */
const BITE = 5_000;
/** Any number nobody else uses: those who give numbers wait for each other on it. */
const LOCK = 7_226_009;

/** Gives numbers to what was committed since. Cheap when there is nothing. */
export async function orderEvents(store: Store): Promise<void> {
  for (;;) {
    const waiting = await store.db.selectFrom("events").select("position").where("seq", "is", null).limit(1)
      .executeTakeFirst();
    if (!waiting || await giveNumbers(store) < BITE) return;
  }
}

async function giveNumbers(store: Store): Promise<number> {
  return await store.tx(async (trx) => {
    // A statement of its own: the next one sees what the one before us committed.
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
    const { numAffectedRows } = await sql`
      with last as (select coalesce(max(seq), 0) as seq from events),
      next as (
        select position, row_number() over (order by position) as n
        from (select position from events where seq is null order by position limit ${BITE}) as found
      )
      update events e set seq = last.seq + next.n from next, last where e.position = next.position`.execute(trx);
    return Number(numAffectedRows ?? 0);
  });
}
