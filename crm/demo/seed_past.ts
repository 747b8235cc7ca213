/** Writes the demo's months of calls in the background: small batches, the newest first, a mark when all is there. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";
import { addDays } from "@/crm/calendar/zone.ts";
import { callsOfDay, type LongPastPlan, type PastCall } from "@/crm/demo/long_past.ts";
import { AGENTS, DEMO_DIDS, DEMO_QUEUES, type DemoQueue } from "@/crm/demo/plan.ts";

/** With the two weeks of the full history: twenty weeks. */
const WEEKS = 18;
const BATCH = 1_000;
/** Depends on nothing but the seed: an interrupted start is gone on with, a second one adds nothing. */
const MARK = "demo-past-complete";

/**
 * Eighteen weeks of calls before the demo's first, when the demo company has a history and they are not there yet.
 * Returns how many were written.
 */
export async function seedDemoPast(store: Store, options: { seed?: number; weeks?: number } = {}): Promise<number> {
  const seed = options.seed ?? 1;
  const { rows: [known] } = await sql<{ first: string | null; complete: boolean }>`
    select (select (min(started_at) at time zone 'Europe/Moscow')::date::text from calls
        where demo and id not like 'demo-past-%') as first,
      exists (select 1 from calls where id = ${MARK}) as complete
    from site_settings where demo`.execute(store.db);
  if (!known || known.complete || known.first === null) return 0;
  const plan = await planOf(store, seed);
  if (!plan) return 0;
  const until = known.first;
  let count = 0;
  let batch: PastCall[] = [];
  const write = async () => {
    if (batch.length === 0) return;
    await insert(store, batch);
    count += batch.length;
    batch = [];
  };
  const days = 7 * (options.weeks ?? WEEKS);
  for (let n = 1; n <= days; n++) {
    batch.push(...callsOfDay(plan, addDays(until, -n)).reverse());
    if (n === days && batch.length > 0) batch[batch.length - 1] = { ...batch[batch.length - 1], id: MARK };
    if (batch.length >= BATCH || n === days) await write();
  }
  return count;
}

async function planOf(store: Store, seed: number): Promise<LongPastPlan | null> {
  const numbers = await store.db.selectFrom("numbers").select(["did", "queue_id"]).execute();
  const queues = Object.fromEntries(
    DEMO_QUEUES.map((queue) => [queue, numbers.find(({ did }) => did === DEMO_DIDS[queue])?.queue_id]),
  );
  if (Object.values(queues).some((id) => id === undefined)) return null;
  const people = await store.db.selectFrom("users").innerJoin("user_roles", "user_roles.user_id", "users.id")
    .where("demo", "=", true).where("user_roles.role", "=", "agent").select("users.id").orderBy("users.id").execute();
  const serving = (queue: DemoQueue) =>
    people.slice(0, AGENTS.length).filter((_, n) => queue in AGENTS[n].queues).map(({ id }) => id);
  return {
    seed,
    queues: queues as Record<DemoQueue, string>,
    agents: { sales: serving("sales"), support: serving("support"), delivery: serving("delivery") },
  };
}

/** One statement; nobody is told of calls that are months old. */
async function insert(store: Store, batch: readonly PastCall[]): Promise<void> {
  await sql`insert into calls (id, direction, number, did, queue_id, agent_id, team_id, started_at, queued_at,
      answered_at, ended_at, wait_ms, talk_ms, wrap_ms, outcome, end_reason, disposition, revision, demo)
    select t.id, 'inbound', t.number, t.did, t.queue_id, t.agent_id, u.team_id, t.started_at, t.queued_at,
      t.answered_at, t.ended_at, t.wait_ms, t.talk_ms, t.wrap_ms, t.outcome, t.end_reason, t.disposition, 1, true
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as t (id text, number text, did text, queue_id uuid,
      agent_id uuid, started_at timestamptz, queued_at timestamptz, answered_at timestamptz, ended_at timestamptz,
      wait_ms integer, talk_ms integer, wrap_ms integer, outcome text, end_reason text, disposition text)
    left join users u on u.id = t.agent_id
    on conflict (id) do nothing`.execute(store.db);
}
