/** What a training of a score found out, in words and pictures: how good, why trusted, what counts, and whether it is fair. */
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

export interface ScoreReportProps {
  report: ScoreVersionReport;
  /** Whose fields the columns are; null: a file's, called by their own names. */
  recordKind: "lead" | "deal" | null;
}

export function ScoreReport({ report }: ScoreReportProps) {
  return <section class="score-report">{report.rows}</section>;
}
