/** All actions. Another room's are added here, by one line. */
import { FLOW_ACTIONS } from "@/crm/automation/actions/flow.ts";
import { RECORD_ACTIONS } from "@/crm/automation/actions/records.ts";
import { TASK_ACTIONS } from "@/crm/automation/actions/task.ts";
import { TELL_ACTIONS } from "@/crm/automation/actions/tell.ts";
import type { ActionDef } from "@/crm/automation/actions/types.ts";

export type { ActionContext, ActionDef, Letter, Ports } from "@/crm/automation/actions/types.ts";
export { STOP, WAIT, waitSchema } from "@/crm/automation/actions/flow.ts";

export const ACTIONS: readonly ActionDef[] = [
  ...TASK_ACTIONS,
  ...RECORD_ACTIONS,
  ...TELL_ACTIONS,
  ...FLOW_ACTIONS,
];

const byId = new Map(ACTIONS.map((def) => [def.id, def]));

/** undefined: no such action (any more). */
export function actionOf(id: string): ActionDef | undefined {
  return byId.get(id);
}
