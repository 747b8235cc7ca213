/** Who may call in the demo company. */
import { sql } from "kysely";
import type { Store } from "@/crm/records.ts";

/** Numbers of demo contacts with their names, in order of the numbers; a thousand at most. */
export async function demoNumbers(store: Store): Promise<{ number: string; name: string }[]> {
  const { rows } = await sql<{ number: string; name: string }>`select p.point as number, c.name from record_points p
    join contacts c on c.id = p.record_id where p.kind = 'contact' and p.point like '+%' and c.demo
    order by p.point limit 1000`.execute(store.db);
  return rows;
}
