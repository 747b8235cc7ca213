/** Two pipelines that differ in one thing: the first column of one holds 50 deals, that of the other 50,000. */
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Store } from "@/crm/records.ts";
import type { World } from "../records/generate.ts";

const STAGES = [
  ["New", "open", 10],
  ["Qualification", "open", 25],
  ["Proposal", "open", 50],
  ["Negotiation", "open", 75],
  ["Won", "won", 100],
  ["Lost", "lost", 0],
] as const;

export interface Pipeline {
  id: string;
  /** In their order; the first is the column that differs. */
  stages: string[];
}

/** @param options.first deals in the first column; the others hold 50 each */
export async function pipeline(
  store: Store,
  options: { name: string; first: number; world: World },
): Promise<Pipeline> {
  const { name, first, world } = options;
  const id = newId();
  await store.db.insertInto("pipelines").values({ id, name }).execute();
  const stages: string[] = [];
  for (const [position, [name, type, probability]] of STAGES.entries()) {
    const stage = newId();
    stages.push(stage);
    await store.db.insertInto("stages").values({
      id: stage,
      pipeline_id: id,
      name,
      type,
      probability,
      rotten_days: type === "open" ? 14 : null,
      wip_limit: null,
      position,
    }).execute();
    await deals(store, { pipeline: id, stage, type, probability, world, count: position === 0 ? first : 50 });
  }
  await sql`analyze deals`.execute(store.db);
  return { id, stages };
}

/** Owners take turns over all teams; entered one a minute, the newest on top. */
async function deals(
  store: Store,
  options: { pipeline: string; stage: string; type: string; probability: number; world: World; count: number },
): Promise<void> {
  const { pipeline, stage, type, probability, world, count } = options;
  const owners = world.users.flatMap((users, team) => users.map((user) => ({ user, team: world.teams[team] })));
  await sql`
    insert into deals (id, name, pipeline_id, stage_id, status, amount, probability, company, owner_id, team_id,
      stage_since, created_at, closed_at, rank)
    select gen_random_uuid(), 'Deal ' || n, ${pipeline}::uuid, ${stage}::uuid, ${type},
      jsonb_build_object('minor', 100000 * (1 + n % 90), 'currency', 'RUB'), ${probability}, 'Company ' || n % 977,
      (o.list ->> 'user')::uuid, (o.list ->> 'team')::uuid, at, at, case when ${type} <> 'open' then at end,
      -extract(epoch from at)
    from generate_series(1, ${count}::int) n,
      lateral (select ${JSON.stringify(owners)}::jsonb -> (n % ${owners.length})::int as list) o,
      lateral (select now() - make_interval(mins => n) as at) m`.execute(store.db);
}
