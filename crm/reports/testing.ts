/** A year of sales put straight into the tables, for tests of reports. */
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import type { Files } from "@/crm/import/testing_deals.ts";
import { listPipelines, seedPipeline } from "@/crm/pipeline/mod.ts";
import type { Store } from "@/crm/records.ts";
import { SYSTEM } from "@/store/access.ts";

export interface Planted {
  pipeline: string;
  stages: { id: string; name: string; type: string }[];
  /** Ids by name. */
  people: Map<string, string>;
  teams: Map<string, string>;
  products: Map<string, string>;
}

/** Whole dollars of the files as cents. */
export const cents = (text: string) => Math.round(Number(text || 0) * 100);
/** The files say "GTXPro" where the catalogue says "GTX Pro". */
export const productOf = (name: string) => name === "GTXPro" ? "GTX Pro" : name;

/** Each deal is made at noon UTC of its first day and closed at noon of its last. */
export async function plant(store: Store, files: Files): Promise<Planted> {
  await seedPipeline(store, "en");
  const [{ id: pipeline, stages }] = await listPipelines(store, SYSTEM);
  const teams = new Map([...new Set(files.people.map((one) => one.regional_office))].map((name) => [name, newId()]));
  await store.db.insertInto("teams").values([...teams].map(([name, id]) => ({ id, name }))).execute();
  const people = new Map(files.people.map((one) => [one.sales_agent, newId()]));
  await sql`insert into users (id, login, sip_login, name, password_hash, team_id)
    select id, 'p' || n, 'p' || n, name, 'none', team from unnest(${[...people.values()]}::uuid[], ${[
    ...people.keys(),
  ]}::text[],
      ${files.people.map((one) => teams.get(one.regional_office)!)}::uuid[]) with ordinality u (id, name, team, n)`
    .execute(store.db);
  const products = new Map(files.products.map(({ product }) => [product, newId()]));
  await store.db.insertInto("products").values([...products].map(([name, id]) => ({ id, name }))).execute();
  const teamOf = new Map(files.people.map((one) => [one.sales_agent, teams.get(one.regional_office)!]));
  const by = (type: string) => stages.find((stage) => stage.type === type)!.id;
  const rows = files.deals.map((deal) => {
    const status = deal.deal_stage === "Won" ? "won" : deal.deal_stage === "Lost" ? "lost" : "open";
    const amount = status === "open" ? null : { minor: cents(deal.close_value), currency: "USD" };
    const name = productOf(deal.product);
    const created = `${deal.engage_date || "2017-10-01"}T12:00:00Z`;
    const closed = status === "open" ? null : `${deal.close_date}T12:00:00Z`;
    return {
      id: newId(),
      status,
      stage: by(status),
      amount,
      lines: [{
        product: products.get(name),
        name,
        quantity: 1,
        price: amount ?? { minor: 0, currency: "USD" },
        discount: 0,
      }],
      owner: people.get(deal.sales_agent)!,
      team: teamOf.get(deal.sales_agent)!,
      created,
      closed,
    };
  });
  for (let from = 0; from < rows.length; from += 5_000) {
    await sql`insert into deals (id, name, pipeline_id, stage_id, status, amount, probability, lines, closed_at, owner_id,
        team_id, stage_since, created_at)
      select id, 'Deal', ${pipeline}::uuid, stage, status, nullif(amount, 'null'),
        case status when 'won' then 100 when 'lost' then 0 else 10 end, lines, closed, owner, team,
        coalesce(closed, created), created
      from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 5_000))}::jsonb) as t (id uuid, status text,
        stage uuid, amount jsonb, lines jsonb, owner uuid, team uuid, created timestamptz, closed timestamptz)`
      .execute(store.db);
  }
  return { pipeline, stages, people, teams, products };
}
