/** Totals of columns are kept as changes (store/migrations/0014_sales.sql); now and then they are put together. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";

/** Puts the changes of columns that have many into one row each. Cheap when there is nothing to do. */
export async function compactTotals(store: Store): Promise<void> {
  await sql`select deal_totals_compact()`.execute(store.db);
}
