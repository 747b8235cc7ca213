/**
 * Agents by group for several queues at once, by playing the room: from too few, the next agent goes where he helps the
 * queues that miss their target most, until all meet it; then whoever is not missed leaves. Every room meets the same
 * callers (common random numbers), so that rooms differ by their agents and not by luck. Pure.
 */
import { type AgentGroup, type Room, type SimulatedOutcome, simulateRoom } from "@/ml/staffing/skills_simulation.ts";

export interface SkillTarget {
  /** By queue name. */
  queues: Readonly<Record<string, { serviceLevel?: number; abandon?: number }>>;
  within: number;
}

export type SkillsRequired =
  | { ok: true; groups: AgentGroup[]; outcome: SimulatedOutcome; rooms: number }
  /** `unserved`: no group may ever serve a queue · `not-found`: not met with so many rooms played. */
  | { ok: false; code: "unserved" | "not-found"; queue: string };

/** Rooms played at most. */
const MOST_ROOMS = 400;
/** A step adds this part of the room. */
const STEPS = 15;

/** `room.groups` say the skills; their agents are where the search begins. */
export function staffSkills(
  room: Room,
  options: { target: SkillTarget; hours: number; seed: number; onRoom?: (played: number) => void },
): SkillsRequired {
  const { target, hours, seed, onRoom } = options;
  let rooms = 0;
  const play = (groups: readonly AgentGroup[]) => {
    onRoom?.(++rooms);
    return simulateRoom({ ...room, groups }, { hours, seed, within: target.within });
  };
  const unserved = room.queues.find(({ needs }) =>
    !room.groups.some(({ skills }) => needs.every((need) => reaches(need, skills[need.skill] ?? 0)))
  );
  if (unserved) return { ok: false, code: "unserved", queue: unserved.name };

  let groups = room.groups.map((group) => ({ ...group }));
  let outcome = play(groups);
  while (missing(outcome, target) > 0) {
    if (rooms + groups.length > MOST_ROOMS) return { ok: false, code: "not-found", queue: worst(outcome, target) };
    // In bigger steps in bigger rooms; who is too many leaves in the end.
    const step = Math.max(1, Math.round(groups.reduce((sum, { agents }) => sum + agents, 0) / STEPS));
    const tried = groups.map((_, n) => {
      const more = groups.map((group, m) => m === n ? { ...group, agents: group.agents + step } : group);
      return { more, outcome: play(more) };
    });
    const best = tried.reduce((a, b) => missing(b.outcome, target) < missing(a.outcome, target) ? b : a);
    groups = best.more;
    outcome = best.outcome;
  }
  for (let n = 0; n < groups.length && rooms < MOST_ROOMS;) {
    const fewer = groups.map((group, m) => m === n ? { ...group, agents: group.agents - 1 } : group);
    const without = groups[n].agents > 0 ? play(fewer) : null;
    if (without && missing(without, target) <= 0) [groups, outcome] = [fewer, without];
    else n++;
  }
  return { ok: true, groups, outcome, rooms };
}

/** By how much queues miss their targets, together; the waits break ties while nothing is answered in time. */
function missing({ queues }: SimulatedOutcome, target: SkillTarget): number {
  return queues.reduce((sum, one) => sum + short(one, target), 0);
}

function short(one: SimulatedOutcome["queues"][number], { queues }: SkillTarget): number {
  const { serviceLevel = 0, abandon = 1 } = queues[one.name] ?? {};
  const by = Math.max(0, serviceLevel - one.serviceLevel) + Math.max(0, one.abandon - abandon);
  return by > 0 ? by + 1e-3 * one.meanWait / (one.meanWait + 60) : 0;
}

function worst({ queues }: SimulatedOutcome, target: SkillTarget): string {
  return queues.reduce((a, b) => short(b, target) > short(a, target) ? b : a).name;
}

function reaches(need: Room["queues"][number]["needs"][number], has: number): boolean {
  return has >= need.minLevel || need.relax.some(({ minLevel }) => has >= minLevel);
}
