/**
 * What the agent sees of a call: the row `call` of the topic `agent/<id>` (CallRow of `web/live/protocol.ts`).
 * It comes with the ring, stays through the wrap-up, and goes when the agent missed the call or is done with it.
 */
import type { LiveValue, TopicWriter } from "@/actors/runtime/types.ts";
import { type CallEvent, type CallState, legsOf } from "./state.ts";
import type { AgentId } from "./types.ts";
import { hasWrapUp, waitingSince } from "./segments.ts";

export function viewCall(state: CallState, events: readonly CallEvent[], topics: TopicWriter): void {
  if (events.length === 0) return publishAll(state, topics);
  for (const event of events) {
    switch (event.type) {
      case "offered":
        for (const leg of event.legs) show(state, topics, { agent: leg.agent, channel: leg.channel, at: event.at });
        break;
      case "missed":
        topics.remove(topicOf(event.agent), "call");
        break;
      case "answered":
      case "adopted":
        show(state, topics, { agent: event.agent, channel: event.channel, at: event.at, phase: "talking" });
        break;
      case "held":
      case "unheld":
        if (state.agent) topics.set(topicOf(state.agent), "call", "held", event.type === "held");
        break;
      case "ended":
        if (state.agent) wrapUp(state, topics, { agent: state.agent, at: event.at });
        break;
      case "wrappedUp":
        topics.remove(topicOf(event.agent), "call");
        break;
      default:
        break;
    }
  }
}

/** After a restart the topics are empty: rows of living calls and of wrap-ups under way come back. */
function publishAll(state: CallState, topics: TopicWriter): void {
  const talking = state.phase.is === "talking";
  for (const leg of legsOf(state)) {
    show(state, topics, {
      ...leg,
      at: talking ? state.answeredAt ?? state.at : state.at,
      phase: talking ? "talking" : "ringing",
    });
  }
  const open = state.segments.findLast((segment) => segment.kind === "wrap-up" && segment.to === null);
  if (state.phase.is === "ended" && open?.agent) {
    show(state, topics, { agent: open.agent, channel: null, at: open.from, phase: "wrap-up" });
  }
}

function wrapUp(state: CallState, topics: TopicWriter, who: { agent: AgentId; at: number }): void {
  if (!state.answeredAt || !state.terms || !hasWrapUp(state.terms)) return topics.remove(topicOf(who.agent), "call");
  show(state, topics, { ...who, channel: null, phase: "wrap-up" });
}

function show(
  state: CallState,
  topics: TopicWriter,
  as: { agent: AgentId; channel: string | null; at: number; phase?: "ringing" | "talking" | "wrap-up" },
): void {
  const line = state.segments.findLast((segment) => segment.kind === "queue");
  const fields: Record<string, LiveValue> = {
    id: state.id,
    phase: as.phase ?? "ringing",
    channel: as.channel,
    number: state.caller.number,
    name: state.caller.name,
    queue: line?.queue ?? "",
    queueName: state.terms?.name ?? "",
    waitingSince: waitingSince(state),
    since: as.at,
    held: state.phase.is === "talking" && state.phase.held,
  };
  topics.put(topicOf(as.agent), "call", fields);
}

function topicOf(agent: AgentId): string {
  return `agent/${agent}`;
}
