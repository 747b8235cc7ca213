/** All triggers. Another room's are added here, by one line. */
import type { TriggerDef } from "@/crm/automation/triggers/types.ts";
import { TIMED } from "@/crm/automation/triggers/timed.ts";
import { WRITTEN } from "@/crm/automation/triggers/written.ts";

export type { Due, DueQuery, TriggerDef } from "@/crm/automation/triggers/types.ts";
export { HOOK_EVENT } from "@/crm/automation/triggers/written.ts";

export const TRIGGERS: readonly TriggerDef[] = [
  ...WRITTEN,
  ...TIMED,
];

const byId = new Map(TRIGGERS.map((def) => [def.id, def]));

/** undefined: no such trigger (any more). */
export function triggerOf(id: string): TriggerDef | undefined {
  return byId.get(id);
}
