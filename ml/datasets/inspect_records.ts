/** How many records a score would learn from, before it is trained. */
import type { RecordsQuality, ScoreDataset } from "@/ml/datasets/types.ts";
import { scoreTask } from "@/ml/scores/dataset.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";
import { LEAST_OF_OUTCOME, LEAST_RECORDS } from "@/ml/scores/score.ts";
import { RefusedError } from "@/ml/training/protocol.ts";
import type { Store } from "@/store/store.ts";

export async function inspectRecords(
  store: Store,
  asked: { dataset: ScoreDataset; settings: ScoreSettings },
): Promise<RecordsQuality> {
  try {
    const { fingerprint, rows, from, to, table, outcome } = await scoreTask(store, asked);
    const won = outcome.reduce((sum, one) => sum + one, 0);
    const few = rows < LEAST_RECORDS || Math.min(won, rows - won) < LEAST_OF_OUTCOME;
    const refusal = few ? { code: "too-few", detail: { records: rows, won } } : null;
    return { kind: "score", refusal, fingerprint, from, to, rows, won, columns: [...table.columns] };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const nothing = { fingerprint: null, from: null, to: null, rows: 0, won: 0, columns: [] };
    return { kind: "score", refusal: error.refusal, ...nothing };
  }
}
