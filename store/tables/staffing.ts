/** Table types of staffing: store/migrations/0027_staffing.sql. */
import type { Generated } from "kysely";
import type { Json } from "@/store/tables/audit.ts";
import type { StampedTimestamp } from "@/store/tables/people.ts";

export interface StaffingSettingsTable {
  id: string;
  queue_id: string | null;
  model_id: string | null;
  settings: Json<unknown>;
  version: Generated<number>;
  updated_at: StampedTimestamp;
}

export interface StaffingTables {
  staffing_settings: StaffingSettingsTable;
}
