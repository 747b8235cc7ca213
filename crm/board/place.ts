/** Puts a deal between two others of its column. */
import { sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";
import { tell } from "@/crm/record/bulk.ts";
import { between, compareRanks, spread } from "@/crm/board/rank.ts";

/** Room that is left above a card on top, so that the next one to enter the stage stands over it. */
const STEP = "0.001";

interface Neighbour {
  id: string;
  rank: string;
}

interface Place {
  deal: string;
  stage: string;
  /** The card above, as the person saw it. */
  after: string | null;
  /** The card below. */
  before: string | null;
}

/**
 * The rank at the wanted place. Cards that went elsewhere meanwhile are no neighbours any more: the other one decides,
 * and without both the deal stands on top. Cards of one rank (imports) are told apart first.
 */
export async function rankFor(trx: Transaction<Database>, place: Place): Promise<string> {
  const above = await upper(trx, place);
  const [below] = await neighbours(trx, place, above ? { beyond: above } : {});
  if (!above) return await onTop(trx, below);
  if (!below) return between(above.rank, null)!;
  return between(above.rank, below.rank) ?? await separate(trx, place, above);
}

/** Whether the deal already stands there: right below `after`, or right above `before`. */
export async function standsAt(trx: Transaction<Database>, place: Place & { rank: string }): Promise<boolean> {
  const above = await upper(trx, place);
  const [below] = await neighbours(trx, place, above ? { beyond: above } : {});
  const under = !above || compareRanks(above.rank, place.rank) < 0;
  return under && (!below || compareRanks(place.rank, below.rank) < 0);
}

async function upper(trx: Transaction<Database>, place: Place): Promise<Neighbour | null> {
  const { after, before, stage, deal } = place;
  const { rows } = await sql<Neighbour>`select id, rank from deals
    where id = any(${[after, before].filter((id) => id !== null && id !== deal)}::uuid[])
      and stage_id = ${stage}::uuid and archived_at is null`.execute(trx);
  const above = rows.find(({ id }) => id === after);
  if (above) return above;
  const below = rows.find(({ id }) => id === before);
  if (!below) return null;
  return (await neighbours(trx, place, { above: below }))[0] ?? null;
}

/** The next card of the column in one direction, or its first. */
async function neighbours(
  trx: Transaction<Database>,
  { stage, deal }: Place,
  from: { beyond?: Neighbour; above?: Neighbour },
): Promise<Neighbour[]> {
  const { beyond, above } = from;
  const where = beyond
    ? sql`(rank, id) > (${beyond.rank}::numeric, ${beyond.id}::uuid)`
    : above
    ? sql`(rank, id) < (${above.rank}::numeric, ${above.id}::uuid)`
    : sql`true`;
  const direction = sql.raw(above ? "desc" : "asc");
  const { rows } = await sql<Neighbour>`select id, rank from deals
    where stage_id = ${stage}::uuid and archived_at is null and id <> ${deal}::uuid and ${where}
    order by rank ${direction}, id ${direction} limit 1`.execute(trx);
  return rows;
}

/** As the trigger does it (migration 0014), and over whatever stands there. */
async function onTop(trx: Transaction<Database>, first: Neighbour | undefined): Promise<string> {
  const { rows: [{ rank }] } = await sql<{ rank: string }>`select least(-extract(epoch from clock_timestamp()),
    ${first?.rank ?? null}::numeric - ${STEP}::numeric)::text as rank`.execute(trx);
  return rank;
}

/** Cards of the same rank below the place get ranks of their own; whoever looks at them is told. */
async function separate(trx: Transaction<Database>, { stage, deal }: Place, above: Neighbour): Promise<string> {
  const { rows: same } = await sql<{ id: string }>`select id from deals where stage_id = ${stage}::uuid
    and archived_at is null and id <> ${deal}::uuid and rank = ${above.rank}::numeric and id > ${above.id}::uuid
    order by id for update`.execute(trx);
  const { rows: [{ next }] } = await sql<{ next: string | null }>`select min(rank)::text as next from deals
    where stage_id = ${stage}::uuid and archived_at is null and rank > ${above.rank}::numeric`.execute(trx);
  const [rank, ...ranks] = spread(above.rank, next, { count: same.length + 1 })!;
  const ids = same.map(({ id }) => id);
  await sql`update deals d set rank = v.rank from unnest(${ids}::uuid[], ${ranks}::numeric[]) v (id, rank)
    where d.id = v.id`.execute(trx);
  await tell(trx, "deal", ids);
  return rank;
}
