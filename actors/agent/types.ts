/**
 * The agent actor's vocabulary: one person at work, `agent/<AgentId>` (the id is the user's).
 * Owns readiness, pauses, wrap-up and the connection of the console and of the phone; never the call itself.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, Caller, CallId, ChannelId, MissReason, QueueId } from "@/actors/call/types.ts";

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
  /** Shown on the wallboard. */
  teamName?: string;
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
  /** The phone's registration at Asterisk, as far as it is known. */
  | { do: "phoneSeen"; online: boolean }
  // --- from calls
  | {
    do: "ring";
    call: CallId;
    queue: QueueId;
    caller: Caller;
    decision: string;
    /** The agent's leg, and when the caller joined the line; for the card on the agent's desk. */
    channel?: ChannelId;
    waitingSince?: Millis;
  }
  | { do: "answered"; call: CallId }
  | { do: "missed"; call: CallId; reason: MissReason; autoPause: boolean; delayMs: number }
  | { do: "held"; call: CallId; held: boolean }
  | { do: "callEnded"; call: CallId; wrapUpMs: number; dispositionRequired: boolean }
  | { do: "dispositionSet"; call: CallId }
  // --- timers
  | { do: "wrapUpElapsed"; call: CallId }
  | { do: "graceElapsed" }
  | { do: "newDay"; day: string }
  /**
   * On every connect to Asterisk: the call this agent truly has. It says nothing of the console: after a restart
   * `disconnected` is told to agents whose console was online, and `connected` as consoles come back.
   */
  | { do: "reconcile"; call: CallId | null; up: boolean; queue?: QueueId; caller?: Caller };

/** What the agent's desk shows of the call; kept until the next one. */
export interface AgentCall {
  call: CallId;
  queue: QueueId | null;
  caller: Caller;
  channel: ChannelId | null;
  waitingSince: Millis;
  dispositionSet: boolean;
}

/** Figures of the site's day; durations of closed stretches, the running one is added by who shows it. */
export interface AgentDay {
  day: string;
  startsAt: Millis;
  answered: number;
  missed: number;
  talkMs: number;
  wrapUpMs: number;
  readyMs: number;
  pausedMs: number;
}

export interface AgentData {
  id: AgentId;
  config: AgentConfig | null;
  state: AgentState;
  after: AfterCall | null;
  /** Grace is over during a call: log out when it ends, unless the console comes back before. */
  forced: boolean;
  /** Queues chosen, a part of those allowed. */
  queues: QueueId[];
  phone: Phone | null;
  /** null: Asterisk has not said. */
  phoneOnline: boolean | null;
  connection: Connection;
  call: AgentCall | null;
  /** Wrap-up at earliest ends then, once the disposition is chosen. */
  wrapUpDue: Millis;
  /** Last end of a call, missed ring or log-in: what "longest idle" counts from. Pauses do not reset it. */
  idleSince: Millis;
  /** Nothing to be offered before, after a miss. */
  notBefore: Millis;
  loggedInSince: Millis | null;
  day: AgentDay;
}

/** The agent's journal. Each transition is named and carries its time. */
export type AgentEvent =
  & { at: Millis }
  & (
    | { type: "configured"; config: AgentConfig; queues: QueueId[] }
    | { type: "dayTurned"; day: string; startsAt: Millis }
    | { type: "loggedIn"; phone: Phone; queues: QueueId[] }
    | { type: "loggedOut"; forced: boolean }
    | { type: "readied" }
    | { type: "paused"; reason: string }
    | { type: "queuesChosen"; queues: QueueId[] }
    | { type: "phoneChosen"; phone: Phone }
    | { type: "phoneSeen"; online: boolean }
    | { type: "connection"; connection: Connection }
    /** Log-out by lost connection, put off until the call ends. */
    | { type: "logOutPutOff" }
    | { type: "afterCallChosen"; after: AfterCall | null }
    | { type: "rang"; call: AgentCall }
    /** `counted`: the agent's or the phone's doing. */
    | { type: "missed"; call: CallId; reason: MissReason; counted: boolean; notBefore: Millis; pause: string | null }
    | { type: "answered"; call: CallId }
    /** A conversation that only Asterisk knew of (lost tail of the journal). */
    | { type: "adopted"; call: AgentCall }
    | { type: "held"; held: boolean }
    | { type: "wrapUpBegan"; call: CallId; until: Millis | null; due: Millis }
    | { type: "wrapUpMoved"; until: Millis | null; due: Millis }
    | { type: "wrapUpEnded"; call: CallId }
    | { type: "callEnded"; call: CallId }
    | { type: "dispositionSet"; call: CallId }
  );
