/** Vocabulary of the pure routing core (automatic call distribution). Used by `actors/acd` and by simulations. */

/**
 * `longest-idle` longest since the last call ended (app_queue: leastrecent) · `round-robin` with memory (rrmemory) ·
 * `fewest-calls` answered today · `least-talk-time` today · `random` (seeded from the call's id: replayable) ·
 * `ring-all` first to answer · `linear` by the member's order.
 */
export type Strategy =
  | "longest-idle"
  | "round-robin"
  | "fewest-calls"
  | "least-talk-time"
  | "random"
  | "ring-all"
  | "linear";

/** Level of a skill: 1 (beginner) to 100 (expert). */
export type SkillLevel = number;

/** What a queue asks of agents, and how the demand relaxes while a caller waits. */
export interface SkillNeed {
  skill: string;
  minLevel: SkillLevel;
  /** After `afterMs` of waiting the level falls to `minLevel` (0: no longer needed). Ordered by `afterMs`. */
  relax: { afterMs: number; minLevel: SkillLevel }[];
}
