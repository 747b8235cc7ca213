/** SQL of the leases. Time is the database's own, so that nodes' clocks need not agree. Rows are locked in one order. */
import type pg from "pg";
import type { ProcessIdentity } from "./identity.ts";

export interface Held {
  shard: number;
  epoch: number;
}

type Queryable = Pick<pg.Pool, "query">;

export async function makeShards(db: Queryable, shards: number): Promise<void> {
  await db.query("insert into shards (shard) select generate_series(0, $1 - 1) on conflict do nothing", [shards]);
  const { rows } = await db.query<{ n: number }>("select count(*)::int as n from shards");
  if (rows[0].n === shards) return;
  throw new Error(`this database was set up with ${rows[0].n} shards, not ${shards}: their number cannot change`);
}

export async function registerNode(
  db: Queryable,
  node: { owner: string; node: string; identity: ProcessIdentity },
): Promise<void> {
  const { machine, pid, start } = node.identity;
  await db.query(
    "insert into nodes (owner, node, machine, pid, process_start) values ($1, $2, $3, $4, $5)",
    [node.owner, node.node, machine, pid, start],
  );
  await db.query("delete from nodes where seen < now() - interval '1 day'");
}

/** Former selves: processes of the same node name that still own shards. */
export async function formerSelves(
  db: Queryable,
  node: { owner: string; node: string },
): Promise<({ owner: string } & ProcessIdentity)[]> {
  const { rows } = await db.query<{ owner: string } & ProcessIdentity>(
    `select owner, machine, pid, process_start as start from nodes n
     where node = $1 and owner <> $2 and exists (select from shards s where s.owner = n.owner)`,
    [node.node, node.owner],
  );
  return rows;
}

/** Takes what is free, expired, or owned by the surely dead; each taking raises the epoch. */
export async function claim(
  db: Queryable,
  wish: { owner: string; dead: readonly string[]; leaseMs: number },
): Promise<Held[]> {
  const { rows } = await db.query<{ shard: number; epoch: string }>(
    `with takeable as (
       select shard from shards
       where owner is null or owner = any($2::text[]) or (owner <> $1 and expires < now())
       order by shard for update
     )
     update shards s set owner = $1, epoch = epoch + 1, expires = clock_timestamp() + $3 * interval '1 millisecond'
     from takeable where s.shard = takeable.shard returning s.shard, s.epoch`,
    [wish.owner, wish.dead, wish.leaseMs],
  );
  return rows.map((row) => ({ shard: row.shard, epoch: Number(row.epoch) }));
}

/** Renews what is still ours, also past its time when nobody took it; tells how many other nodes live. */
export async function renew(
  db: Queryable,
  wish: { owner: string; leaseMs: number },
): Promise<{ held: Held[]; others: number }> {
  const { rows } = await db.query<{ shard: number | null; epoch: string | null; others: number }>(
    `with mine as (select shard from shards where owner = $1 order by shard for update),
     renewed as (
       update shards s set expires = clock_timestamp() + $2 * interval '1 millisecond'
       from mine where s.shard = mine.shard returning s.shard, s.epoch
     ),
     alive as (update nodes set seen = now() where owner = $1),
     others as (
       select count(*)::int as others from nodes where owner <> $1 and seen > now() - $2 * interval '1 millisecond'
     )
     select shard, epoch, others from others left join renewed on true`,
    [wish.owner, wish.leaseMs],
  );
  const held = rows.filter((row) => row.shard !== null).map((row) => ({ shard: row.shard!, epoch: Number(row.epoch) }));
  return { held, others: rows[0]?.others ?? 0 };
}

export async function release(db: Queryable, owner: string): Promise<void> {
  await db.query("update shards set owner = null, expires = '-infinity' where owner = $1", [owner]);
  await db.query("delete from nodes where owner = $1", [owner]);
}
