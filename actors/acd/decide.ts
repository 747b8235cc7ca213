/**
 * The match of waiting calls and free agents. Always the same rule, whatever happened: of all calls that some free
 * agent may serve now, the first in the order across queues; of the agents who may serve it, the best by its queue's
 * strategy. So no free agent is left while a call that they may serve waits, and a decision depends on the state and
 * the time alone.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import {
  best,
  compareAcross,
  getKey,
  levelNeeded,
  missingSkill,
  ranking,
  type Turned,
  whyFirst,
} from "@/telephony/acd/mod.ts";
import { type Index, type IndexedQueue, indexOf, type Member } from "./index.ts";
import type { AcdCall, AcdDecision, AcdState } from "./types.ts";

/** Candidates written out in a decision, and agents rung at once at most; the rest is counted. A decision stays under some kilobytes and tens of µs. */
export const MAX_CANDIDATES = 24;

type Reason = { key: string } & Record<string, string | number>;

/** The first call that can be served now, and its queue; null when nothing matches. */
export function firstServable(index: Index, now: Millis): { call: AcdCall; queue: IndexedQueue; ahead: number } | null {
  let first: { call: AcdCall; queue: IndexedQueue; ahead: number } | null = null;
  for (const queue of index.queues.values()) {
    if (queue.line.length === 0 || queue.free.length === 0) continue;
    const after = soonest(queue, now);
    if (after === Infinity) continue;
    const ahead = queue.line.findIndex((call) => call.notBefore <= now && waited(call, now) >= after);
    if (ahead < 0) continue;
    const call = queue.line[ahead];
    const weights = { a: queue.config.weight, b: first?.queue.config.weight ?? 0 };
    if (!first || compareAcross(call, first.call, weights) < 0) first = { call, queue, ahead };
  }
  return first;
}

/** Wait from which some free agent who does not rest may serve the queue's calls. */
function soonest(queue: IndexedQueue, now: Millis): number {
  let after = Infinity;
  for (const member of queue.free) {
    if (member.qualifiesAfter < after && member.known.notBefore <= now) {
      after = member.qualifiesAfter;
      if (after === 0) break;
    }
  }
  return after;
}

export function waited(call: AcdCall, now: Millis): Millis {
  return Math.max(0, now - call.since);
}

/** Decides about the first servable call of `state`; null when there is none. */
export function decide(state: AcdState, now: Millis): { decision: AcdDecision; turned: Turned | null } | null {
  const index = indexOf(state);
  const first = firstServable(index, now);
  if (!first) return null;
  const { call, queue } = first;
  const { strategy } = queue.config;
  const waitedMs = waited(call, now);
  const id = `${call.call}#${call.decisions + 1}`;
  const able: Member[] = [];
  const unable: Member[] = [];
  for (const member of queue.free) {
    const may = member.known.notBefore <= now && member.qualifiesAfter <= waitedMs;
    (may ? able : unable).push(member);
  }
  const last = strategy === "round-robin" ? getKey(state.turned, queue.config.id) ?? null : null;
  const top = best(able, ranking(strategy, { seed: id, last }), MAX_CANDIDATES);
  const chosen = strategy === "ring-all" ? top.filter((m) => m.penalty === top[0].penalty) : top.slice(0, 1);
  const decision: AcdDecision = {
    id,
    at: now,
    call: call.call,
    queue: queue.config.id,
    strategy,
    waitedMs,
    chosen: chosen.map((member) => member.known.agent),
    ...explain({ queue, top, able, unable, call, now }),
    order: explainOrder(index, { ...first, chosen: chosen[0], now }),
  };
  const turned = strategy === "round-robin" ? { order: top[0].order, agent: top[0].agent } : null;
  return { decision, turned };
}

interface Seen {
  queue: IndexedQueue;
  top: Member[];
  able: Member[];
  unable: Member[];
  call: AcdCall;
  now: Millis;
}

function explain(seen: Seen): Pick<AcdDecision, "candidates" | "others"> {
  const { queue, top, able, unable, call, now } = seen;
  const waitedMs = waited(call, now);
  const penalties = able.some((member) => member.penalty !== top[0].penalty);
  const candidates: AcdDecision["candidates"] = top.map((member, n) => ({
    agent: member.known.agent,
    rank: n + 1,
    reasons: whyRanked(member, { queue, penalties, waitedMs, now }),
  }));
  // By id, so that the list does not depend on who became free first.
  const rest = best(unable, (a, b) => (a.agent < b.agent ? -1 : 1), MAX_CANDIDATES - top.length);
  for (const member of rest) {
    candidates.push({ agent: member.known.agent, rank: null, reasons: [whyPassed(member, { queue, waitedMs, now })] });
  }
  const others: Reason[] = [];
  const count = (key: string, n: number) => n > 0 && others.push({ key, n });
  count("acd.ranked-lower", able.length - top.length);
  count("acd.passed-over", unable.length - rest.length);
  count("acd.not-free", queue.members - queue.free.length);
  return others.length > 0 ? { candidates, others } : { candidates };
}

function whyRanked(
  member: Member,
  given: { queue: IndexedQueue; penalties: boolean; waitedMs: Millis; now: Millis },
): Reason[] {
  const reasons: Reason[] = [figure(member, given.queue, given.now)];
  if (given.penalties) reasons.push({ key: "acd.penalty", penalty: member.penalty });
  for (const need of given.queue.config.skills) {
    const needs = levelNeeded(need, given.waitedMs);
    if (needs > 0) {
      reasons.push({ key: "acd.skill", skill: need.skill, has: member.known.skills[need.skill] ?? 0, needs });
    }
  }
  return reasons;
}

/** The figure by which the strategy ranks. */
function figure(member: Member, queue: IndexedQueue, now: Millis): Reason {
  switch (queue.config.strategy) {
    case "longest-idle":
      return { key: "acd.idle", ms: Math.max(0, now - member.since) };
    case "fewest-calls":
      return { key: "acd.calls", n: member.callsToday };
    case "least-talk-time":
      return { key: "acd.talk", ms: member.talkMsToday };
    case "round-robin":
      return { key: "acd.turn", order: member.order };
    case "linear":
      return { key: "acd.linear", order: member.order };
    case "random":
      return { key: "acd.random" };
    case "ring-all":
      return { key: "acd.ring-all" };
  }
}

function whyPassed(member: Member, given: { queue: IndexedQueue; waitedMs: Millis; now: Millis }): Reason {
  const missing = missingSkill(given.queue.config.skills, member.known.skills, given.waitedMs);
  if (missing) return { key: "acd.skill-missing", ...missing };
  return { key: "acd.resting", ms: Math.max(0, member.known.notBefore - given.now) };
}

/** Why this call came first: against the next one of the chosen agent's queues, and against those it overtook. */
function explainOrder(
  index: Index,
  given: { call: AcdCall; queue: IndexedQueue; ahead: number; chosen: Member; now: Millis },
): Reason[] {
  const { call, queue, ahead, chosen } = given;
  const order: Reason[] = [];
  let next: { call: AcdCall; weight: number } | null = null;
  for (const member of index.agents.get(chosen.known.agent)!.members) {
    const { line, config } = member.queue;
    const other = member.queue === queue ? line[ahead + 1] : line[0];
    if (!other) continue;
    const weights = { a: config.weight, b: next?.weight ?? 0 };
    if (!next || compareAcross(other, next.call, weights) < 0) next = { call: other, weight: config.weight };
  }
  if (next) {
    const before = compareAcross(call, next.call, { a: queue.config.weight, b: next.weight }) < 0;
    // A call of a better place that this agent may not serve yet was passed over; it is counted, not compared.
    order.push(
      before
        ? whyFirst({ ...call, weight: queue.config.weight }, { ...next.call, weight: next.weight })
        : { key: "acd.overtook", call: next.call.call },
    );
  } else order.push({ key: "acd.only" });
  if (ahead > 0) order.push({ key: "acd.unservable-ahead", n: ahead });
  if (queue.line.length > 1) order.push({ key: "acd.waiting", n: queue.line.length - 1 });
  return order;
}

/** Next instant at which time alone makes a match possible; null when only news can. */
export function nextInstant(index: Index, now: Millis): Millis | null {
  let next = Infinity;
  for (const { line, free } of index.queues.values()) {
    if (line.length === 0 || free.length === 0) continue;
    const afters = new Set<number>();
    for (const { known, qualifiesAfter } of free) {
      if (qualifiesAfter === Infinity) continue;
      if (known.notBefore > now && known.notBefore < next) next = known.notBefore;
      afters.add(qualifiesAfter);
    }
    if (afters.size === 0) continue;
    for (const call of line) {
      if (call.notBefore > now && call.notBefore < next) next = call.notBefore;
      for (const after of afters) {
        const at = call.since + after;
        if (at > now && at < next) next = at;
      }
    }
  }
  return next === Infinity ? null : next;
}
