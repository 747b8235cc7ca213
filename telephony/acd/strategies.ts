/**
 * How a queue ranks its free agents: one comparison per strategy, each total (ties end at the agent's id), each after
 * the penalty: a higher penalty is asked only when nobody of a lower one can be. Names and meaning follow app_queue.
 */
import { hashText } from "./persistent_map.ts";
import type { Strategy } from "./types.ts";

/** A free member as the ranking sees it. */
export interface Rankable {
  agent: string;
  /** Hash of the agent's id, worked out once: random order without hashing text in each decision. */
  hash: number;
  order: number;
  penalty: number;
  /** Idle since. */
  since: number;
  callsToday: number;
  talkMsToday: number;
}

/** Whom round robin asked last in this queue; kept by value, so that it outlives the agent's leaving. */
export interface Turned {
  order: number;
  agent: string;
}

type Compare = (a: Rankable, b: Rankable) => number;

const byId: Compare = (a, b) => (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0);
const byPlace: Compare = (a, b) => a.order - b.order || byId(a, b);
const byIdle: Compare = (a, b) => a.since - b.since || byId(a, b);

/** Mixes two 32-bit numbers (finalizer of MurmurHash3): uncorrelated orders for neighbouring seeds. */
export function mix(a: number, b: number): number {
  let h = (a ^ Math.imul(b, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function afterTurn(last: Turned | null): Compare {
  if (last === null) return byPlace;
  // Members behind the one asked last come first, then the circle closes from the front.
  const passed = (m: Rankable) => m.order < last.order || (m.order === last.order && m.agent <= last.agent) ? 1 : 0;
  return (a, b) => passed(a) - passed(b) || byPlace(a, b);
}

/**
 * The comparison of a strategy. `seed` names the decision (call's id and number of the decision), so that a random
 * choice is the same in every replay.
 */
export function ranking(strategy: Strategy, given: { seed: string; last: Turned | null }): Compare {
  const within = withinPenalty(strategy, given);
  return (a, b) => a.penalty - b.penalty || within(a, b);
}

function withinPenalty(strategy: Strategy, given: { seed: string; last: Turned | null }): Compare {
  switch (strategy) {
    case "longest-idle":
      return byIdle;
    case "fewest-calls":
      return (a, b) => a.callsToday - b.callsToday || byIdle(a, b);
    case "least-talk-time":
      return (a, b) => a.talkMsToday - b.talkMsToday || byIdle(a, b);
    case "round-robin":
      return afterTurn(given.last);
    case "random": {
      const seed = hashText(given.seed);
      return (a, b) => mix(a.hash, seed) - mix(b.hash, seed) || byId(a, b);
    }
    case "ring-all":
    case "linear":
      return byPlace;
  }
}

/** Keeps the best `limit` of `members` in order, without sorting them all. */
export function best<M extends Rankable>(members: readonly M[], compare: Compare, limit: number): M[] {
  const top: M[] = [];
  if (limit <= 0) return top;
  for (const member of members) {
    if (top.length === limit && compare(member, top[limit - 1]) >= 0) continue;
    let low = 0;
    let high = top.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(top[middle], member) < 0) low = middle + 1;
      else high = middle;
    }
    if (top.length === limit) top.pop();
    top.splice(low, 0, member);
  }
  return top;
}
