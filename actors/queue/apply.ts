/** The queue's fold: the line, the members, and the figures of the day. */
import type { Millis } from "@/actors/runtime/types.ts";
import type { QueueId } from "@/actors/call/types.ts";
import { emptyMap, getKey, NO_HISTORY, noteAnswer, noteLineEmpty, withKey, withoutKey } from "@/telephony/acd/mod.ts";
import type { MemberState, QueueData, QueueDay, QueueEvent, WaitingCaller } from "./types.ts";

const QUARTER_MS = 15 * 60_000;
/** A day of 25 hours. */
const MAX_QUARTERS = 100;
const SENT_ON = 20;
const COLUMN = { offered: 0, answered: 1, abandoned: 2 } as const;

export function initialQueue(key: string): QueueData {
  return {
    id: key as QueueId,
    config: null,
    waiting: emptyMap(),
    members: emptyMap(),
    counts: { ready: 0, paused: 0, ringing: 0, talking: 0, "wrap-up": 0, offline: 0 },
    day: emptyDay({ day: "", startsAt: 0, carried: 0 }),
    history: NO_HISTORY,
    sentOn: [],
  };
}

function emptyDay(begin: { day: string; startsAt: Millis; carried: number }): QueueDay {
  return {
    ...begin,
    offered: 0,
    answered: 0,
    abandoned: 0,
    left: 0,
    lost: 0,
    refused: 0,
    answeredInTime: 0,
    abandonedInTime: 0,
    answeredWaitMs: 0,
    quarters: [],
  };
}

/** Members at work: those who answer calls sooner or later. */
export function serving(state: QueueData): number {
  const { ready, ringing, talking } = state.counts;
  return ready + ringing + talking + state.counts["wrap-up"];
}

export function apply(state: QueueData, event: QueueEvent): QueueData {
  switch (event.type) {
    case "configured":
      return { ...state, config: event.config };
    case "dayTurned": {
      // Yesterday's figures are closed, so there is nothing left to correct.
      const day = emptyDay({ day: event.day, startsAt: event.startsAt, carried: state.waiting.size });
      return { ...state, day, sentOn: [] };
    }
    case "joined": {
      const day = count(state.day, "offered", event.at);
      const sentOn = state.sentOn.filter(({ call }) => call !== event.call);
      return { ...state, day, sentOn, waiting: withKey(state.waiting, event.call, newcomer(state, event)) };
    }
    case "refused":
      return { ...state, day: { ...state.day, refused: state.day.refused + 1 } };
    case "left":
      return left(state, event);
    case "answeredAfterAll": {
      const sentOn = state.sentOn.filter(({ call }) => call !== event.call);
      const day = { ...state.day, left: state.day.left - 1 };
      return { ...state, sentOn, day: answered(day, { ...event, inMs: limit(state) }) };
    }
    case "member":
      return member(state, event.agent, event.state);
    case "memberGone":
      return member(state, event.agent, null);
    case "announced":
      return announced(state, event);
    case "moved": {
      const caller = getKey(state.waiting, event.call);
      if (!caller) return state;
      const { since, priority } = event;
      return { ...state, waiting: withKey(state.waiting, event.call, { ...caller, since, priority }) };
    }
    default:
      return state;
  }
}

function limit(state: QueueData): Millis {
  return state.config?.serviceLevelMs ?? 0;
}

function newcomer(state: QueueData, event: Extract<QueueEvent, { type: "joined" }>): WaitingCaller {
  const { call, caller, since, priority, at } = event;
  const announce = state.config?.announce;
  const gap = announce?.minGapMs ?? 0;
  return {
    ...{ call, caller, since, priority },
    saidAt: at,
    // The first words come after the least gap: who is answered within it needs none.
    positionDue: at + gap,
    periodicDue: at + Math.max(gap, announce?.periodicEveryMs ?? 0),
    periodics: 0,
  };
}

function left(state: QueueData, event: Extract<QueueEvent, { type: "left" }>): QueueData {
  const { call, how, waitedMs, at } = event;
  const waiting = withoutKey(state.waiting, call);
  let { day, history, sentOn } = state;
  if (how === "answered") {
    day = answered(day, { at, waitedMs, inMs: limit(state) });
    history = noteAnswer(history, { at, serving: serving(state), waiting: waiting.size });
  } else {
    if (waiting.size === 0) history = noteLineEmpty(history);
    if (how === "abandoned") {
      day = count(day, "abandoned", at);
      if (waitedMs <= limit(state)) day = { ...day, abandonedInTime: day.abandonedInTime + 1 };
    } else if (how === "lost") day = { ...day, lost: day.lost + 1 };
    else {
      day = { ...day, left: day.left + 1 };
      sentOn = [...sentOn.slice(-(SENT_ON - 1)), { call, how, waitedMs }];
    }
  }
  return { ...state, waiting, day, history, sentOn };
}

function answered(day: QueueDay, answer: { at: Millis; waitedMs: Millis; inMs: Millis }): QueueDay {
  const counted = count(day, "answered", answer.at);
  return {
    ...counted,
    answeredWaitMs: counted.answeredWaitMs + answer.waitedMs,
    answeredInTime: counted.answeredInTime + (answer.waitedMs <= answer.inMs ? 1 : 0),
  };
}

/** Counts in the day and in its quarter. */
function count(day: QueueDay, what: keyof typeof COLUMN, at: Millis): QueueDay {
  const quarter = Math.min(MAX_QUARTERS - 1, Math.max(0, Math.floor((at - day.startsAt) / QUARTER_MS)));
  const quarters = day.quarters.slice();
  while (quarters.length <= quarter) quarters.push([0, 0, 0]);
  const figures: [number, number, number] = [...quarters[quarter]];
  figures[COLUMN[what]]++;
  quarters[quarter] = figures;
  return { ...day, [what]: day[what] + 1, quarters };
}

function member(state: QueueData, agent: string, now: MemberState | null): QueueData {
  const before = getKey(state.members, agent);
  const counts = { ...state.counts };
  if (before) counts[before]--;
  if (now) counts[now]++;
  const members = now ? withKey(state.members, agent, now) : withoutKey(state.members, agent);
  return { ...state, counts, members };
}

function announced(state: QueueData, event: Extract<QueueEvent, { type: "announced" }>): QueueData {
  const caller = getKey(state.waiting, event.call);
  const announce = state.config?.announce;
  if (!caller || !announce) return state;
  const next = { ...caller, saidAt: event.at };
  if (event.what === "position") next.positionDue = event.at + announce.positionEveryMs;
  else {
    next.periodicDue = event.at + announce.periodicEveryMs;
    next.periodics++;
  }
  return { ...state, waiting: withKey(state.waiting, event.call, next) };
}
