/** Who is logged in to the line, told by the node that hears the agents; kept in the store for all nodes. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";

/** Called every few seconds with everybody who is on the line; unknown ids do no harm. */
export async function markPresence(store: Store, users: readonly string[]): Promise<void> {
  await sql`insert into line_presence (user_id, seen_at) select id, now() from unnest(${[...users]}::uuid[]) t (id)
    on conflict (user_id) do update set seen_at = now()`.execute(store.db);
}
