/** What goes to the Worker that plays rooms, and comes back: plain data. */
import type { SkillsRequired, SkillTarget } from "@/ml/staffing/skills_requirement.ts";
import type { AgentGroup, Room, SimulatedOutcome } from "@/ml/staffing/skills_simulation.ts";

export interface SkillsTask {
  /** Groups without agents: the search begins with an empty room. */
  room: Room;
  target: SkillTarget;
  /** Who is on the phones now, in the order of the room's groups. */
  there: AgentGroup[];
  hours: number;
  seed: number;
}

export interface SkillsPlayed {
  required: SkillsRequired;
  /** How it goes with those who are there. */
  now: SimulatedOutcome;
}

export type SkillsSays =
  | { say: "played"; rooms: number }
  | { say: "done"; value: SkillsPlayed }
  | { say: "failed"; message: string };
