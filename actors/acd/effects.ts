/** What follows from every turn of the distributor: offers to calls, and the timers that wake it when time decides. */
import type { AcdDecision, AcdState } from "./types.ts";
import { decide, nextInstant } from "./decide.ts";
import { indexOf } from "./index.ts";
import type { AcdTurn } from "./reduce.ts";
import type { AgentId, CallCommand } from "@/actors/call/types.ts";
import { getKey } from "@/telephony/acd/mod.ts";

/** An offer is over at the latest this long after its ring timeout; else call and distributor have lost each other. */
const OFFER_GRACE_MS = 15_000;
/**
 * Least rest of an agent after a miss (their own word, a pause or a lost phone, may still be on its way), and of a call
 * whose offer was withdrawn (it is leaving; only one that stays goes back into the line).
 */
export const REST_MS = 1_000;

/** Matches until nothing more matches, then sets the timers. `ringing`: offers before this turn. */
export function settle(turn: AcdTurn, given: { before: AcdState; ringing: number; anew: boolean }): void {
  for (;;) {
    const made = decide(turn.state, turn.now);
    if (!made) break;
    turn.happen({ type: "decided", ...made });
    offer(turn, made.decision);
  }
  if (turn.state === given.before && !given.anew) return;
  const index = indexOf(turn.state);
  const next = nextInstant(index, turn.now);
  // A timer that is no longer needed does no harm when it fires, so it is not worth a cancel on each turn.
  if (next !== null) turn.timer("tick", { afterMs: next - turn.now, command: { do: "tick" } });
  // One timer watches all offers: set with the first of them, and anew each time that it fires.
  if (index.offered.size > 0 && (given.anew || given.ringing === 0)) watchOffers(turn);
}

function offer(turn: AcdTurn, decision: AcdDecision): void {
  const agents = decision.chosen.map((agent) => ({ agent, endpoint: endpointOf(turn.state, agent) }));
  const { ringTimeoutMs } = turn.state.queues[decision.queue];
  const command: CallCommand = { do: "offer", decision: decision.id, agents, ringTimeoutMs };
  turn.tell(`call/${decision.call}`, command);
}

function endpointOf(state: AcdState, agent: AgentId): string {
  return getKey(state.agents, agent)?.endpoint ?? "";
}

function expiry(state: AcdState, call: { queue: string; offer: { at: number } | null }): number {
  const ring = state.queues[call.queue as keyof typeof state.queues]?.ringTimeoutMs ?? 0;
  return (call.offer?.at ?? 0) + ring + OFFER_GRACE_MS;
}

function watchOffers(turn: AcdTurn): void {
  let next = Infinity;
  for (const call of indexOf(turn.state).offered.values()) next = Math.min(next, expiry(turn.state, call));
  if (next < Infinity) turn.timer("sweep", { afterMs: next - turn.now, command: { do: "tick" } });
}

/**
 * Gives agents back whose offer nobody has ended: no agent may stay locked because a call's actor is gone. The call
 * is told, so that it does not go on ringing them.
 */
export function sweep(turn: AcdTurn): void {
  const late = [...indexOf(turn.state).offered.values()].filter((call) => expiry(turn.state, call) <= turn.now);
  for (const call of late) {
    for (const agent of call.offer!.agents) {
      const command: CallCommand = { do: "withdrawOffer", agent, reason: "unreachable" };
      turn.tell(`call/${call.call}`, command);
      const rest = turn.now + REST_MS;
      turn.happen({
        type: "missed",
        call: call.call,
        agent,
        reason: "unreachable",
        agentNotBefore: rest,
        callNotBefore: rest,
      });
    }
  }
}
