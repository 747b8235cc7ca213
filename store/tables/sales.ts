/** Table types of sales: store/migrations/0014_sales.sql. */
import type { Generated } from "kysely";
import type { Money, RecordColumns, RecordKind, Written } from "@/store/tables/records.ts";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { ForecastCategory } from "@/store/tables/revenue.ts";
import type { NullableTimestamp, StampedTimestamp, Timestamp } from "@/store/tables/people.ts";

export type StageType = "open" | "won" | "lost";

export interface PipelinesTable {
  id: string;
  name: string;
  position: Generated<number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface StagesTable {
  id: string;
  pipeline_id: string;
  name: string;
  colour: Generated<string>;
  /** Percent. */
  probability: Generated<number>;
  type: Generated<StageType>;
  rotten_days: number | null;
  /** Keys of fields. */
  required: Generated<string[]>;
  wip_limit: number | null;
  position: Generated<number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface ProductsTable {
  id: string;
  name: string;
  sku: Generated<string>;
  price: NullableJson<Money>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface LossReasonsTable {
  id: string;
  name: string;
  position: Generated<number>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

/** One product in a deal. */
export interface DealLine {
  /** null: not of the catalogue. */
  product: string | null;
  name: string;
  quantity: number;
  /** Of one piece. */
  price: Money;
  /** Percent. */
  discount: number;
}

export interface DealsTable extends RecordColumns {
  pipeline_id: string;
  stage_id: string;
  status: Generated<StageType>;
  amount: NullableJson<Money>;
  /** Percent; the stage's, unless set by hand. */
  probability: Generated<number>;
  probability_manual: Generated<boolean>;
  lines: Written<DealLine[]>;
  close_date: string | null;
  /** What a person says that it is; empty: by its probability. */
  forecast_category: Generated<ForecastCategory>;
  closed_at: NullableTimestamp;
  loss_reason_id: string | null;
  loss_note: Generated<string>;
  /** Ids; the first is the main one. */
  contacts: Written<string[]>;
  company: Generated<string>;
  company_id: string | null;
  lead_id: string | null;
  source_id: string | null;
  stage_since: StampedTimestamp;
  moved_by: string | null;
  rotten_at: NullableTimestamp;
  next_task_at: NullableTimestamp;
  /** Percent; see store/migrations/0026_scores.sql. */
  score: number | null;
  score_version: string | null;
  /** numeric as text; the smallest stands on top. Set by a trigger when not given. */
  rank: Generated<string>;
}

export type TaskType = "call" | "meeting" | "email" | "message" | "visit" | "todo";
export type TaskStatus = "open" | "done" | "cancelled";
export type TaskPriority = "low" | "normal" | "high";
export type ReminderChannel = "app" | "push" | "email";

export interface Reminder {
  /** Before the task is due. */
  minutes: number;
  channels: ReminderChannel[];
}

export interface TasksTable extends RecordColumns {
  type: Generated<TaskType>;
  status: Generated<TaskStatus>;
  priority: Generated<TaskPriority>;
  due_at: NullableTimestamp;
  all_day: Generated<boolean>;
  minutes: number | null;
  repeat: Generated<string>;
  series_id: string | null;
  reminders: Written<Reminder[]>;
  result: Generated<string>;
  done_at: NullableTimestamp;
  done_by: string | null;
  creator_id: string | null;
  escalated_at: NullableTimestamp;
  deal_id: string | null;
  lead_id: string | null;
  contact_id: string | null;
  company: Generated<string>;
  company_id: string | null;
  call_id: string | null;
  phone: Generated<string>;
  /** When the rule meant it, where `due_at` was moved for this once. */
  occurrence_at: NullableTimestamp;
  /** Values by field key that the following ones have where this one differs. */
  following: NullableJson<Record<string, unknown>>;
  /** The task whose end made this one. */
  previous_id: string | null;
  /** Calls that nobody took since the last answer; 0: no call to be returned. */
  missed: Generated<number>;
  missed_at: NullableTimestamp;
  request_id: string | null;
  queue_id: string | null;
}

export interface StageLogTable {
  id: Generated<string>;
  deal_id: string;
  pipeline_id: string;
  /** null: it began here. */
  from_stage: string | null;
  to_stage: string;
  at: Timestamp;
  /** In `from_stage`; bigint as text. */
  seconds: string | null;
  actor: string | null;
}

export interface DealTotalsTable {
  id: Generated<string>;
  stage_id: string;
  owner_id: string | null;
  team_id: string | null;
  currency: string;
  deals: number;
  minor: string;
  weighted: string;
}

export interface FilesTable {
  id: string;
  kind: RecordKind;
  record_id: string;
  name: string;
  type: string;
  bytes: string;
  sha256: string;
  uploaded_by: string | null;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

/** Leads that became deals: store/migrations/0022_conversions.sql. */
export interface ConversionsTable {
  id: string;
  lead_id: string;
  deal_id: string;
  /** Made by the conversion. */
  contact_id: string | null;
  contact_version: number | null;
  company_id: string | null;
  company_version: number | null;
  /** Fields of the lead that it changed. */
  changed: Json<{ before: Record<string, unknown>; after: Record<string, unknown> }>;
  actor: string;
  created_at: StampedTimestamp;
  undone_at: NullableTimestamp;
}

export interface SalesTables {
  conversions: ConversionsTable;
  pipelines: PipelinesTable;
  stages: StagesTable;
  products: ProductsTable;
  loss_reasons: LossReasonsTable;
  deals: DealsTable;
  tasks: TasksTable;
  stage_log: StageLogTable;
  deal_totals: DealTotalsTable;
  files: FilesTable;
}
