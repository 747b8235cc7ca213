/** Table types of people, sessions and rights: store/migrations/0002_people.sql. */
import type { ColumnType, Generated } from "kysely";
import type { Permission } from "@/store/access.ts";

/** A timestamptz: read as Date, written as Date or text. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** A timestamptz that the database fills in. */
export type StampedTimestamp = ColumnType<Date, Date | string | undefined, Date | string>;

export interface TeamsTable {
  id: string;
  name: string;
  created_at: StampedTimestamp;
  archived_at: NullableTimestamp;
}

export interface RolesTable {
  key: string;
  /** null: the built-in role's title stands in the catalogues as `people.role.<key>`. */
  title: string | null;
  permissions: Permission[];
  builtin: Generated<boolean>;
  created_at: StampedTimestamp;
}

export interface UsersTable {
  id: string;
  login: string;
  name: string;
  email: string | null;
  locale: Generated<"ru" | "en">;
  theme: Generated<"auto" | "light" | "dark">;
  team_id: string | null;
  password_hash: string | null;
  password_changed_at: NullableTimestamp;
  must_change_password: Generated<boolean>;
  disabled_at: NullableTimestamp;
  phone_kind: Generated<"browser" | "desk">;
  desk_endpoint: string | null;
  sip_login: string;
  grace_ms: Generated<number>;
  demo: Generated<boolean>;
  /** A program of the company: has roles, cannot log in. */
  service: Generated<boolean>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
}

export interface UserOversightTable {
  user_id: string;
  team_id: string;
}

export interface UserRolesTable {
  user_id: string;
  role: string;
}

export interface SessionsTable {
  id: string;
  token_sha256: Uint8Array;
  user_id: string;
  created_at: StampedTimestamp;
  seen_at: StampedTimestamp;
  expires_at: Timestamp;
  revoked_at: NullableTimestamp;
  ip: Generated<string>;
  user_agent: Generated<string>;
}

export interface LoginFailuresTable {
  login_sha256: Uint8Array;
  ip: string;
  failures: number;
  last_at: Timestamp;
  blocked_until: NullableTimestamp;
}

export interface PeopleTables {
  teams: TeamsTable;
  roles: RolesTable;
  users: UsersTable;
  user_oversight: UserOversightTable;
  user_roles: UserRolesTable;
  sessions: SessionsTable;
  login_failures: LoginFailuresTable;
}
