/**
 * The call actor's vocabulary. A call owns the truth about its legs; agents, queues and the ACD are told by it.
 * `call/<CallId>`; the id of an inbound call is derived from its Asterisk channel, so the same channel always
 * finds the same call, also after a crash that lost the journal's tail.
 */
import type { Millis } from "@/actors/runtime/types.ts";

export type CallId = string & { readonly brand: "CallId" };
export type AgentId = string & { readonly brand: "AgentId" };
export type QueueId = string & { readonly brand: "QueueId" };
/** Asterisk channel id. Agent legs are `<CallId>.a<n>`, chosen by us. */
export type ChannelId = string & { readonly brand: "ChannelId" };

/** Who is calling, as far as the network says. `number` is E.164 when it can be parsed, else as received. */
export interface Caller {
  number: string;
  name: string;
}

/** One leg towards an agent. */
export interface AgentLeg {
  channel: ChannelId;
  agent: AgentId;
  is: "dialing" | "ringing" | "up";
  since: Millis;
}

/** A leg being rung to replace the agent's own after a reload; `oldGone`: the old one is gone already. */
export interface Replacing {
  channel: ChannelId;
  oldGone: boolean;
}

/** Where a call is in its life. Each transition is a named event, see {@link CallEvent}. */
export type CallPhase =
  | { is: "new" }
  /** Answered by us, a greeting is played before the queue. */
  | { is: "greeting"; since: Millis }
  /** In the line of a queue; `since` is when it joined this queue and survives restarts. */
  | { is: "waiting"; queue: QueueId; since: Millis }
  /** Agents are being rung; still in the line of the queue. `decision` names the ACD's decision. */
  | { is: "offered"; queue: QueueId; since: Millis; decision: string; legs: AgentLeg[] }
  /** Agent and caller hear each other. */
  | { is: "talking"; queue: QueueId | null; since: Millis; leg: AgentLeg; held: boolean; replacing?: Replacing }
  | { is: "ended"; at: Millis; reason: EndReason };

export type EndReason =
  | "caller-hung-up" // while talking
  | "agent-hung-up"
  | "abandoned" // caller left while waiting or being offered
  | "timeout" // maximum wait reached, no overflow
  | "refused-empty" // queue empty of agents
  | "refused-full" // too many waiting
  | "unknown-number" // no route for the dialled number
  | "lost"; // Asterisk or its channel vanished

/** Why one agent leg ended without an answer. */
export type MissReason = "no-answer" | "rejected" | "busy" | "unreachable" | "taken" | "withdrawn" | "agent-unready";

export type CallCommand =
  /** StasisStart of a caller's channel (or its re-adoption after a restart). */
  | { do: "arrive"; channel: ChannelId; caller: Caller; did: string; route: CallRoute | null; channelUp: boolean }
  | { do: "queueAccepted"; queue: QueueId; music: string; terms: QueueTerms }
  | { do: "queueRefused"; queue: QueueId; reason: "empty" | "full"; overflow: QueueId | null }
  /** The queue's maximum wait, or leave-when-empty: go on to the overflow queue, or end with an announcement. */
  | { do: "leaveQueue"; queue: QueueId; reason: "timeout" | "empty"; overflow: QueueId | null }
  /** The ACD's decision: ring these agents (one, or several when ringing all). */
  | { do: "offer"; decision: string; agents: { agent: AgentId; endpoint: string }[]; ringTimeoutMs: number }
  | { do: "withdrawOffer"; agent: AgentId; reason: MissReason }
  /** Position or expected wait to be spoken to the caller; the queue decided when. */
  | { do: "announce"; sounds: string[] }
  // --- from ARI
  | { do: "legRinging"; channel: ChannelId }
  | { do: "legUp"; channel: ChannelId }
  | { do: "legGone"; channel: ChannelId; cause: number }
  /** The agent's page was reloaded: its phone is rung anew for the same call, and the new leg replaces the old one. */
  | { do: "reattach"; agent: AgentId; endpoint: string }
  | { do: "held"; channel: ChannelId }
  | { do: "unheld"; channel: ChannelId }
  /** The greeting (`<CallId>.g`) is over: PlaybackFinished, or its backstop. */
  | { do: "playbackFinished"; playback: string }
  | { do: "recordingStarted"; name: string }
  | { do: "recordingFinished"; name: string; seconds: number }
  | { do: "recordingFailed"; name: string; cause: string }
  /** What Asterisk really has for this call, read at (re)connect: the call mends itself to it. */
  | {
    do: "reconcile";
    channels: { id: ChannelId; up: boolean; agent: AgentId | null }[];
    bridged: ChannelId[];
    /** Bridge of this call as Asterisk has it (`<CallId>.b<n>`). */
    bridge?: string | null;
  }
  // --- from the agent who talked, and from the call's own timers and failed requests
  /** The agent left the wrap-up of this call (told only if there was one). */
  | { do: "wrapUpEnded"; agent: AgentId; at: Millis }
  | { do: "ringElapsed"; channel: ChannelId }
  | { do: "connectFailed"; channel: ChannelId }
  // --- from people
  | { do: "hangUp"; by: AgentId | "supervisor" }
  | { do: "setNotes"; notes: string; by: AgentId }
  | { do: "setDisposition"; disposition: string; by: AgentId };

/** What the number dialled leads to, resolved from configuration before the command, so that reduce stays pure. */
export interface CallRoute {
  queue: QueueId;
  /** Sounds played before the line, for example `["sound:hello-world"]`. */
  greeting: string[];
  language: "ru" | "en";
  priority: number;
  record: boolean;
}

/** What the queue's set-up means for a call in it; handed over at admission, so that the call's reduce stays pure. */
export interface QueueTerms {
  name: string;
  wrapUpMs: number;
  dispositionRequired: boolean;
  missed: { autoPause: boolean; delayMs: number };
  record: boolean;
  /** Language of announcements. */
  language: "ru" | "en";
}
