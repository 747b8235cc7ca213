/**
 * The distributor `acd/main`: one actor that matches waiting calls with free agents over all queues, so that there is
 * one deterministic order across queues: the same journal gives the same decisions, each stored with its candidates
 * and reasons ("why this agent").
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, CallId, MissReason, QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import type { PersistentMap } from "@/telephony/acd/persistent_map.ts";
import type { Turned } from "@/telephony/acd/strategies.ts";

/** What the distributor knows of an agent. */
export interface AcdAgent {
  agent: AgentId;
  /** Free for a call now; `since` orders longest idle. */
  ready: boolean;
  since: Millis;
  /** Not to be offered anything before (after a missed call). */
  notBefore: Millis;
  endpoint: string;
  queues: { queue: QueueId; order: number; penalty: number }[];
  skills: Record<string, number>;
  callsToday: number;
  talkMsToday: number;
}

export type AcdCommand =
  | { do: "configure"; queues: QueueConfig[] }
  | { do: "agent"; agent: AcdAgent }
  | { do: "agentGone"; agent: AgentId }
  | { do: "enqueue"; call: CallId; queue: QueueId; since: Millis; priority: number }
  | { do: "dequeue"; call: CallId }
  | { do: "answered"; call: CallId; agent: AgentId }
  | { do: "missed"; call: CallId; agent: AgentId; reason: MissReason }
  /** Timer: a skill relaxes or an agent's delay ends. */
  | { do: "tick" }
  | {
    do: "reconcile";
    waiting: { call: CallId; queue: QueueId; since: Millis; priority: number }[];
    agents: AcdAgent[];
  };

/** A decision as it is stored and shown in the call's card. */
export interface AcdDecision {
  id: string;
  at: Millis;
  call: CallId;
  queue: QueueId;
  strategy: string;
  waitedMs: number;
  chosen: AgentId[];
  /** Every member looked at, with its rank or the reason why it was passed over. */
  candidates: {
    agent: AgentId;
    rank: number | null;
    /** Catalogue keys with figures, e.g. {key:"acd.idle", ms: 41000}, {key:"acd.skill-missing", skill:"english", has:20, needs:50}. */
    reasons: ({ key: string } & Record<string, string | number>)[];
  }[];
  /** Members not listed above, counted by reason: {key:"acd.not-free", n: 12} busy, paused or already being rung. */
  others?: ({ key: string } & Record<string, string | number>)[];
  /** Other calls that were waiting and why this one came first: {key:"acd.weight"|"acd.priority"|"acd.waited", …}. */
  order: ({ key: string } & Record<string, string | number>)[];
}

/** A waiting call as the distributor keeps it. */
export interface AcdCall {
  call: CallId;
  queue: QueueId;
  since: Millis;
  priority: number;
  /** Not offered to anybody before: a withdrawn call is about to leave, and must not ring a last agent. */
  notBefore: Millis;
  /** Agents being rung; null while in the line. */
  offer: { decision: string; agents: AgentId[]; at: Millis } | null;
  /** Decisions so far; numbers them and seeds random choice. */
  decisions: number;
}

export interface AcdState {
  queues: Record<QueueId, QueueConfig>;
  agents: PersistentMap<AcdAgent>;
  calls: PersistentMap<AcdCall>;
  /** Round robin's memory by queue. */
  turned: PersistentMap<Turned>;
}

/** The distributor's journal; decisions stand in it with their reasons. */
export type AcdEvent =
  | { type: "configured"; queues: QueueConfig[] }
  | { type: "agentKnown"; agent: AcdAgent }
  /** As `agentKnown`, when only the figures moved: most events of a day are these, and they stay short. */
  | {
    type: "agentMoved";
    agent: AgentId;
    ready: boolean;
    since: Millis;
    notBefore: Millis;
    callsToday: number;
    talkMsToday: number;
  }
  | { type: "agentGone"; agent: AgentId }
  | { type: "enqueued"; call: CallId; queue: QueueId; since: Millis; priority: number }
  | { type: "dequeued"; call: CallId }
  | { type: "decided"; decision: AcdDecision; turned: Turned | null }
  | { type: "answered"; call: CallId; agent: AgentId }
  | {
    type: "missed";
    call: CallId;
    agent: AgentId;
    reason: MissReason;
    agentNotBefore: Millis;
    callNotBefore: Millis;
  }
  | {
    type: "reconciled";
    waiting: { call: CallId; queue: QueueId; since: Millis; priority: number }[];
    agents: AcdAgent[];
  };
