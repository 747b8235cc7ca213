/**
 * What people see of an agent: the rows `me` and `day` of `agent/<id>` and the wallboard's `a:<id>`. The row `call` is
 * written by the call, which knows the caller; `phoneOnline` only here once the phone's state was told.
 */
import type { LiveValue, TopicWriter } from "@/actors/runtime/types.ts";
import type { AgentRow, DayRow, WallAgentRow } from "@/web/live/protocol.ts";
import type { AgentData, AgentEvent } from "./types.ts";

export interface AgentNames {
  queue(id: string): string;
}

type Fields<T> = { [K in keyof T]: LiveValue };

export function viewAgent(data: AgentData, topics: TopicWriter, names: AgentNames): void {
  const topic = `agent/${data.id}`;
  const { phoneOnline, ...me } = meRow(data);
  topics.put(topic, "me", me);
  if (data.phoneOnline !== null) topics.set(topic, "me", "phoneOnline", phoneOnline);
  topics.put(topic, "day", dayRow(data));
  topics.put("wallboard", `a:${data.id}`, wallRow(data, names));
}

/** Needed at once by the agent's own desk; other events change nothing that is shown. */
export function concernsView(events: readonly AgentEvent[]): boolean {
  return events.length === 0 || events.some((event) => event.type !== "dispositionSet");
}

function meRow(data: AgentData): Fields<AgentRow> {
  const { state } = data;
  return {
    state: state.is,
    since: state.since,
    reason: state.is === "paused" ? state.reason : null,
    until: state.is === "wrap-up" ? state.until : null,
    after: data.forced ? "offline" : data.after?.is ?? null,
    queues: [...data.queues],
    phone: data.phone?.is ?? null,
    phoneOnline: data.phoneOnline ?? false,
    connection: data.connection.is,
  };
}

function dayRow({ day, loggedInSince }: AgentData): Fields<DayRow> {
  const { answered, missed, talkMs, wrapUpMs, readyMs, pausedMs } = day;
  return { answered, missed, talkMs, wrapUpMs, readyMs, pausedMs, loggedInSince };
}

function wallRow(data: AgentData, names: AgentNames): Fields<WallAgentRow> {
  const { state, day, call, config } = data;
  const live = state.is === "ringing" || state.is === "talking" ? call : null;
  return {
    name: config?.name ?? "",
    team: config?.teamName ?? "",
    state: state.is,
    since: state.since,
    reason: state.is === "paused" ? state.reason : null,
    number: live?.caller.number ?? null,
    queueName: live?.queue ? names.queue(live.queue) : null,
    queues: state.is === "offline" ? [] : [...data.queues],
    held: state.is === "talking" && state.held,
    answered: day.answered,
    missed: day.missed,
    talkMs: day.talkMs,
    connection: data.connection.is,
  };
}
