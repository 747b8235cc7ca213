/** Skills with levels that relax while a caller waits. Pure; times in milliseconds. */
import type { SkillNeed } from "./types.ts";

/**
 * Level asked for after `waitedMs`. Levels only fall: a later step that asks for more is read as no change, so that an
 * agent who may serve a caller never stops being allowed to.
 */
export function levelNeeded(need: SkillNeed, waitedMs: number): number {
  let level = need.minLevel;
  for (const step of need.relax) if (waitedMs >= step.afterMs && step.minLevel < level) level = step.minLevel;
  return level;
}

/**
 * Wait after which somebody with these skills may serve the queue's callers: 0 at once, Infinity never. Worked out once
 * per agent and queue, it makes the eligibility of a call one comparison.
 */
export function qualifiesAfterMs(needs: readonly SkillNeed[], skills: Readonly<Record<string, number>>): number {
  let after = 0;
  for (const need of needs) {
    const has = skills[need.skill] ?? 0;
    if (has >= need.minLevel) continue;
    let earliest = Infinity;
    for (const step of need.relax) if (has >= step.minLevel && step.afterMs < earliest) earliest = step.afterMs;
    if (earliest > after) after = earliest;
  }
  return after;
}

/** The first skill that is short after `waitedMs`, for the explanation of a decision. */
export function missingSkill(
  needs: readonly SkillNeed[],
  skills: Readonly<Record<string, number>>,
  waitedMs: number,
): { skill: string; has: number; needs: number } | null {
  for (const need of needs) {
    const level = levelNeeded(need, waitedMs);
    const has = skills[need.skill] ?? 0;
    if (has < level) return { skill: need.skill, has, needs: level };
  }
  return null;
}
