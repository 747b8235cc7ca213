/** What every room of the records needs of the store. */
import type { Kysely } from "kysely";
import type { AuditTables } from "@/store/tables/audit.ts";
import type { CallsTables } from "@/store/tables/calls.ts";
import type { ContactCentreTables } from "@/store/tables/contact_centre.ts";
import type { ContactsTables } from "@/store/tables/contacts.ts";
import type { PeopleTables } from "@/store/tables/people.ts";

export interface Database extends PeopleTables, AuditTables, ContactCentreTables, ContactsTables, CallsTables {}
export interface Store {
  db: Kysely<Database>;
}
