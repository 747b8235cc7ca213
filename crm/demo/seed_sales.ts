/** Products, deals and tasks of the demo company, with the way of each deal through the stages. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { newId } from "@/crm/ids.ts";
import { seeded } from "@/telephony/simulator/random.ts";
import { type DemoDeal, demoDeals, demoDealsBefore } from "@/crm/demo/deals.ts";
import type { DemoLead } from "@/crm/demo/leads.ts";
import { type DemoTask, demoTasks } from "@/crm/demo/tasks.ts";
import sales from "@/crm/demo/sales.json" with { type: "json" };

const BEFORE_SEED = 41;

export interface DemoSales {
  random: () => number;
  now: number;
  locale: "ru" | "en";
  currency: string;
  owners: readonly { id: string; team: string; weight: number }[];
  companies: readonly { id: string; name: string }[];
  contacts: readonly { id: string; name: string; company: string }[];
  leads: readonly DemoLead[];
}

export async function seedDemoSales(trx: Transaction<Database>, options: DemoSales): Promise<void> {
  const texts = sales[options.locale];
  const { currency } = options;
  const products = texts.products.map(([name, sku, price]) => ({
    id: newId(),
    name: `${name}`,
    sku: `${sku}`,
    price: Number(price),
  }));
  await trx.insertInto("products").values(products.map(({ price, ...product }) => ({
    ...product,
    price: JSON.stringify({ minor: price, currency }),
  }))).execute();
  const stages = await trx.selectFrom("stages").select(["id", "pipeline_id", "type", "probability"]).orderBy("position")
    .execute();
  const reasons = await trx.selectFrom("loss_reasons").select("id").orderBy("position").execute();
  const lossReasons = reasons.map(({ id }) => id);
  const plan = { ...options, texts, products, lossReasons, stages, pipeline: stages[0].pipeline_id };
  const deals = demoDeals(plan);
  // Of a seed of their own: what was made before stays as it was.
  const before = demoDealsBefore({ ...plan, random: seeded(BEFORE_SEED) });
  const all = [...before, ...deals];
  await write(
    trx,
    "deals",
    all.map(({ id, at, way, row }) => ({
      id,
      ...row,
      rank: null,
      ...stamps(at, way[way.length - 1].at),
    })),
  );
  await writeWays(trx, all);
  const supervisors = await trx.selectFrom("users").innerJoin("user_roles", "user_roles.user_id", "users.id")
    .where("demo", "=", true).where("user_roles.role", "=", "supervisor").select(["users.id", "team_id as team"])
    .orderBy("users.id").execute();
  const tasks = demoTasks({
    ...options,
    texts,
    deals,
    supervisors: supervisors.flatMap(({ id, team }) => team ? [{ id, team }] : []),
  });
  await write(trx, "tasks", tasks.map(({ id, at, row }) => ({ id, ...row, ...stamps(at, at) })));
  await writeEvents(trx, [...all.flatMap(dealEvents), ...tasks.flatMap(taskEvents)]);
}

const stamps = (created: number, updated: number) => ({
  created_at: new Date(created),
  updated_at: new Date(updated),
  demo: true,
});

/** Rows of one shape; columns that they do not have keep the table's defaults. */
async function write(
  trx: Transaction<Database>,
  table: "deals" | "tasks",
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(Object.keys(rows[0]).map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${names}) select ${names}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
}

/** The trigger wrote that each deal began where it stands; how it really came there takes that place. */
async function writeWays(trx: Transaction<Database>, deals: readonly DemoDeal[]): Promise<void> {
  const rows = deals.flatMap(({ id, way, row }) =>
    way.map(({ stage, at }, n) => ({
      deal_id: id,
      pipeline_id: row.pipeline_id,
      from_stage: way[n - 1]?.stage.id ?? null,
      to_stage: stage.id,
      at: new Date(at),
      seconds: n === 0 ? null : Math.round((at - way[n - 1].at) / 1_000),
      actor: row.owner_id,
    }))
  );
  await trx.deleteFrom("stage_log").where("deal_id", "in", deals.map(({ id }) => id)).execute();
  await sql`insert into stage_log (deal_id, pipeline_id, from_stage, to_stage, at, seconds, actor)
    select deal_id, pipeline_id, from_stage, to_stage, at, seconds, actor
    from jsonb_populate_recordset(null::stage_log, ${JSON.stringify(rows)}::jsonb) order by at`.execute(trx);
}

interface PastEvent {
  at: number;
  kind: "deal" | "task";
  id: string;
  type: string;
  actor: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown>;
}

function dealEvents({ id, at, way, row }: DemoDeal): PastEvent[] {
  return way.map(({ stage, at: moved }, n) => ({
    at: n === 0 ? at : moved,
    kind: "deal",
    id,
    type: n === 0 ? "deal.created" : "deal.updated",
    actor: row.owner_id,
    before: n === 0 ? null : { stage: way[n - 1].stage.id, status: way[n - 1].stage.type },
    after: n === 0
      ? { name: row.name, stage: stage.id, amount: row.amount, company: row.company }
      : { stage: stage.id, status: stage.type },
  }));
}

function taskEvents({ id, at, row }: DemoTask): PastEvent[] {
  const made: PastEvent = {
    at,
    kind: "task",
    id,
    type: "task.created",
    actor: row.creator_id,
    before: null,
    after: { name: row.name, type: row.type, due: row.due_at, ...(row.deal_id ? { deal: row.deal_id } : {}) },
  };
  if (row.done_at === null) return [made];
  const after = { status: row.status, result: row.result };
  const done = { ...made, at: Date.parse(row.done_at), type: "task.updated", before: { status: "open" }, after };
  return [made, done];
}

async function writeEvents(trx: Transaction<Database>, events: readonly PastEvent[]): Promise<void> {
  const rows = [...events].sort((a, b) => a.at - b.at)
    .map((event) => ({ ...event, at: new Date(event.at), event: newId(), audit: newId() }));
  await sql`with past as (
      select * from jsonb_to_recordset(${
    JSON.stringify(rows)
  }::jsonb) t (event uuid, audit uuid, at timestamptz, kind text,
        id text, type text, actor text, before jsonb, after jsonb)
    ), event as (
      insert into events (id, at, type, entity_kind, entity_id, actor, origin, quiet, data)
      select event, at, type, kind, id, actor, 'web', true, after from past order by at
    )
    insert into audit (id, at, actor, origin, action, entity_kind, entity_id, event_id, before, after)
    select audit, at, actor, 'web', type, kind, id, event, before, after from past`.execute(trx);
}
