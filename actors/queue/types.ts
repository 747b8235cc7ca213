/**
 * The queue actor's vocabulary: admission, the line of waiting callers, announcements, limits and the day's figures.
 * `queue/<QueueId>`. It does not choose agents (that is `acd/main`, across all queues).
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, Caller, CallId, QueueId } from "@/actors/call/types.ts";
import type { SkillNeed, Strategy } from "@/telephony/acd/types.ts";

/** A queue as administrators set it up (stored in PostgreSQL, handed to the actors as data). */
export interface QueueConfig {
  id: QueueId;
  name: string;
  strategy: Strategy;
  /** Queues of a higher weight are served first when they compete for an agent. */
  weight: number;
  ringTimeoutMs: number;
  wrapUpMs: number;
  /** An agent must choose a disposition before the wrap-up may end. */
  dispositionRequired: boolean;
  /** 0: no limit. */
  maxWaitMs: number;
  /** 0: no limit. */
  maxWaiting: number;
  /** What counts as "somebody is there" when a caller joins, and while callers wait. */
  joinEmpty: EmptyRule;
  leaveEmpty: EmptyRule;
  overflow: QueueId | null;
  /** Threshold T of the service level. */
  serviceLevelMs: number;
  announce: {
    /** 0: never. */
    positionEveryMs: number;
    /** Speak the expected wait with the position. */
    expectedWait: boolean;
    /** Played before the first position announcement, and between them; Asterisk media URIs. */
    periodic: string[];
    periodicEveryMs: number;
    /** Least pause between two announcements of any kind. */
    minGapMs: number;
    language: "ru" | "en";
  };
  music: string;
  skills: SkillNeed[];
  missed: {
    /** Pause the agent who did not answer. */
    autoPause: boolean;
    /** Otherwise offer nothing to them for this long. */
    delayMs: number;
  };
  record: boolean;
}

/** `always`: join (stay) even with nobody; `logged-in`: some member is logged in; `ready`: some member is not paused. */
export type EmptyRule = "always" | "logged-in" | "ready";

export type QueueCommand =
  | { do: "configure"; config: QueueConfig }
  | { do: "join"; call: CallId; caller: Caller; since: Millis; priority: number }
  | { do: "left"; call: CallId; how: LeftHow; agent?: AgentId; at: Millis }
  /** A member's state, as far as the queue's figures need it (sent by agents on each change). */
  | { do: "member"; agent: AgentId; state: MemberState }
  | { do: "memberGone"; agent: AgentId }
  /** Timer commands. */
  | { do: "maxWaitReached"; call: CallId }
  | { do: "announceDue"; call: CallId }
  | { do: "newDay"; day: string }
  /** After a restart: the calls that truly wait, in order. */
  | { do: "reconcile"; waiting: { call: CallId; caller: Caller; since: Millis; priority: number }[] };

export type LeftHow = "answered" | "abandoned" | "timeout" | "empty" | "overflow" | "lost";

export type MemberState = "ready" | "paused" | "ringing" | "talking" | "wrap-up" | "offline";
