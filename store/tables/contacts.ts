/** Table types of contacts: store/migrations/0005_contacts.sql. */
import type { Generated, GeneratedAlways } from "kysely";
import type { NullableTimestamp, StampedTimestamp } from "@/store/tables/people.ts";

export interface ContactsTable {
  id: string;
  name: Generated<string>;
  company: Generated<string>;
  note: Generated<string>;
  owner_id: string | null;
  team_id: string | null;
  draft: Generated<boolean>;
  demo: Generated<boolean>;
  version: Generated<number>;
  created_at: StampedTimestamp;
  updated_at: StampedTimestamp;
  archived_at: NullableTimestamp;
  search: GeneratedAlways<string>;
}

export interface ContactPhonesTable {
  e164: string;
  contact_id: string;
  raw: string;
  position: Generated<number>;
}

export interface ContactsTables {
  contacts: ContactsTable;
  contact_phones: ContactPhonesTable;
}
