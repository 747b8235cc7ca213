/** The fold of a call's journal: the only thing that changes a call's state. Unknown events of older versions pass. */
import type { AgentLeg, CallPhase, ChannelId } from "./types.ts";
import type { CallEvent, CallState } from "./state.ts";
import { segmentsAfter } from "./segments.ts";

export function apply(state: CallState, event: CallEvent): CallState {
  const next = {
    ...fold(state, event),
    revision: state.revision + 1,
    at: Math.max(state.at, event.at),
  };
  next.segments = segmentsAfter(state, event);
  return next;
}

function fold(state: CallState, event: CallEvent): CallState {
  const { phase, made } = state;
  switch (event.type) {
    case "arrived":
      return {
        ...state,
        channel: event.channel,
        caller: event.caller,
        did: event.did,
        route: event.route,
        arrivedAt: event.at,
      };
    case "greeting":
      return { ...playing(state, event.playback, event.at), phase: { is: "greeting", since: event.at } };
    case "joined":
      return { ...state, phase: { is: "waiting", queue: event.queue, since: event.at }, terms: null, music: "" };
    case "accepted":
      return { ...state, terms: event.terms, music: event.music };
    case "left":
      return state;
    case "announced":
      return playing(state, event.playback, event.at);
    case "playbackEnded":
      return state.playback?.id === event.playback ? { ...state, playback: null } : state;
    case "offered":
      return {
        ...state,
        phase: offeredPhase(phase, event),
        bridge: event.bridge,
        decision: event.decision,
        made: {
          ...made,
          legs: made.legs + event.legs.length,
          bridges: made.bridges + (state.bridge === event.bridge ? 0 : 1),
        },
      };
    case "rang":
      return { ...state, phase: withLeg(phase, event.channel, event.at) };
    case "missed":
      return { ...state, phase: withoutLeg(phase, event.channel) };
    case "answered":
    case "adopted":
      return talking(state, event);
    case "numbered":
      return { ...state, made: { ...made, legs: event.legs, bridges: event.bridges } };
    case "reattaching":
      return phase.is === "talking"
        ? {
          ...state,
          phase: { ...phase, replacing: { channel: event.channel, oldGone: false } },
          made: { ...made, legs: made.legs + 1 },
        }
        : state;
    case "reattachOldGone":
      return phase.is === "talking" && phase.replacing
        ? { ...state, phase: { ...phase, replacing: { ...phase.replacing, oldGone: true } } }
        : state;
    case "reattached":
      return phase.is === "talking"
        ? { ...state, phase: { ...settled(phase), leg: { ...phase.leg, channel: event.channel } } }
        : state;
    case "reattachFailed":
      return phase.is === "talking" ? { ...state, phase: settled(phase) } : state;
    case "held":
    case "unheld":
      return phase.is === "talking" ? { ...state, phase: { ...phase, held: event.type === "held" } } : state;
    case "recording":
      return { ...state, recording: { name: event.name, is: event.is, seconds: event.seconds } };
    case "ended":
      return {
        ...(event.farewell ? playing(state, event.farewell, event.at) : { ...state, channel: null, playback: null }),
        phase: { is: "ended", at: event.at, reason: event.reason },
        bridge: null,
      };
    case "released":
      return { ...state, channel: null, playback: null };
    case "notes":
      return { ...state, notes: event.notes };
    case "disposition":
      return { ...state, disposition: event.disposition };
    case "wrappedUp":
    default:
      return state;
  }
}

function playing(state: CallState, id: string, since: number): CallState {
  return { ...state, playback: { id, since }, made: { ...state.made, playbacks: state.made.playbacks + 1 } };
}

function offeredPhase(phase: CallPhase, event: CallEvent & { type: "offered" }): CallPhase {
  if (phase.is !== "waiting" && phase.is !== "offered") return phase;
  const legs = event.legs.map((leg): AgentLeg => ({
    channel: leg.channel,
    agent: leg.agent,
    is: "dialing",
    since: event.at,
  }));
  return {
    is: "offered",
    queue: phase.queue,
    since: phase.since,
    decision: event.decision,
    legs: phase.is === "offered" ? [...phase.legs, ...legs] : legs,
  };
}

function withLeg(phase: CallPhase, channel: ChannelId, at: number): CallPhase {
  if (phase.is !== "offered") return phase;
  return {
    ...phase,
    legs: phase.legs.map((leg) => leg.channel === channel ? { ...leg, is: "ringing", since: at } : leg),
  };
}

function withoutLeg(phase: CallPhase, channel: ChannelId): CallPhase {
  if (phase.is !== "offered") return phase;
  const legs = phase.legs.filter((leg) => leg.channel !== channel);
  return legs.length > 0 ? { ...phase, legs } : { is: "waiting", queue: phase.queue, since: phase.since };
}

function talking(state: CallState, event: CallEvent & { type: "answered" | "adopted" }): CallState {
  const { phase } = state;
  const queue = phase.is === "waiting" || phase.is === "offered" ? phase.queue : null;
  const leg: AgentLeg = { channel: event.channel, agent: event.agent, is: "up", since: event.at };
  const record = event.type === "answered" ? event.record : null;
  return {
    ...state,
    phase: { is: "talking", queue, since: event.at, leg, held: false },
    agent: event.agent,
    answeredAt: event.at,
    playback: null,
    bridge: event.type === "adopted" ? event.bridge : state.bridge,
    recording: record ? { name: record, is: "asked", seconds: null } : state.recording,
  };
}

function settled(phase: Extract<CallPhase, { is: "talking" }>): Extract<CallPhase, { is: "talking" }> {
  const { replacing: _, ...rest } = phase;
  return rest;
}
