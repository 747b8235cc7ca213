/**
 * Rounds over all open records of a kind: each night, and when another model becomes champion. A round is a row with the
 * last id that was done, so that any node goes on where one was killed.
 */
import { sql } from "kysely";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import { type Champion, signature } from "@/ml/scores/refresh/champions.ts";
import { tellScores } from "@/ml/scores/refresh/tell.ts";
import { openAfter } from "@/ml/scores/refresh/touched.ts";
import { writeScores } from "@/ml/scores/refresh/write.ts";
import type { Store } from "@/store/store.ts";

/** Records of one step. */
const STEP = 100;

export interface SweepStep {
  done: number;
  /** Nothing is left of this round. */
  ended: boolean;
}

/** One step of the round that is due; `null`: none is, or another node is at it. `day` is the company's. */
export async function sweepStep(
  store: Store,
  { kind, champions, day, now }: { kind: ScoredKind; champions: readonly Champion[]; day: string; now: number },
): Promise<SweepStep | null> {
  if (champions.length === 0) return null;
  const versions = signature(champions);
  await sql`insert into score_sweeps as s (kind, versions, day) values (${kind}, ${versions}, ${day}::date)
    on conflict (kind) do update set versions = excluded.versions, day = excluded.day, after = null, done = 0, ended_at = null
    where s.versions <> excluded.versions or s.day < excluded.day`.execute(store.db);
  const row = await store.db.selectFrom("score_sweeps").selectAll().where("kind", "=", kind)
    .where("ended_at", "is", null).executeTakeFirst();
  if (!row) return null;
  const ids = await openAfter(store, { kind, after: row.after, limit: STEP });
  const told = await tellScores(store, { kind, ids, champions, now });
  await writeScores(store, { kind, told, because: "sweep" });
  const ended = ids.length < STEP;
  // Two nodes at one step write the same scores; the round moves on once.
  await sql`update score_sweeps set after = coalesce(${ids.at(-1) ?? null}::uuid, after), done = done + ${ids.length},
      ended_at = ${ended ? sql`now()` : sql`null`}
    where kind = ${kind} and versions = ${versions} and after is not distinct from ${row.after}::uuid`.execute(
    store.db,
  );
  return { done: ids.length, ended };
}

/** Scores that are older than a year tell nobody anything; the last one of each record is kept. */
export async function pruneScores(store: Store): Promise<number> {
  const { numAffectedRows } = await sql`delete from record_scores s where s.id in (
    select o.id from record_scores o where o.scored_at < now() - interval '400 days' and exists (
      select 1 from record_scores n where n.record_id = o.record_id and n.scored_at > o.scored_at)
    limit 5000)`.execute(store.db);
  return Number(numAffectedRows ?? 0);
}
