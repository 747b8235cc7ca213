/** Table types of scores: store/migrations/0026_scores.sql. */
import type { Generated } from "kysely";
import type { Json } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

/** What moved a score, as it is kept. */
export interface ScoreReason {
  column: string;
  value: string | number | null;
  /** On the log-odds: above zero it raised the chance. */
  effect: number;
}

export interface RecordScoresTable {
  /** bigint as text */
  id: Generated<string>;
  kind: "lead" | "deal";
  record_id: string;
  version_id: string;
  scored_at: StampedTimestamp;
  score: number;
  probability: number;
  reasons: Json<ScoreReason[]>;
  features: Json<Record<string, string | number | null>>;
}

export interface ScoreSweepsTable {
  kind: "lead" | "deal";
  versions: string;
  /** `YYYY-MM-DD` */
  day: string;
  after: string | null;
  done: Generated<number>;
  ended_at: NullableTimestamp;
}

export interface ScoresTables {
  record_scores: RecordScoresTable;
  score_sweeps: ScoreSweepsTable;
}
