/** What happened to the demo's leads before anybody looked, so that cards have a past. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import type { DemoLead } from "@/crm/demo/leads.ts";

/** Events of how each lead came and was answered, and what agents noted. */
export async function writePast(
  trx: Transaction<Database>,
  options: { leads: readonly DemoLead[]; comments: readonly string[]; random: () => number },
): Promise<void> {
  const { leads, comments, random } = options;
  const event = (
    lead: DemoLead,
    at: number,
    change: { type: string; actor: string; before?: unknown; after: unknown },
  ) => ({
    event: newId(),
    audit: newId(),
    at: new Date(at),
    id: lead.id,
    ...change,
  });
  const rows = leads.flatMap((lead) => {
    const { row, answered } = lead;
    const made = event(lead, lead.at, {
      type: "lead.created",
      actor: "system",
      after: { name: row.name, phones: row.phones, status: "new", source: row.source_id },
    });
    if (answered === null || !row.owner_id) return [made];
    const moved = event(lead, answered, {
      type: "lead.updated",
      actor: row.owner_id,
      before: { status: "new" },
      after: { status: row.status, ...(row.reason ? { reason: row.reason } : {}) },
    });
    return [made, moved];
  }).sort((a, b) => a.at.getTime() - b.at.getTime());
  const list = sql`jsonb_to_recordset(${
    JSON.stringify(rows)
  }::jsonb) t (event uuid, audit uuid, at timestamptz, id text,
    type text, actor text, before jsonb, after jsonb)`;
  await sql`with event as (insert into events (id, at, type, entity_kind, entity_id, actor, origin, quiet, data)
      select event, at, type, 'lead', id, actor, case actor when 'system' then 'system' else 'web' end, true, after from ${list})
    insert into audit (id, at, actor, origin, action, entity_kind, entity_id, event_id, before, after)
      select audit, at, actor, case actor when 'system' then 'system' else 'web' end, type, 'lead', id, event, before, after
      from ${list}`.execute(trx);
  const notes = leads.filter((lead) => lead.answered !== null && lead.row.owner_id && random() < 0.45).map((lead) => ({
    id: newId(),
    kind: "lead",
    record_id: lead.id,
    body: comments[Math.floor(random() * comments.length)],
    author: lead.row.owner_id,
    created_at: new Date((lead.answered ?? lead.at) + 60_000),
  }));
  await sql`insert into notes (id, kind, record_id, body, author, created_at)
    select id, kind, record_id, body, author, created_at
    from jsonb_populate_recordset(null::notes, ${JSON.stringify(notes)}::jsonb)`.execute(trx);
}
