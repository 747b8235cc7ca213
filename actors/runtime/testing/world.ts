/** A system on a virtual clock with a journal that outlives it, for the runtime's own tests. */
import { ActorSystem, type Fault, LiveTopics, MemoryJournal, Simulation, type SystemOptions } from "../mod.ts";
import type { TraceHook } from "../types.ts";

export type Turn = Parameters<TraceHook>[0];

export interface World {
  sim: Simulation;
  journal: MemoryJournal;
  topics: LiveTopics;
  faults: Fault[];
  turns: Turn[];
  system: ActorSystem;
  /** Another system on the same journal, as after a restart of the process. */
  next(): ActorSystem;
}

/** @param setUp defines the kinds and spawns the actors of every system made. */
export function world(
  setUp: (system: ActorSystem) => void,
  { seed = 1, ...options }: Partial<SystemOptions> & { seed?: number } = {},
): World {
  const sim = new Simulation({ seed, start: 1_000_000 });
  const journal = new MemoryJournal({ clock: sim.clock, commitMs: 5 });
  const topics = new LiveTopics({ epoch: "e" });
  const faults: Fault[] = [];
  const turns: Turn[] = [];
  const next = () => {
    const system = new ActorSystem({
      clock: sim.clock,
      random: sim.random,
      scheduler: sim,
      journal,
      topics,
      onFault: (fault) => faults.push(fault),
      trace: (turn) => turns.push(turn),
      ...options,
    });
    setUp(system);
    return system;
  };
  return { sim, journal, topics, faults, turns, next, system: next() };
}
