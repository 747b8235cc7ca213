/** Open cards hear of calls that ended: those of whoever has the number, and of deals with that person. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";

/** Records that are told of one batch; more are many calls at once, and pages read themselves anew when looked at. */
const MOST = 200;
/** A payload of NOTIFY has 8,000 bytes at most. */
const AT_ONCE = 100;

export async function tellCallers(
  trx: Transaction<Database>,
  calls: readonly { number: string; contact?: string | null }[],
): Promise<void> {
  const numbers = [...new Set(calls.map(({ number }) => number).filter((number) => number.startsWith("+")))];
  const named = [...new Set(calls.flatMap(({ contact }) => contact ? [contact] : []))];
  if (numbers.length === 0 && named.length === 0) return;
  const { rows } = await sql<{ kind: string; id: string }>`
    with who as (
      select p.kind, p.record_id as id from record_points p where p.point = any(${numbers})
      union select 'contact', unnest(${named}::uuid[]) limit ${MOST})
    select kind, id from who
    union select 'deal', d.id from who w join deals d on d.lead_id = w.id where w.kind = 'lead'
    union select 'deal', d.id from who w join deals d on d.contacts @> jsonb_build_array(w.id) where w.kind = 'contact'
    limit ${MOST}`.execute(trx);
  for (const [kind, found] of Map.groupBy(rows, (row) => row.kind)) {
    for (let at = 0; at < found.length; at += AT_ONCE) {
      const ids = found.slice(at, at + AT_ONCE).map(({ id }) => id);
      await sql`select pg_notify('records', ${JSON.stringify({ kind, ids })})`.execute(trx);
    }
  }
}
