/** The score of one record for the person who looks at it: how likely, why, how it changed. Hidden fields stay hidden. */
import type { Access } from "@/store/access.ts";
import { getRecord } from "@/crm/record/mod.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import type { ScoredKind } from "@/ml/scores/columns.ts";
import { type ColumnWords, describeColumns, seesColumn } from "@/ml/scores/describe.ts";
import type { ScoreReason } from "@/store/tables/scores.ts";
import type { Store } from "@/store/store.ts";

export interface RecordScore {
  /** Percent. */
  score: number;
  /** ISO 8601 */
  at: string;
  /** Reasons that the person may know, the strongest first. */
  reasons: ScoreReason[];
  /** Some were left out, because their fields are hidden from the person. */
  hidden: boolean;
  words: ColumnWords;
  /** How it changed, the oldest first; the last is this one. */
  history: { at: string; score: number }[];
  /** Model that told it; null: it is no more. */
  model: { id: string; name: string; n: number } | null;
}

const HISTORY = 60;

/**
 * null: no such record in reach, or it was never scored, or the person may not see scores. @throws {ForbiddenError}
 */
export async function recordScore(
  store: Store,
  access: Access,
  { kind, id }: { kind: ScoredKind; id: string },
): Promise<RecordScore | null> {
  if (!await getRecord(store, access, { kind, id }) || fieldRight(access, kind, "score") === "hidden") return null;
  const rows = await store.db.selectFrom("record_scores").select(["score", "scored_at", "reasons", "version_id"])
    .where("record_id", "=", id).where("kind", "=", kind).orderBy("scored_at", "desc").orderBy("id", "desc")
    .limit(HISTORY).execute();
  const [last] = rows;
  if (!last) return null;
  const all = last.reasons as unknown as ScoreReason[];
  const reasons = all.filter(({ column }) => seesColumn(access, kind, column));
  const model = await store.db.selectFrom("model_versions as v").innerJoin("forecast_models as m", "m.id", "v.model_id")
    .select(["m.id", "m.name", "v.n"]).where("v.id", "=", last.version_id).executeTakeFirst();
  return {
    score: last.score,
    at: last.scored_at.toISOString(),
    reasons,
    hidden: reasons.length < all.length,
    words: await describeColumns(store, kind, reasons),
    history: rows.reverse().map(({ score, scored_at }) => ({ at: scored_at.toISOString(), score })),
    model: model ?? null,
  };
}
