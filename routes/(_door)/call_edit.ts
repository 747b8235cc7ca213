/** Notes and disposition go to the live call while there is one (its actor ends the wrap-up), else to the records. */
import type { AgentId, CallCommand } from "@/actors/call/types.ts";
import type { Result } from "@/crm/result.ts";
import type { Asked } from "./api.ts";

const OVER = new Set(["call.error.unknown", "call.not-live", "call.not-yours"]);

export async function editCall(
  asked: Asked<{ id: string }>,
  command: (by: AgentId) => CallCommand,
  inRecords: () => Promise<Result<null>>,
): Promise<Result<null>> {
  const { switchboard } = asked.ctx.state;
  if (await switchboard.holds(asked.user, asked.input.id)) {
    const result = await switchboard.call(asked.input.id, command(asked.user as AgentId), `user/${asked.user}`);
    // The wrap-up may have ended on the way: then the records decide, by their own rights.
    if (result.ok || !OVER.has(result.code)) return result;
  }
  return await inRecords();
}
