/** How well a score tells: placeholder until ScoreReport */
import type { Sheet } from "@/components/models/types.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";
export function ScoreResult(_props: { sheet: Sheet; report: ScoreVersionReport }) {
  return null;
}
