/**
 * The journal's SQL. Each write is one statement, hence one transaction of its own, and carries its fence:
 * `for share` on the shards' rows makes a takeover wait for appends in flight, and makes an append that waited for a
 * takeover look again and find that the shard is no longer its own.
 */
import type pg from "pg";
import type { ActorId, Snapshot } from "@/actors/runtime/types.ts";
import type { Fence, Pending } from "./types.ts";

/** $1 shards, $2 epochs (pairs that are claimed), $3 owner, $4 how many pairs. Locks are taken in one order. */
const FENCE = `
held as materialized (
  select s.shard, s.epoch from shards s
  where s.shard = any($1::int[]) and s.owner = $3
  order by s.shard for share
), fit as (
  select c.shard, c.epoch from unnest($1::int[], $2::bigint[]) as c(shard, epoch) join held using (shard, epoch)
)`;
const ALL_HELD = `(select count(*) from fit) = $4`;

const APPEND = `
with ${FENCE}, written as (
  insert into journal (stream, seq, at, event, command, origin, cause)
  select stream, seq, to_timestamp(at / 1000.0), event::json, command, origin, cause
  from unnest($5::text[], $6::bigint[], $7::float8[], $8::text[], $9::text[], $10::text[], $11::text[])
    as e(stream, seq, at, event, command, origin, cause)
  where ${ALL_HELD}
)
select shard, epoch from fit`;

const SNAPSHOT = `
with ${FENCE}, written as (
  insert into journal_snapshots as kept (stream, seq, version, state)
  select stream, seq, version, state::json
  from unnest($5::text[], $6::bigint[], $7::int[], $8::text[]) as e(stream, seq, version, state)
  where ${ALL_HELD}
  on conflict (stream) do update
    set seq = excluded.seq, version = excluded.version, state = excluded.state, saved_at = now()
    where kept.seq < excluded.seq or kept.version <> excluded.version
)
select shard, epoch from fit`;

/** Entries that are in the journal exactly as they were sent. */
const FIND = `
select e.n::int as n
from unnest($1::text[], $2::bigint[], $3::text[], $4::float8[]) with ordinality as e(stream, seq, event, at, n)
join journal j on j.stream = e.stream and j.seq = e.seq
where j.event::text = e.event and j.at = to_timestamp(e.at / 1000.0)`;

interface Fenced {
  shard: number;
  epoch: number;
}

/** Runs a fenced write and returns the members that were refused; when there are any, nothing was written. */
async function fencedWrite<T extends Fenced>(
  pool: pg.Pool,
  fence: Fence | undefined,
  write: { name: string; text: string; members: readonly T[]; values: unknown[] },
): Promise<T[]> {
  const pairs = new Map<string, Fenced>();
  if (fence) { for (const it of write.members) pairs.set(`${it.shard}/${it.epoch}`, it); }
  const claimed = [...pairs.values()];
  const { rows } = await pool.query<{ shard: number; epoch: string }>({
    name: write.name,
    text: write.text,
    values: [
      claimed.map((it) => it.shard),
      claimed.map((it) => it.epoch),
      fence?.owner ?? "",
      claimed.length,
      ...write.values,
    ],
  });
  if (rows.length === claimed.length) return [];
  const held = new Set(rows.map((row) => `${row.shard}/${row.epoch}`));
  return write.members.filter((it) => !held.has(`${it.shard}/${it.epoch}`));
}

export function insertEntries(pool: pg.Pool, fence: Fence | undefined, group: readonly Pending[]): Promise<Pending[]> {
  const streams: string[] = [];
  const seqs: number[] = [];
  const ats: number[] = [];
  const events: string[] = [];
  const commands: (string | null)[] = [];
  const origins: (string | null)[] = [];
  const causes: (string | null)[] = [];
  for (const { batch, texts } of group) {
    for (let i = 0; i < texts.length; i++) {
      const entry = batch.entries[i];
      streams.push(batch.stream);
      seqs.push(entry.seq);
      ats.push(entry.at);
      events.push(texts[i]);
      commands.push(entry.command ?? null);
      origins.push(entry.origin ?? null);
      causes.push(entry.cause ?? null);
    }
  }
  const values = [streams, seqs, ats, events, commands, origins, causes];
  return fencedWrite(pool, fence, { name: "journal-append", text: APPEND, members: group, values });
}

/** Which members of a group are wholly in the journal: asked when a commit's answer was lost. */
export async function findCommitted(pool: pg.Pool, group: readonly Pending[]): Promise<Set<Pending>> {
  const owners: Pending[] = [];
  const streams: string[] = [];
  const seqs: number[] = [];
  const ats: number[] = [];
  const events: string[] = [];
  for (const pending of group) {
    pending.batch.entries.forEach((entry, i) => {
      owners.push(pending);
      streams.push(pending.batch.stream);
      seqs.push(entry.seq);
      ats.push(entry.at);
      events.push(pending.texts[i]);
    });
  }
  const { rows } = await pool.query<{ n: number }>(FIND, [streams, seqs, events, ats]);
  const found = new Map<Pending, number>();
  for (const { n } of rows) found.set(owners[n - 1], (found.get(owners[n - 1]) ?? 0) + 1);
  return new Set(group.filter((it) => found.get(it) === it.texts.length));
}

/** How many entries at the start of an append are stored exactly as they were sent. */
export async function countStored(pool: pg.Pool, { batch, texts }: Pending): Promise<number> {
  const { stream, entries } = batch;
  const values = [entries.map(() => stream), entries.map((it) => it.seq), texts, entries.map((it) => it.at)];
  const { rows } = await pool.query<{ n: number }>(FIND, values);
  const stored = new Set(rows.map((row) => row.n));
  let count = 0;
  while (stored.has(count + 1)) count++;
  return count;
}

export interface PendingSnapshot extends Fenced {
  stream: ActorId;
  snapshot: Snapshot;
  text: string;
  resolve(): void;
  reject(error: unknown): void;
}

export function upsertSnapshots(
  pool: pg.Pool,
  fence: Fence | undefined,
  group: readonly PendingSnapshot[],
): Promise<PendingSnapshot[]> {
  const values = [
    group.map((it) => it.stream),
    group.map((it) => it.snapshot.seq),
    group.map((it) => it.snapshot.version),
    group.map((it) => it.text),
  ];
  return fencedWrite(pool, fence, { name: "journal-snapshots", text: SNAPSHOT, members: group, values });
}
