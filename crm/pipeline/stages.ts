/** Stages as deals meet them, read once a transaction: a bulk change asks for each record. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { BUILT_IN } from "@/crm/record/fields.ts";
import type { StageType } from "@/store/tables/sales.ts";

export interface Stage {
  id: string;
  pipeline: string;
  name: string;
  /** Percent. */
  probability: number;
  type: StageType;
  required: readonly string[];
  wipLimit: number | null;
  /** It or its pipeline is put away: deals may stand in it, none may enter. */
  archived: boolean;
}

/** Of table `s`. An own field that was put away is asked for no more: nobody could fill it in. */
export const requiredNow = sql<string[]>`array(select u.key from unnest(s.required) with ordinality u (key, n)
  where u.key = any(${[...BUILT_IN.deal.keys()]}::text[]) or exists (select from fields f
    where f.kind = 'deal' and f.key = u.key and f.archived_at is null) order by u.n)`;

const known = new WeakMap<Transaction<Database>, Promise<Stage[]>>();

/** All stages in the order of pipelines and of their columns. */
export function stagesIn(trx: Transaction<Database>): Promise<Stage[]> {
  let stages = known.get(trx);
  if (!stages) known.set(trx, stages = read(trx));
  return stages;
}

async function read(trx: Transaction<Database>): Promise<Stage[]> {
  const rows = await trx.selectFrom("stages as s").innerJoin("pipelines as p", "p.id", "s.pipeline_id")
    .select([
      "s.id",
      "s.pipeline_id",
      "s.name",
      "s.probability",
      "s.type",
      "s.wip_limit",
      "s.archived_at",
      "p.archived_at as pipeline_archived",
    ])
    .select(requiredNow.as("required"))
    .orderBy("p.position").orderBy("p.id").orderBy("s.position").orderBy("s.id").execute();
  return rows.map((row) => ({
    id: row.id,
    pipeline: row.pipeline_id,
    name: row.name,
    probability: row.probability,
    type: row.type,
    required: row.required,
    wipLimit: row.wip_limit,
    archived: row.archived_at !== null || row.pipeline_archived !== null,
  }));
}
