/** Scores of records as they are now: looked at, told by their champion, in slices that leave the server's loop alone. */
import { columnsOf, type ScoredKind } from "@/ml/scores/columns.ts";
import { lookAt, ownFields } from "@/ml/scores/looked_at.ts";
import { type Champion, championOf } from "@/ml/scores/refresh/champions.ts";
import { scoreRows } from "@/ml/scores/score.ts";
import type { Cell } from "@/ml/scores/table.ts";
import type { ScoreReason } from "@/store/tables/scores.ts";
import type { Store } from "@/store/store.ts";

export interface ToldScore {
  id: string;
  version: string;
  /** Percent. */
  score: number;
  probability: number;
  reasons: ScoreReason[];
  features: Record<string, Cell>;
}

/** Rows scored before the loop has its turn. */
const SLICE = 16;
/** Reasons kept of each score. */
export const MOST_REASONS = 12;

export async function tellScores(
  store: Store,
  { kind, ids, champions, now }: {
    kind: ScoredKind;
    ids: readonly string[];
    champions: readonly Champion[];
    now: number;
  },
): Promise<ToldScore[]> {
  if (champions.length === 0 || ids.length === 0) return [];
  const columns = columnsOf(kind, await ownFields(store, kind));
  const seen = await lookAt(store, { kind, asked: ids.map((id) => ({ id, at: null })), now });
  const pipeline = columns.indexOf("pipeline");
  const told: ToldScore[] = [];
  const by = Map.groupBy(seen, ({ cells }) => championOf(champions, pipeline < 0 ? null : cells[pipeline] as string));
  for (const [champion, rows] of by) {
    if (!champion) continue;
    for (let from = 0; from < rows.length; from += SLICE) {
      const slice = rows.slice(from, from + SLICE);
      const scores = scoreRows(champion.model, { columns, rows: slice.map(({ cells }) => cells) });
      scores.forEach(({ probability, reasons }, n) =>
        told.push({
          id: slice[n].id,
          version: champion.version,
          score: Math.round(100 * probability),
          probability,
          reasons: reasons.slice(0, MOST_REASONS).map((one) => ({ ...one, effect: rounded(one.effect) })),
          features: Object.fromEntries(columns.map((column, at) => [column, slice[n].cells[at]])),
        })
      );
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
  return told;
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
