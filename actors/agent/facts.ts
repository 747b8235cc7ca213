/** What others know of an agent, derived from the state: the distributor's record and the queues' member state. */
import type { AcdAgent } from "@/actors/acd/types.ts";
import type { MemberState } from "@/actors/queue/types.ts";
import type { AgentData } from "./types.ts";

/**
 * Whether a ring would reach the agent. A browser phone needs its console; a desk phone rings without one. A phone that
 * Asterisk knows to be unregistered cannot ring.
 */
export function reachable(data: AgentData): boolean {
  if (data.phone === null || data.phoneOnline === false) return false;
  return data.phone.is === "desk" || data.connection.is === "online";
}

export function isFree(data: AgentData): boolean {
  return data.state.is === "ready" && reachable(data);
}

/** The distributor's record; null when logged out. Also for the reconciliation after a restart. */
export function acdAgentOf(data: AgentData): AcdAgent | null {
  if (data.state.is === "offline" || data.phone === null || data.config === null) return null;
  return {
    agent: data.id,
    ready: isFree(data),
    since: data.idleSince,
    notBefore: data.notBefore,
    endpoint: data.phone.endpoint,
    queues: data.config.queues.filter(({ queue }) => data.queues.includes(queue)),
    skills: data.config.skills,
    callsToday: data.day.answered,
    talkMsToday: data.day.talkMs,
  };
}

/** Ready but out of reach counts as paused: for callers nobody is there. */
export function memberStateOf(data: AgentData): MemberState {
  if (data.state.is === "ready" && !reachable(data)) return "paused";
  return data.state.is;
}
