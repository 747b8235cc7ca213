/**
 * The agent actor's vocabulary: one person at work, `agent/<AgentId>` (the id is the user's).
 * Owns readiness, pauses, wrap-up and the connection of the console and of the phone; never the call itself.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, Caller, CallId, MissReason, QueueId } from "@/actors/call/types.ts";

/** What the agent is doing; written out, each with when it began. */
export type AgentState =
  | { is: "offline"; since: Millis }
  | { is: "ready"; since: Millis }
  | { is: "paused"; since: Millis; reason: string }
  | { is: "ringing"; since: Millis; call: CallId; before: "ready" | "paused" }
  | { is: "talking"; since: Millis; call: CallId; held: boolean }
  | { is: "wrap-up"; since: Millis; until: Millis | null; call: CallId };

/** What the agent asked for during a call, done when the call and its wrap-up end. */
export type AfterCall = { is: "ready" } | { is: "paused"; reason: string } | { is: "offline" };

/** Which phone rings: the browser (WebRTC endpoint provisioned by us) or a SIP desk phone. */
export type Phone = { is: "browser"; endpoint: string } | { is: "desk"; endpoint: string };

/** The console's link: open sockets counted by the server; `lost` starts the grace time. */
export type Connection = { is: "none" } | { is: "online" } | { is: "lost"; since: Millis };

/** An agent as administrators set it up. */
export interface AgentConfig {
  id: AgentId;
  name: string;
  /** Queues the agent may serve; `order` for the linear strategy, `penalty` (lower is asked first). */
  queues: { queue: QueueId; order: number; penalty: number }[];
  skills: Record<string, number>;
  /** Grace time after the console's connection was lost. */
  graceMs: number;
}

export type AgentCommand =
  | { do: "configure"; config: AgentConfig }
  | { do: "logIn"; phone: Phone; queues: QueueId[] }
  | { do: "logOut" }
  | { do: "ready" }
  | { do: "pause"; reason: string }
  | { do: "chooseQueues"; queues: QueueId[] }
  | { do: "usePhone"; phone: Phone }
  | { do: "finishWrapUp" }
  | { do: "extendWrapUp"; byMs: number }
  | { do: "connected" }
  | { do: "disconnected" }
  // --- from calls
  | { do: "ring"; call: CallId; queue: QueueId; caller: Caller; decision: string }
  | { do: "answered"; call: CallId }
  | { do: "missed"; call: CallId; reason: MissReason; autoPause: boolean; delayMs: number }
  | { do: "held"; call: CallId; held: boolean }
  | { do: "callEnded"; call: CallId; wrapUpMs: number; dispositionRequired: boolean }
  | { do: "dispositionSet"; call: CallId }
  // --- timers
  | { do: "wrapUpElapsed"; call: CallId }
  | { do: "graceElapsed" }
  | { do: "newDay"; day: string }
  /** After a restart: the calls this agent truly has. */
  | { do: "reconcile"; call: CallId | null; up: boolean };
