/** Pause reasons as people may choose them. */
import type { Access } from "@/store/access.ts";
import { listPauseReasons } from "@/crm/queues/mod.ts";
import type { Store } from "@/crm/records.ts";

export async function knownReason(store: Store, access: Access, key: string): Promise<boolean> {
  return (await listPauseReasons(store, access)).some((reason) => reason.key === key);
}
