/** Tells whoever looks at an import that it moved on. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "@/crm/records.ts";

/** NOTIFY channel: `{id, user}` of the import. */
export const IMPORTS_CHANNEL = "imports";

export async function tellImport(
  db: Kysely<Database> | Transaction<Database>,
  one: { id: string; user: string },
): Promise<void> {
  await sql`select pg_notify(${IMPORTS_CHANNEL}, ${JSON.stringify({ id: one.id, user: one.user })})`.execute(db);
}
