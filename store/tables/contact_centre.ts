/** Table types of the contact centre's set-up: store/migrations/0003_contact_centre.sql. */
import type { Generated } from "kysely";
import type { EmptyRule } from "@/actors/queue/types.ts";
import type { SkillNeed, Strategy } from "@/telephony/acd/types.ts";
import type { Json } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

export interface SiteSettingsTable {
  only_row: Generated<boolean>;
  company_name: Generated<string>;
  time_zone: Generated<string>;
  locale: Generated<"ru" | "en">;
  demo: Generated<boolean>;
  /** Minutes after which an overdue task is told to supervisors; null: never. */
  escalate_after: Generated<number | null>;
  version: Generated<number>;
  updated_at: StampedTimestamp;
}

export interface SkillsTable {
  key: string;
  title_ru: string;
  title_en: string;
  archived_at: NullableTimestamp;
}

export interface UserSkillsTable {
  user_id: string;
  skill: string;
  level: number;
}

export interface QueuesTable {
  id: string;
  name: string;
  strategy: Generated<Strategy>;
  weight: Generated<number>;
  ring_timeout_ms: Generated<number>;
  wrap_up_ms: Generated<number>;
  disposition_required: Generated<boolean>;
  max_wait_ms: Generated<number>;
  max_waiting: Generated<number>;
  join_empty: Generated<EmptyRule>;
  leave_empty: Generated<EmptyRule>;
  overflow: string | null;
  service_level_ms: Generated<number>;
  announce_position_every_ms: Generated<number>;
  announce_expected_wait: Generated<boolean>;
  announce_periodic: Generated<string[]>;
  announce_periodic_every_ms: Generated<number>;
  announce_min_gap_ms: Generated<number>;
  announce_language: Generated<"ru" | "en">;
  music: Generated<string>;
  skills: Json<SkillNeed[]>;
  missed_auto_pause: Generated<boolean>;
  missed_delay_ms: Generated<number>;
  record: Generated<boolean>;
  demo: Generated<boolean>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface NumbersTable {
  id: string;
  did: string;
  label: Generated<string>;
  queue_id: string;
  greeting: Generated<string[]>;
  language: Generated<"ru" | "en">;
  priority: Generated<number>;
  record: Generated<boolean>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface QueueMembersTable {
  queue_id: string;
  user_id: string;
  position: Generated<number>;
  penalty: Generated<number>;
}

export interface PauseReasonsTable {
  key: string;
  title_ru: string;
  title_en: string;
  counts_as_work: Generated<boolean>;
  position: Generated<number>;
  archived_at: NullableTimestamp;
}

export interface DispositionsTable {
  code: string;
  queue_id: string | null;
  title_ru: string;
  title_en: string;
  outcome: Generated<DispositionOutcome>;
  position: Generated<number>;
  archived_at: NullableTimestamp;
}

export type DispositionOutcome = "success" | "neutral" | "failure" | "call-back";

export interface ContactCentreTables {
  site_settings: SiteSettingsTable;
  skills: SkillsTable;
  user_skills: UserSkillsTable;
  queues: QueuesTable;
  numbers: NumbersTable;
  queue_members: QueueMembersTable;
  pause_reasons: PauseReasonsTable;
  dispositions: DispositionsTable;
}
