/**
 * Writes scores that changed: the record's number, the frozen reasons and values behind it, and an event when it crosses a
 * tenth. A score is nobody's change of the record: its version, its time of change and its audit stay as they are.
 */
import { sql, type Transaction } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import type { Database, Store } from "@/crm/records.ts";
import { PLURAL } from "@/crm/record/kinds.ts";
import { tell } from "@/crm/record/mod.ts";
import { writeChanges } from "@/crm/verb.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import type { ToldScore } from "@/ml/scores/refresh/tell.ts";

export interface Written {
  /** Records whose score changed. */
  changed: number;
  /** Events written. */
  events: number;
}

/**
 * `because`: `changed` (the record changed: fresh reasons are kept even when the number stays) or `sweep` (time passed or
 * the model did: only new numbers are).
 */
export async function writeScores(
  store: Store,
  { kind, told, because }: { kind: ScoredKind; told: readonly ToldScore[]; because: "changed" | "sweep" },
): Promise<Written> {
  if (told.length === 0) return { changed: 0, events: 0 };
  return await store.tx((trx) => write(trx, { kind, told, because }));
}

async function write(
  trx: Transaction<Database>,
  { kind, told, because }: { kind: ScoredKind; told: readonly ToldScore[]; because: "changed" | "sweep" },
): Promise<Written> {
  const table = sql.table(PLURAL[kind]);
  const { rows } = await sql<Before>`
    select r.id, r.score, r.score_version as version, ${
    because === "changed"
      ? sql`(select s.reasons from record_scores s where s.record_id = r.id order by s.scored_at desc, s.id desc limit 1)`
      : sql`null`
  } as reasons
    from ${table} r where r.id = any(${told.map(({ id }) => id)}::uuid[]) and r.archived_at is null
    order by r.id for update`.execute(trx);
  const before = new Map(rows.map((row) => [row.id, row]));
  const moved = told.filter(({ id, score }) => before.has(id) && before.get(id)!.score !== score);
  const spoken = because === "changed"
    ? told.filter((one) => before.get(one.id)?.score === one.score && spokenOtherwise(one, before.get(one.id)!.reasons))
    : [];
  const kept = [...moved, ...spoken];
  if (kept.length === 0) return { changed: 0, events: 0 };
  await sql`insert into record_scores (kind, record_id, version_id, score, probability, reasons, features)
    select ${kind}, t.id, t.version, t.score, t.probability, t.reasons, t.features
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as t (id uuid, version uuid, score smallint,
      probability real, reasons jsonb, features jsonb)`.execute(trx);
  if (moved.length === 0) return { changed: 0, events: 0 };
  const given = JSON.stringify(moved.map(({ id, score, version }) => ({ id, score, version })));
  await sql`update ${table} r set score = t.score, score_version = t.version
    from jsonb_to_recordset(${given}::jsonb) as t (id uuid, score smallint, version uuid) where r.id = t.id`.execute(
    trx,
  );
  const crossed = moved.filter(({ id, score }) => tenth(score) !== tenth(before.get(id)!.score));
  // Another model, or the first one, is no news of the record: automation would start for all of them at once.
  const other = ({ id, version }: ToldScore) => because === "sweep" && before.get(id)!.version !== version;
  for (const [quiet, list] of Map.groupBy(crossed, other)) {
    await writeChanges(trx, SYSTEM, {
      audit: false,
      quiet,
      changes: list.map(({ id, score }) => ({
        type: `${kind}.score-changed`,
        entity: { kind, id },
        before: { score: before.get(id)!.score },
        after: { score },
      })),
    });
  }
  await tell(trx, kind, moved.map(({ id }) => id));
  return { changed: moved.length, events: crossed.length };
}

interface Before {
  id: string;
  score: number | null;
  version: string | null;
  reasons: ToldScore["reasons"] | null;
}

const tenth = (score: number | null) => score === null ? -1 : Math.min(9, Math.floor(score / 10));

/** The strongest reasons and what they were told from: days that pass are no news. */
const PASSING = new Set(["age", "stageDays", "plannedDays", "created"]);
const gist = (reasons: readonly { column: string; value: unknown; effect: number }[]) =>
  JSON.stringify(
    reasons.filter(({ column }) => !PASSING.has(column)).slice(0, 5)
      .map(({ column, value, effect }) => [column, value, effect > 0]).sort(),
  );

function spokenOtherwise(told: ToldScore, last: ToldScore["reasons"] | null): boolean {
  return last === null || gist(told.reasons) !== gist(last);
}
