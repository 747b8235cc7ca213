/** The way of deals through their stages as another system has recorded it, in place of what their insertion logged. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";

export interface DealHistory {
  deal: string;
  /** In the order of time; the last is the present stage. */
  steps: readonly { stage: string; at: string }[];
  /** Who moved it; null: nobody knows. */
  actor: string | null;
}

/** For deals that were just inserted in this transaction: nobody has moved them yet. */
export async function writeHistory(trx: Transaction<Database>, histories: readonly DealHistory[]): Promise<void> {
  if (histories.length === 0) return;
  const rows = histories.flatMap(({ deal, steps, actor }) =>
    steps.map(({ stage, at }, n) => ({
      deal,
      n,
      actor,
      at,
      from: n === 0 ? null : steps[n - 1].stage,
      to: stage,
      seconds: n === 0 ? null : Math.max(0, Math.round((Date.parse(at) - Date.parse(steps[n - 1].at)) / 1_000)),
    }))
  );
  await sql`delete from stage_log where deal_id = any(${histories.map(({ deal }) => deal)}::uuid[])`.execute(trx);
  await sql`insert into stage_log (deal_id, pipeline_id, from_stage, to_stage, at, seconds, actor)
    select t.deal, s.pipeline_id, t."from", t."to", t.at, t.seconds, t.actor
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (deal uuid, n int, actor uuid, at timestamptz, "from" uuid, "to" uuid, seconds bigint)
    join stages s on s.id = t."to" order by t.deal, t.n`.execute(trx);
}
