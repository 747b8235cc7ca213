/** The agent's fold: what each event makes of the state, and of the figures of the day. */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId } from "@/actors/call/types.ts";
import type { AgentData, AgentDay, AgentEvent, AgentState } from "./types.ts";

/** Pause reasons that the system gives; their names are in the catalogue (`agent.pause.…`). */
export const PAUSE_LOGGED_IN = "logged-in";
export const PAUSE_MISSED = "missed";

export function initialAgent(key: string): AgentData {
  return {
    id: key as AgentId,
    config: null,
    state: { is: "offline", since: 0 },
    after: null,
    forced: false,
    queues: [],
    phone: null,
    phoneOnline: null,
    connection: { is: "none" },
    call: null,
    wrapUpDue: 0,
    idleSince: 0,
    notBefore: 0,
    loggedInSince: null,
    day: emptyDay("", 0),
  };
}

function emptyDay(day: string, startsAt: Millis): AgentDay {
  return { day, startsAt, answered: 0, missed: 0, talkMs: 0, wrapUpMs: 0, readyMs: 0, pausedMs: 0 };
}

export function apply(data: AgentData, event: AgentEvent): AgentData {
  const { at } = event;
  switch (event.type) {
    case "configured":
      return { ...data, config: event.config, queues: event.queues };
    case "dayTurned":
      return turnDay(data, event);
    case "loggedIn": {
      const login = { phone: event.phone, queues: event.queues, phoneOnline: null, loggedInSince: at };
      const fresh = { after: null, forced: false, call: null, idleSince: at, notBefore: 0 };
      return move({ ...data, ...login, ...fresh }, { is: "paused", since: at, reason: PAUSE_LOGGED_IN });
    }
    case "loggedOut": {
      const connection = data.connection.is === "online" ? data.connection : { is: "none" as const };
      const gone = { after: null, forced: false, phone: null, phoneOnline: null, loggedInSince: null };
      return move({ ...data, ...gone, connection }, { is: "offline", since: at });
    }
    case "readied":
      return move({ ...data, after: null, notBefore: 0 }, { is: "ready", since: at });
    case "paused": {
      return move({ ...data, after: null }, { is: "paused", since: at, reason: event.reason });
    }
    case "queuesChosen":
      return { ...data, queues: event.queues };
    case "phoneChosen":
      return { ...data, phone: event.phone, phoneOnline: null };
    case "phoneSeen":
      return { ...data, phoneOnline: event.online };
    case "connection":
      return { ...data, connection: event.connection, forced: event.connection.is === "lost" && data.forced };
    case "logOutPutOff":
      return { ...data, forced: true };
    case "afterCallChosen":
      return { ...data, after: event.after };
    case "rang":
      return move({ ...data, call: event.call }, {
        is: "ringing",
        since: at,
        call: event.call.call,
        before: data.state.is === "paused" ? "paused" : "ready",
      });
    case "answered":
      return talk(data, at);
    case "adopted":
      return talk({ ...data, call: event.call }, at);
    case "held":
      return data.state.is === "talking" ? { ...data, state: { ...data.state, held: event.held } } : data;
    case "missed": {
      const day = event.counted ? { ...data.day, missed: data.day.missed + 1 } : data.day;
      // Who was rung in vain goes to the end of the line of the idle; who was rung without need keeps the place.
      const idleSince = event.counted ? at : data.idleSince;
      const next = { ...data, day, idleSince, call: null, notBefore: Math.max(data.notBefore, event.notBefore) };
      if (event.pause !== null) return move(next, { is: "paused", since: at, reason: event.pause });
      return back(next, at);
    }
    case "callEnded":
      return back({ ...data, idleSince: at }, at);
    case "wrapUpBegan":
      return move({ ...data, wrapUpDue: event.due }, {
        is: "wrap-up",
        since: at,
        until: event.until,
        call: event.call,
      });
    case "wrapUpMoved":
      if (data.state.is !== "wrap-up") return data;
      return { ...data, wrapUpDue: event.due, state: { ...data.state, until: event.until } };
    case "wrapUpEnded":
      return back({ ...data, idleSince: at }, at);
    case "dispositionSet":
      return data.call?.call === event.call ? { ...data, call: { ...data.call, dispositionSet: true } } : data;
    default:
      return data;
  }
}

function talk(data: AgentData, at: Millis): AgentData {
  const day = { ...data.day, answered: data.day.answered + 1 };
  const call = data.call?.call;
  return call ? move({ ...data, day }, { is: "talking", since: at, call, held: false }) : data;
}

/** Free again, or in the pause that the ring came in. What was asked for during the call follows as its own event. */
function back(data: AgentData, at: Millis): AgentData {
  const paused = data.state.is === "ringing" && data.state.before === "paused";
  return move(data, paused ? { is: "paused", since: at, reason: PAUSE_MISSED } : { is: "ready", since: at });
}

/** Enters a state and books the stretch that ends. */
function move(data: AgentData, state: AgentState): AgentData {
  return { ...data, state, day: book(data, state.since) };
}

/** The day's figures up to `at`; a stretch that began yesterday counts from midnight on. */
function book(data: AgentData, at: Millis): AgentDay {
  const { state, day } = data;
  const ms = Math.max(0, at - Math.max(state.since, day.startsAt));
  switch (state.is) {
    case "ready":
      return { ...day, readyMs: day.readyMs + ms };
    case "paused":
      return { ...day, pausedMs: day.pausedMs + ms };
    case "talking":
      return { ...day, talkMs: day.talkMs + ms };
    case "wrap-up":
      return { ...day, wrapUpMs: day.wrapUpMs + ms };
    default:
      return day;
  }
}

function turnDay(data: AgentData, event: { day: string; startsAt: Millis }): AgentData {
  return { ...data, day: emptyDay(event.day, event.startsAt) };
}
