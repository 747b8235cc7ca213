/** A call of the history as the desk lists it. */
import type { CallSummary } from "@/crm/calls/mod.ts";
import type { PastCall } from "@/components/desk/types.ts";

export function pastCall(call: CallSummary, dispositions: ReadonlyMap<string, string>): PastCall {
  return {
    id: call.id,
    at: call.startedAt,
    direction: call.direction,
    number: call.number,
    name: call.contactName || call.callerName,
    outcome: call.outcome,
    talkMs: call.talkMs,
    agentName: call.agentName,
    disposition: call.disposition ? dispositions.get(call.disposition) ?? call.disposition : null,
  };
}
