/** What people see of a queue: the row `q:<id>` of the wallboard. */
import type { LiveValue, TopicWriter } from "@/actors/runtime/types.ts";
import type { QueueRow } from "@/web/live/protocol.ts";
import { eachEntry } from "@/telephony/acd/mod.ts";
import { serving } from "./apply.ts";
import { expectedAt } from "./reduce_announce.ts";
import type { QueueData, QueueEvent } from "./types.ts";

/** The shown estimate moves in steps: a wallboard that flickers by a second says less. */
const STEP_MS = 5_000;

type Fields = { [K in keyof QueueRow]: LiveValue };

export function viewQueue(state: QueueData, events: readonly QueueEvent[], topics: TopicWriter): void {
  if (!state.config) return;
  if (events.length > 0 && events.every(({ type }) => type === "announced")) return;
  const row = `q:${state.id}`;
  // At activation the time is not known, so what was measured before counts as outdated.
  // Comparing the day's quarters on each member's move would cost more than everything else here.
  const { quarters, ...fields } = queueRow(state, events.at(-1)?.at ?? Infinity);
  topics.put("wallboard", row, fields);
  if (events.length === 0 || events.some(({ type }) => type !== "member" && type !== "memberGone")) {
    topics.set("wallboard", row, "quarters", quarters);
  }
}

function queueRow(state: QueueData, now: number): Fields {
  const { config, day, counts, waiting } = state;
  let longestSince: number | null = null;
  eachEntry(waiting, ({ since }) => {
    if (longestSince === null || since < longestSince) longestSince = since;
  });
  return {
    name: config!.name,
    waiting: waiting.size,
    longestSince,
    offered: day.offered,
    answered: day.answered,
    abandoned: day.abandoned,
    answeredInTime: day.answeredInTime,
    abandonedInTime: day.abandonedInTime,
    serviceLevelMs: config!.serviceLevelMs,
    asaMs: day.answered > 0 ? Math.round(day.answeredWaitMs / day.answered) : 0,
    ready: counts.ready,
    paused: counts.paused,
    talking: counts.talking,
    ringing: counts.ringing,
    wrapUp: counts["wrap-up"],
    loggedIn: serving(state) + counts.paused,
    expectedWaitMs: expectedWaitMs(state, now),
    quarters: day.quarters,
  };
}

/** Of a caller who joins now. Somebody free and nobody waiting: none. */
function expectedWaitMs(state: QueueData, now: number): number | null {
  if (state.waiting.size === 0 && state.counts.ready > 0) return 0;
  const estimate = expectedAt(state, { position: state.waiting.size + 1, now });
  return estimate === null ? null : Math.round(estimate.meanMs / STEP_MS) * STEP_MS;
}
