/** Notes and disposition go to the live call while there is one (its actor ends the wrap-up), else to the records. */
import type { AgentId, CallCommand } from "@/actors/call/types.ts";
import type { Result } from "@/crm/result.ts";
import type { Asked } from "./api.ts";

export async function editCall(
  asked: Asked<{ id: string }>,
  command: (by: AgentId) => CallCommand,
  inRecords: () => Promise<Result<null>>,
): Promise<Result<null>> {
  const { switchboard } = asked.ctx.state;
  if (await switchboard.holds(asked.user, asked.input.id)) {
    const result = await switchboard.call(asked.input.id, command(asked.user as AgentId), `user/${asked.user}`);
    if (result.ok || result.code !== "call.error.unknown") return result;
  }
  return await inRecords();
}
