/**
 * A room with several queues and groups of agents of different skills, played on a virtual clock: Erlang has no formula
 * for it. Who may serve whom, and from when on, is what the live routing says (`telephony/acd`): the line across queues by
 * weight and wait, agents by skill as demands relax, the longest idle first. The same seed gives the same day. Pure.
 *
 * Callers come as Poisson, talk lognormal times, hang up after exponential patience.
 */
import { qualifiesAfterMs, type SkillNeed } from "@/telephony/acd/mod.ts";
import { exponential, lognormal, seeded } from "@/telephony/simulator/random.ts";

export interface SimulatedQueue {
  name: string;
  /** Calls an hour. */
  callsPerHour: number;
  /** Seconds; `cv`: coefficient of variation of handle times (1 where not given: as Erlang's). */
  handle: number;
  cv?: number;
  /** Mean patience in seconds; Infinity: nobody hangs up. */
  patience: number;
  /** Higher is served first. */
  weight: number;
  needs: readonly SkillNeed[];
}

export interface AgentGroup {
  name: string;
  agents: number;
  skills: Readonly<Record<string, number>>;
}

export interface Room {
  queues: readonly SimulatedQueue[];
  groups: readonly AgentGroup[];
}

export interface SimulatedOutcome {
  queues: { name: string; calls: number; serviceLevel: number; abandon: number; meanWait: number }[];
  groups: { name: string; occupancy: number }[];
}

interface Caller {
  queue: number;
  came: number;
  leaves: number;
  /** Its talk time, drawn when it came, so that other rooms meet the same callers. */
  handle: number;
}

/** Seconds at the beginning that are played but not counted: the room fills. */
const WARM_UP = 3_600;

/** Plays `hours` of the room. Line and idle agents are looked through at each change: rooms of up to some hundred agents. */
export function simulateRoom(
  { queues, groups }: Room,
  options: { hours: number; seed: number; within: number },
): SimulatedOutcome {
  const end = WARM_UP + options.hours * 3_600;
  const after = groups.map(({ skills }) => queues.map(({ needs }) => qualifiesAfterMs(needs, skills) / 1_000));
  const sources = queues.map((queue, n) => source(queue, { seed: options.seed * 1_009 + n, queue: n }));
  const coming = sources.map((next) => next(0));
  // Idle agents of a group in the order in which they became idle; busy ones by the time that they end.
  const idle = groups.map(({ agents }) => new Array<number>(agents).fill(0));
  const busy = new Ends();
  const lines: Caller[][] = queues.map(() => []);
  const seen = queues.map(() => ({ calls: 0, inTime: 0, abandoned: 0, waited: 0 }));
  const worked = groups.map(() => 0);

  const count = (caller: Caller, wait: number, answered: boolean) => {
    if (caller.came < WARM_UP) return;
    const one = seen[caller.queue];
    one.calls++;
    one.waited += wait;
    if (!answered) one.abandoned++;
    else if (wait <= options.within) one.inTime++;
  };
  const answer = (caller: Caller, { group, now }: { group: number; now: number }) => {
    idle[group].shift();
    busy.add(now + caller.handle, group);
    worked[group] += Math.max(0, Math.min(end, now + caller.handle) - Math.max(WARM_UP, now));
    count(caller, now - caller.came, true);
  };
  /** The group with the longest idle agent who may serve the queue after this wait; −1: nobody. */
  const groupFor = (queue: number, waited: number) => {
    let best = -1;
    for (let group = 0; group < groups.length; group++) {
      if (idle[group].length === 0 || after[group][queue] > waited) continue;
      if (best < 0 || idle[group][0] < idle[best][0]) best = group;
    }
    return best;
  };
  const leave = (now: number) => {
    for (const line of lines) {
      for (let n = line.length - 1; n >= 0; n--) {
        if (line[n].leaves > now) continue;
        const [caller] = line.splice(n, 1);
        count(caller, caller.leaves - caller.came, false);
      }
    }
  };
  /** The caller who comes first of those whom a group may serve now. */
  const nextFor = (group: number, now: number) => {
    let best: Caller | null = null;
    for (const line of lines) {
      // Within a line whoever came first has waited longest, so only the head can be the one.
      const head = line[0];
      if (!head || after[group][head.queue] > now - head.came + 1e-9) continue;
      if (
        !best || queues[head.queue].weight > queues[best.queue].weight ||
        (queues[head.queue].weight === queues[best.queue].weight && head.came < best.came)
      ) best = head;
    }
    return best;
  };
  /** When a caller in line is next allowed to an idle group. */
  const nextRelaxed = (now: number) => {
    let soonest = Infinity;
    for (const [queue, line] of lines.entries()) {
      if (line.length === 0) continue;
      for (let group = 0; group < groups.length; group++) {
        if (idle[group].length === 0 || after[group][queue] === Infinity) continue;
        soonest = Math.min(soonest, Math.max(now, line[0].came + after[group][queue]));
      }
    }
    return soonest;
  };

  for (let now = 0; now < end;) {
    let queue = 0;
    for (let n = 1; n < coming.length; n++) if (coming[n].came < coming[queue].came) queue = n;
    const arrives = coming[queue]?.came ?? Infinity, frees = busy.soonest(), relaxes = nextRelaxed(now);
    now = Math.min(arrives, frees, relaxes);
    if (now >= end) break;
    leave(now);
    if (now === frees) idle[busy.pop()].push(now);
    else if (now === arrives) {
      lines[queue].push(coming[queue]);
      coming[queue] = sources[queue](now);
    }
    for (let served = true; served;) {
      served = false;
      for (let group = 0; group < groups.length; group++) {
        if (idle[group].length === 0) continue;
        const caller = nextFor(group, now);
        if (!caller) continue;
        // The caller's turn; of those who may serve it, whoever is idle longest does.
        lines[caller.queue].shift();
        answer(caller, { group: groupFor(caller.queue, now - caller.came + 1e-9), now });
        served = true;
      }
    }
  }
  for (const caller of lines.flat()) count(caller, Math.min(end, caller.leaves) - caller.came, false);
  return {
    queues: seen.map(({ calls, inTime, abandoned, waited }, n) => ({
      name: queues[n].name,
      calls,
      serviceLevel: calls > 0 ? inTime / calls : 1,
      abandon: calls > 0 ? abandoned / calls : 0,
      meanWait: calls > 0 ? waited / calls : 0,
    })),
    groups: groups.map(({ name, agents }, n) => ({
      name,
      occupancy: agents > 0 ? worked[n] / (agents * (end - WARM_UP)) : 0,
    })),
  };
}

/** Callers of a queue, one after another, from a stream of their own. */
function source(queue: SimulatedQueue, options: { seed: number; queue: number }): (after: number) => Caller {
  const random = seeded(options.seed);
  return (after) => {
    const came = queue.callsPerHour > 0 ? after + exponential(random, 3_600 / queue.callsPerHour) : Infinity;
    const { handle, cv = 1, patience } = queue;
    const talks = cv === 1 ? exponential(random, handle) : lognormal(random, { mean: handle, cv });
    return { queue: options.queue, came, handle: talks, leaves: came + exponential(random, patience) };
  };
}

/** Binary heap of when calls end and whose group they free. */
class Ends {
  readonly #times: number[] = [];
  readonly #groups: number[] = [];

  soonest(): number {
    return this.#times[0] ?? Infinity;
  }

  add(time: number, group: number): void {
    let at = this.#times.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#times[above] <= time) break;
      this.#times[at] = this.#times[above];
      this.#groups[at] = this.#groups[above];
      at = above;
    }
    this.#times[at] = time;
    this.#groups[at] = group;
  }

  /** The group freed soonest. */
  pop(): number {
    const first = this.#groups[0];
    const time = this.#times.pop()!, group = this.#groups.pop()!;
    const length = this.#times.length;
    let at = 0;
    for (let below = 1; below < length; below = 2 * at + 1) {
      if (below + 1 < length && this.#times[below + 1] < this.#times[below]) below++;
      if (this.#times[below] >= time) break;
      this.#times[at] = this.#times[below];
      this.#groups[at] = this.#groups[below];
      at = below;
    }
    if (length > 0) [this.#times[at], this.#groups[at]] = [time, group];
    return first;
  }
}
