/** Ten thousand reminders that become due within a minute: how late the running product delivers them. */
import { sql } from "kysely";
import { percentile, round } from "../records/figures.ts";
import type { SalesSite } from "./site.ts";

const BEGIN_MS = 20_000;
const WITHIN_MS = 60_000;
/** Longest that is waited for after the last one is due. */
const PATIENCE_MS = 120_000;

export async function reminders(site: SalesSite, count: number): Promise<Record<string, number>> {
  const { store, world } = site;
  const owners = world.users.flat();
  const begin = new Date(Date.now() + BEGIN_MS);
  await sql`insert into tasks (id, name, due_at, reminders, owner_id, team_id, creator_id)
    select gen_random_uuid(), 'Task ' || n, ${begin}::timestamptz + n * ${WITHIN_MS / count} * interval '1 millisecond',
      '[{"minutes": 0, "channels": ["app"]}]', u.id, u.team_id, u.id
    from generate_series(1, ${count}::int) n
      join lateral (select id, team_id from users where id = (${
    sql.val(owners)
  }::uuid[])[1 + n % ${owners.length}]) u on true`
    .execute(store.db);
  const until = begin.getTime() + WITHIN_MS + PATIENCE_MS;
  for (;;) {
    const { rows: [{ n }] } = await sql<{ n: number }>`select count(*)::int as n from notice_deliveries
      where state = 'scheduled' and task_id is not null`.execute(store.db);
    if (n === 0) break;
    if (Date.now() > until) throw new Error(`${n} reminders were not delivered`);
    await new Promise((wake) => setTimeout(wake, 500));
  }
  const { rows } = await sql<{ late: number; state: string }>`select
    extract(epoch from delivered_at - at)::float8 * 1000 as late, state
    from notice_deliveries where task_id is not null and at >= ${begin}`.execute(store.db);
  const late = rows.filter(({ state }) => state === "delivered").map(({ late }) => late);
  if (late.length !== count) throw new Error(`${late.length} of ${count} reminders were delivered`);
  return {
    reminder_late_p50_ms: round(percentile(late, 0.5)),
    reminder_late_p99_ms: round(percentile(late, 0.99)),
    reminder_late_max_ms: round(Math.max(...late)),
  };
}
