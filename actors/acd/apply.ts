/** The distributor's fold: each event changes a few small records, whatever the number of agents and calls. */
import type { AgentId, CallId, QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import { emptyMap, getKey, mapOf, withKey, withoutKey } from "@/telephony/acd/mod.ts";
import { carryIndex } from "./index.ts";
import type { AcdCall, AcdEvent, AcdState } from "./types.ts";

export function initialAcd(): AcdState {
  return { queues: {}, agents: emptyMap(), calls: emptyMap(), turned: emptyMap() };
}

/** Folds one event; hands the derived index on to the new state (see `index.ts`). */
export function apply(state: AcdState, event: AcdEvent): AcdState {
  const next = fold(state, event);
  if (next !== state) carryIndex(state, next, event);
  return next;
}

function fold(state: AcdState, event: AcdEvent): AcdState {
  switch (event.type) {
    case "configured": {
      const queues: Record<QueueId, QueueConfig> = {};
      for (const queue of event.queues) queues[queue.id] = queue;
      return { ...state, queues };
    }
    case "agentKnown":
      return { ...state, agents: withKey(state.agents, event.agent.agent, event.agent) };
    case "agentMoved": {
      const known = getKey(state.agents, event.agent);
      if (!known) return state;
      const { ready, since, notBefore, callsToday, talkMsToday } = event;
      const agent = { ...known, ready, since, notBefore, callsToday, talkMsToday };
      return { ...state, agents: withKey(state.agents, event.agent, agent) };
    }
    case "agentGone":
      return { ...state, agents: withoutKey(state.agents, event.agent) };
    case "enqueued": {
      const { call, queue, since, priority } = event;
      const entry: AcdCall = { call, queue, since, priority, notBefore: 0, offer: null, decisions: 0 };
      return { ...state, calls: withKey(state.calls, call, entry) };
    }
    case "dequeued":
      return { ...state, calls: withoutKey(state.calls, event.call) };
    case "decided": {
      const { id, at, call, queue, chosen } = event.decision;
      const known = getKey(state.calls, call);
      if (!known) return state;
      const offered = { ...known, offer: { decision: id, agents: chosen, at }, decisions: known.decisions + 1 };
      const turned = event.turned ? withKey(state.turned, queue, event.turned) : state.turned;
      return { ...state, calls: withKey(state.calls, call, offered), turned };
    }
    case "answered":
      return afterAnswer(state, event.call, event.agent);
    case "missed":
      return afterMiss(state, event);
    case "reconciled": {
      const calls = event.waiting.map(({ call, queue, since, priority }) => {
        const known = getKey(state.calls, call);
        const kept = known?.queue === queue ? known : { notBefore: 0, offer: null, decisions: known?.decisions ?? 0 };
        return [call, { ...kept, call, queue, since, priority }] as const;
      });
      return { ...state, calls: mapOf(calls), agents: mapOf(event.agents.map((a) => [a.agent, a] as const)) };
    }
    default:
      return state;
  }
}

/** Whoever answered is busy from here on, also when their own word of it is still on its way. */
function afterAnswer(state: AcdState, call: CallId, agent: AgentId): AcdState {
  const calls = withoutKey(state.calls, call);
  const known = getKey(state.agents, agent);
  if (!known?.ready) return calls === state.calls ? state : { ...state, calls };
  return { ...state, calls, agents: withKey(state.agents, agent, { ...known, ready: false }) };
}

function afterMiss(state: AcdState, event: Extract<AcdEvent, { type: "missed" }>): AcdState {
  let { calls, agents } = state;
  const call = getKey(calls, event.call);
  if (call?.offer) {
    const rest = call.offer.agents.filter((agent) => agent !== event.agent);
    const offer = rest.length > 0 ? { ...call.offer, agents: rest } : null;
    const notBefore = Math.max(call.notBefore, event.callNotBefore);
    calls = withKey(calls, event.call, { ...call, offer, notBefore });
  }
  const agent = getKey(agents, event.agent);
  if (agent && event.agentNotBefore > agent.notBefore) {
    agents = withKey(agents, event.agent, { ...agent, notBefore: event.agentNotBefore });
  }
  return { ...state, calls, agents };
}
