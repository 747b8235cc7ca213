/** Table types of the calendar: store/migrations/0018_calendar.sql. */
import type { Generated } from "kysely";
import type { Written } from "@/store/tables/records.ts";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

/** `HH:MM` of the local clock; an end that is not later than the beginning lies on the next day. */
export interface Hours {
  from: string;
  to: string;
}

/** Seven days from Monday. */
export type Week = Hours[][];

export type SpecialDayType = "closed" | "short" | "working";

/** Whose public holidays count. */
export type HolidaySet = "ru" | "none";

export interface WorkingHoursTable {
  /** null: the company. */
  user_id: string | null;
  week: Written<Week>;
  /** IANA; empty: the site's. */
  time_zone: Generated<string>;
  holidays: Generated<HolidaySet>;
  version: Generated<number>;
  updated_at: StampedTimestamp;
}

export interface SpecialDaysTable {
  id: string;
  /** null: the company. */
  user_id: string | null;
  /** `YYYY-MM-DD`. */
  first_day: string;
  last_day: string;
  type: SpecialDayType;
  /** How much earlier a short day ends. */
  minutes: Generated<number>;
  name: Generated<string>;
  created_at: StampedTimestamp;
}

export interface CalendarFeedsTable {
  user_id: string;
  secret_sha256: Uint8Array;
  created_at: StampedTimestamp;
  last_used_at: NullableTimestamp;
}

export interface CalendarTables {
  working_hours: WorkingHoursTable;
  special_days: SpecialDaysTable;
  calendar_feeds: CalendarFeedsTable;
}
