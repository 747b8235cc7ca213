/**
 * What a call remembers, what happens to it (its journal), and what it does to Asterisk.
 *
 * Events carry their own time and everything that replay needs; the state is their fold (`apply.ts`).
 */
import type { EffectTiming, Millis, RuntimeEffect } from "@/actors/runtime/types.ts";
import type {
  AgentId,
  CallCommand,
  Caller,
  CallId,
  CallPhase,
  CallRoute,
  ChannelId,
  EndReason,
  MissReason,
  QueueId,
  QueueTerms,
} from "./types.ts";

/** A stretch of the call as history shows it; see `segments.ts` for how they cover the call. */
export interface Segment {
  kind: "ivr" | "queue" | "ring" | "agent" | "hold" | "wrap-up";
  queue: QueueId | null;
  agent: AgentId | null;
  from: Millis;
  to: Millis | null;
  /** `answered`, a {@link MissReason}, how a queue was left, or the {@link EndReason}; null while it lasts. */
  outcome: string | null;
}

export interface Recording {
  name: string;
  is: "asked" | "running" | "finished" | "failed";
  seconds: number | null;
}

export interface CallState {
  id: CallId;
  /** Number of events so far: the revision of the call's row in the records. */
  revision: number;
  /** Time of the last event; events never go back in time, even when the clock does. */
  at: Millis;
  phase: CallPhase;
  /** The caller's channel; null before arrival and once it is gone or told to go. */
  channel: ChannelId | null;
  caller: Caller;
  did: string;
  route: CallRoute | null;
  arrivedAt: Millis;
  /** Terms of the queue that holds the call, or held it last. */
  terms: QueueTerms | null;
  music: string;
  /** Bridge made for this call and not destroyed yet. */
  bridge: string | null;
  /** Counters behind the ids chosen by us: agent legs, bridges, playbacks. */
  made: { legs: number; bridges: number; playbacks: number };
  /** Greeting, announcement or farewell that may still be playing to the caller. */
  playback: { id: string; since: Millis } | null;
  recording: Recording | null;
  /** Who talked to the caller last. */
  agent: AgentId | null;
  answeredAt: Millis | null;
  decision: string | null;
  notes: string;
  disposition: string | null;
  segments: Segment[];
}

export interface OfferedLeg {
  channel: ChannelId;
  agent: AgentId;
}

/** The journal of a call. */
export type CallEvent =
  & { at: Millis }
  & (
    | { type: "arrived"; channel: ChannelId; caller: Caller; did: string; route: CallRoute | null }
    | { type: "greeting"; playback: string }
    /** Asked to be let into a queue; from here on the caller's wait counts. */
    | { type: "joined"; queue: QueueId }
    | { type: "accepted"; queue: QueueId; music: string; terms: QueueTerms }
    /** Left a queue for another one (overflow). */
    | { type: "left"; queue: QueueId; how: "timeout" | "empty" | "full" }
    | { type: "announced"; playback: string; sounds: string[] }
    | { type: "playbackEnded"; playback: string }
    | { type: "offered"; decision: string; bridge: string; legs: OfferedLeg[] }
    | { type: "rang"; channel: ChannelId }
    | { type: "missed"; channel: ChannelId; agent: AgentId; reason: MissReason }
    | { type: "answered"; channel: ChannelId; agent: AgentId; record: string | null }
    /** An agent's leg that the journal's lost tail knew, found bridged in Asterisk. */
    | { type: "adopted"; channel: ChannelId; agent: AgentId; bridge: string | null }
    /** Asterisk has legs or bridges of this call that the journal's lost tail made: their ids are taken. */
    | { type: "numbered"; legs: number; bridges: number }
    | { type: "reattaching"; channel: ChannelId }
    | { type: "reattachOldGone" }
    | { type: "reattached"; channel: ChannelId }
    | { type: "reattachFailed" }
    | { type: "held" }
    | { type: "unheld" }
    | { type: "recording"; name: string; is: "running" | "finished" | "failed"; seconds: number | null }
    /** `farewell`: the caller still hears an announcement and is hung up after it. */
    | { type: "ended"; reason: EndReason; by: AgentId | "supervisor" | null; farewell: string | null }
    /** The caller's channel is gone, or told to go, after the farewell. */
    | { type: "released" }
    | { type: "notes"; notes: string; by: AgentId }
    | { type: "disposition"; disposition: string; by: AgentId }
    | { type: "wrappedUp"; agent: AgentId }
  );

/** Q.850 causes as the words of ARI's `reason` of a hang-up. */
export type HangUpReason = "normal" | "busy" | "no_answer" | "congestion" | "answered_elsewhere" | "unallocated";

/** What a call does to Asterisk; performed by `effects.ts` in this order, requests of one call one after another. */
export type CallEffect =
  | { do: "answer"; channel: ChannelId }
  | { do: "play"; channel: ChannelId; playback: string; sounds: string[]; language: "ru" | "en" }
  | { do: "stopPlaying"; playback: string }
  | { do: "music"; channel: ChannelId; music: string }
  | { do: "quiet"; channel: ChannelId }
  | {
    do: "originate";
    channel: ChannelId;
    agent: AgentId;
    endpoint: string;
    caller: Caller;
    queueName: string;
    timeoutMs: number;
    /** The phone is to answer by itself: it had this call before its page was reloaded. */
    reattach?: boolean;
  }
  | { do: "bridge"; bridge: string }
  /** Caller and agent hear each other; `music`: the caller's music is to be stopped first. */
  | { do: "connect"; bridge: string; caller: ChannelId; leg: ChannelId; music: boolean }
  /** One more leg joins the bridge of those who talk. */
  | { do: "join"; bridge: string; leg: ChannelId }
  | { do: "record"; bridge: string; name: string }
  | { do: "hangUp"; channel: ChannelId; reason: HangUpReason }
  | { do: "destroyBridge"; bridge: string };

/** Everything the call's reduce may ask the shell for. */
export type CallAction = (CallEffect | RuntimeEffect<CallCommand>) & EffectTiming;

export function initialCall(key: string): CallState {
  return {
    id: key as CallId,
    revision: 0,
    at: 0,
    phase: { is: "new" },
    channel: null,
    caller: { number: "", name: "" },
    did: "",
    route: null,
    arrivedAt: 0,
    terms: null,
    music: "",
    bridge: null,
    made: { legs: 0, bridges: 0, playbacks: 0 },
    playback: null,
    recording: null,
    agent: null,
    answeredAt: null,
    decision: null,
    notes: "",
    disposition: null,
    segments: [],
  };
}

/** Legs being rung or talking, in the order they were offered. */
export function legsOf(state: CallState): { channel: ChannelId; agent: AgentId }[] {
  if (state.phase.is === "offered") return state.phase.legs;
  if (state.phase.is === "talking") return [state.phase.leg];
  return [];
}

/** The queue in whose line the caller stands; null when in none. */
export function queueOf(state: CallState): QueueId | null {
  return state.phase.is === "waiting" || state.phase.is === "offered" ? state.phase.queue : null;
}
