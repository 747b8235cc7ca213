/** What the pages of the workshop give their islands. Holds no code. */
import type { Zone } from "@/components/time/format.ts";
import type { Choice } from "@/components/models/types.ts";
import type { UploadRow } from "@/ml/datasets/types.ts";
import type { ModelRow, VersionDetail } from "@/ml/registry/types.ts";

export interface ListSetup {
  models: ModelRow[];
  /** May train, promote and make models. */
  mayManage: boolean;
  zone: Zone;
}

/** A queue that a model may be made of, with what is known of its past. */
export interface QueueChoice {
  id: string;
  name: string;
  /** Calls a day over the last four weeks; null: none came. */
  perDay: number | null;
  /** First day with calls, `YYYY-MM-DD`. */
  since: string | null;
  /** Days from then to yesterday. */
  days: number;
  /** Numbers that lead to it. */
  numbers: Choice[];
  /** The model that tells its calls already. */
  model: { id: string; name: string } | null;
}

/** Own records that scores can learn from. */
export interface RecordsChoice {
  kind: "lead" | "deal";
  /** With an outcome: won, and all. */
  won: number;
  closed: number;
  model: { id: string; name: string } | null;
}

export interface NewSetup {
  queues: QueueChoice[];
  records: RecordsChoice[];
  pipelines: Choice[];
  uploads: UploadRow[];
  /** A model that was begun on this page, with what its newest training made. */
  begun: { model: ModelRow; version: VersionDetail | null } | null;
  /** Chosen by the address: `?queue=…`. */
  queue: string | null;
  today: string;
  zone: Zone;
}
