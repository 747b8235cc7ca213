/**
 * Whose turn it is: pure, without clock or randomness, so that the same state always gives the same person.
 * Round robin goes through the pool in one fixed order and remembers only who was last, so that people who come and go
 * neither lose their place nor are flooded when they return.
 */
import { isWorking } from "@/crm/calendar/working.ts";
import type { AssignmentFallback, AssignmentStrategy, WorkingHours } from "@/store/tables/intake.ts";

export interface Candidate {
  id: string;
  /** Logged in to the line now. */
  online: boolean;
  /** Open leads: new or in work. */
  load: number;
  /** How many times the share of others; from 1. */
  weight: number;
}

export interface Turn {
  strategy: AssignmentStrategy;
  onlineOnly: boolean;
  fallback: AssignmentFallback;
  /** Who was last; null: nobody yet. */
  last: string | null;
}

/**
 * - `user`: this person, who is remembered as the last one
 * - `team`: nobody in person
 * - `next`: this rule has nobody, another may
 * - `nobody`: the lead stays without an owner, and no other rule is asked
 */
export type Choice = { to: "user"; user: string } | { to: "team" } | { to: "next" } | { to: "nobody" };

/** Candidates are people who may get leads at all; their order does not matter. */
export function choose(turn: Turn, candidates: readonly Candidate[]): Choice {
  if (turn.strategy === "team") return { to: "team" };
  const there = turn.onlineOnly ? candidates.filter((one) => one.online) : candidates;
  const found = pick(turn, there);
  if (found) return { to: "user", user: found };
  if (turn.fallback === "offline") {
    const anyone = pick(turn, candidates);
    if (anyone) return { to: "user", user: anyone };
  }
  return { to: turn.fallback === "nobody" ? "nobody" : "next" };
}

function pick(turn: Turn, candidates: readonly Candidate[]): string | null {
  if (candidates.length === 0) return null;
  const inOrder = afterLast(candidates, turn.last);
  if (turn.strategy !== "load") return inOrder[0].id;
  let least = inOrder[0];
  // Ties go to whoever waited longest, by the order of turns.
  for (const one of inOrder) if (share(one) < share(least)) least = one;
  return least.id;
}

const share = ({ load, weight }: Candidate) => load / Math.max(1, weight);

/** By id, beginning behind the last one; somebody who is no longer in the pool still marks the place. */
function afterLast(candidates: readonly Candidate[], last: string | null): Candidate[] {
  const sorted = [...candidates].sort((a, b) => a.id < b.id ? -1 : 1);
  const from = last === null ? 0 : sorted.findIndex((one) => one.id > last);
  return from <= 0 ? sorted : [...sorted.slice(from), ...sorted.slice(0, from)];
}

/** Whether a moment lies in a rule's own hours. Hours that end before they begin run over midnight and belong to the first day. */
export function isWithin(hours: WorkingHours, at: Date, siteZone: string): boolean {
  const { from, to, days } = hours;
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => days.includes(day) ? [{ from, to }] : []);
  return isWorking({ timeZone: hours.timeZone || siteZone, week, days: new Map() }, at.getTime());
}
