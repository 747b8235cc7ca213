/** Table types of notices, reminders, pushes and outgoing mail: store/migrations/0017_notices.sql. */
import type { Generated } from "kysely";
import type { Json, NullableJson } from "@/store/tables/audit.ts";
import type { NullableTimestamp, StampedTimestamp, Timestamp } from "@/store/tables/people.ts";
import type { ReminderChannel } from "@/store/tables/sales.ts";
import type { Written } from "@/store/tables/records.ts";

export type DeliveryState = "scheduled" | "delivered" | "failed" | "cancelled";

export interface NoticesTable {
  id: string;
  user_id: string;
  kind: string;
  data: Json<Record<string, unknown>>;
  link: Generated<string>;
  task_id: string | null;
  key: string | null;
  app: Generated<boolean>;
  cause: string | null;
  read_at: NullableTimestamp;
  snoozed_until: NullableTimestamp;
  told_at: StampedTimestamp;
  created_at: StampedTimestamp;
}

export interface NoticeDeliveriesTable {
  id: Generated<string>;
  user_id: string;
  channel: ReminderChannel;
  /** null: a reminder whose time has not come. */
  notice_id: string | null;
  task_id: string | null;
  minutes: number | null;
  at: Timestamp;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  next_at: Timestamp;
  claimed_until: NullableTimestamp;
  delivered_at: NullableTimestamp;
  reason: string | null;
  created_at: StampedTimestamp;
}

/** Hours of the site's zone in which nothing rings. */
export interface QuietHours {
  from: string;
  to: string;
  /** Reminders come all the same: the person chose their time. */
  reminders: boolean;
}

export interface NoticePreferencesTable {
  user_id: string;
  kinds: Written<Record<string, ReminderChannel[]>>;
  quiet: NullableJson<QuietHours>;
  sound: Generated<boolean>;
  updated_at: StampedTimestamp;
}

export interface PushSubscriptionsTable {
  id: string;
  user_id: string;
  session_id: string | null;
  endpoint: string;
  p256dh: string;
  auth: string;
  user_agent: Generated<string>;
  created_at: StampedTimestamp;
  used_at: NullableTimestamp;
}

export interface PushKeysTable {
  one: Generated<boolean>;
  public_key: string;
  private_key: Json<JsonWebKey>;
  created_at: StampedTimestamp;
}

export type MailSecurity = "tls" | "starttls" | "none";

export interface MailServerTable {
  one: Generated<boolean>;
  host: string;
  port: number;
  security: MailSecurity;
  username: Generated<string>;
  password: string | null;
  sender_name: Generated<string>;
  sender_address: string;
  enabled: Generated<boolean>;
  version: Generated<number>;
  tried_at: NullableTimestamp;
  error: string | null;
  updated_at: StampedTimestamp;
}

export interface NoticesTables {
  notices: NoticesTable;
  notice_deliveries: NoticeDeliveriesTable;
  notice_preferences: NoticePreferencesTable;
  push_subscriptions: PushSubscriptionsTable;
  push_keys: PushKeysTable;
  mail_server: MailServerTable;
}
