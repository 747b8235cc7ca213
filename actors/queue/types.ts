/**
 * The queue actor's vocabulary: admission, the line of waiting callers, announcements, limits and the day's figures.
 * `queue/<QueueId>`. It does not choose agents (that is `acd/main`, across all queues).
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, Caller, CallId, QueueId } from "@/actors/call/types.ts";
import type { AnswerHistory } from "@/telephony/acd/expected_wait.ts";
import type { PersistentMap } from "@/telephony/acd/persistent_map.ts";
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

/** A caller in the line. */
export interface WaitingCaller {
  call: CallId;
  caller: Caller;
  since: Millis;
  priority: number;
  /** Announcements so far: when the last of any kind began, the next ones of each kind are due, and which comes next. */
  saidAt: Millis;
  positionDue: Millis;
  periodicDue: Millis;
  periodics: number;
}

/** Figures of the site's day, from events alone. */
export interface QueueDay {
  day: string;
  startsAt: Millis;
  /** Waited over midnight: in the line of this day, offered on the last. */
  carried: number;
  /** Joined the line. carried + offered = answered + abandoned + left + lost + waiting now. */
  offered: number;
  answered: number;
  abandoned: number;
  /** Left by our limits: maximum wait, overflow, nobody there. */
  left: number;
  /** Vanished with their channel. */
  lost: number;
  /** Not let in: nobody there, or too many waiting. */
  refused: number;
  answeredInTime: number;
  abandonedInTime: number;
  /** Waits of those answered, summed up. */
  answeredWaitMs: Millis;
  /** Offered, answered, abandoned by quarter of an hour since midnight; as long as the day has been busy. */
  quarters: [number, number, number][];
}

export interface QueueData {
  id: QueueId;
  config: QueueConfig | null;
  waiting: PersistentMap<WaitingCaller>;
  members: PersistentMap<MemberState>;
  counts: Record<MemberState, number>;
  day: QueueDay;
  history: AnswerHistory;
  /** Callers sent on lately, oldest first: an answer may have crossed with it, and then it was an answer. */
  sentOn: { call: CallId; how: LeftHow; waitedMs: Millis }[];
}

export type QueueEvent =
  & { at: Millis }
  & (
    | { type: "configured"; config: QueueConfig }
    | { type: "dayTurned"; day: string; startsAt: Millis }
    | { type: "joined"; call: CallId; caller: Caller; since: Millis; priority: number }
    | { type: "refused"; call: CallId; reason: "empty" | "full" }
    | { type: "left"; call: CallId; how: LeftHow; agent: AgentId | null; waitedMs: Millis }
    /** Sent on by our limits in the moment when an agent answered. */
    | { type: "answeredAfterAll"; call: CallId; agent: AgentId | null; waitedMs: Millis }
    | { type: "member"; agent: AgentId; state: MemberState }
    | { type: "memberGone"; agent: AgentId }
    | { type: "announced"; call: CallId; what: "position" | "periodic"; position: number; waitMs: Millis | null }
    | { type: "moved"; call: CallId; since: Millis; priority: number }
  );
