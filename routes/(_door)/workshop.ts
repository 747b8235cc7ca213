/** What the page of a new model offers: queues with their past, and own records with outcomes. Two cheap queries each. */
import { sql } from "kysely";
import { listQueueNames } from "@/crm/queues/mod.ts";
import { readNumbers } from "@/crm/queues/numbers.ts";
import { dayNumber } from "@/ml/calendar/days.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import type { Access } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import type { QueueChoice, RecordsChoice } from "@/components/workshop/types.ts";
import { prettyNumber } from "@/components/time/format.ts";

const LAST_DAYS = 28;

/** Those with the most calls first. */
export async function queueChoices(
  store: Store,
  access: Access,
  asked: { models: readonly ModelRow[]; today: string; timeZone: string },
): Promise<QueueChoice[]> {
  const { models, today, timeZone } = asked;
  const [names, numbers, past] = await Promise.all([
    listQueueNames(store, access),
    readNumbers(store.db),
    sql<{ id: string; since: string | null; calls: number; open: number }>`
      select q.id, (select (c.started_at at time zone ${timeZone})::date::text from calls c
          where c.queue_id = q.id and c.direction = 'inbound' and ${REAL} order by c.started_at limit 1) as since,
        coalesce(p.calls, 0)::int as calls, coalesce(p.open, 0)::int as open
      from queues q left join lateral (
        select count(*) as calls, count(distinct (c.started_at at time zone ${timeZone})::date) as open from calls c
        where c.queue_id = q.id and c.direction = 'inbound' and ${REAL}
          and c.started_at >= (${today}::date - ${LAST_DAYS}::int)::timestamp at time zone ${timeZone}
          and c.started_at < ${today}::date::timestamp at time zone ${timeZone}
      ) p on true where q.archived_at is null`.execute(store.reports),
  ]);
  const pastOf = new Map(past.rows.map((row) => [row.id, row]));
  return names.filter(({ archived }) => !archived).map(({ id, name }) => {
    const { since = null, calls = 0, open = 0 } = pastOf.get(id) ?? {};
    const model = models.find(({ queue, dataset }) => dataset.from === "calls" && queue?.id === id);
    return {
      id,
      name,
      perDay: open > 0 ? Math.round(calls / open) : null,
      since,
      days: since === null ? 0 : Math.max(0, dayNumber(today) - dayNumber(since)),
      numbers: numbers.filter(({ queue }) => queue === id)
        .map(({ did, label }) => ({
          value: did,
          label: label ? `${prettyNumber(did)} · ${label}` : prettyNumber(did),
        })),
      model: model ? { id: model.id, name: model.name } : null,
    };
  }).sort((a, b) => (b.perDay ?? 0) - (a.perDay ?? 0));
}

/** The demo's calls are no real company's demand. */
const REAL = sql`(not c.demo or (select demo from site_settings))`;

export async function recordsChoices(store: Store, models: readonly ModelRow[]): Promise<RecordsChoice[]> {
  const { rows } = await sql<{ kind: "lead" | "deal"; won: number; closed: number }>`
    select 'lead' as kind, (count(*) filter (where status = 'converted'))::int as won, count(*)::int as closed
      from leads where archived_at is null and status in ('converted', 'disqualified')
    union all
    select 'deal', (count(*) filter (where status = 'won'))::int, count(*)::int
      from deals where archived_at is null and status in ('won', 'lost')`.execute(store.reports);
  return rows.map((row) => {
    const model = models.find(({ recordKind }) => recordKind === row.kind);
    return { ...row, model: model ? { id: model.id, name: model.name } : null };
  });
}
