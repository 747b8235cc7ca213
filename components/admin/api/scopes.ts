/** Which rights a token may be given, as the dialog shows them. Pure. */
import { GROUPS, type Line, type Reach, REACHES, reachIn } from "@/components/admin/roles/words.ts";

/** A line of the choice; of a reach, no farther than the account's own. */
export type ScopeLine = { word: string; reaches: readonly Reach[] | null };

/** The groups with only what is held. */
export function scopeGroups(held: readonly string[]): { key: string; lines: ScopeLine[] }[] {
  return GROUPS.map(({ key, lines }) => ({ key, lines: lines.flatMap((line) => lineOf(line, held)) }))
    .filter(({ lines }) => lines.length > 0);
}

function lineOf(line: Line, held: readonly string[]): ScopeLine[] {
  if ("tick" in line) return held.includes(line.tick) ? [{ word: line.tick, reaches: null }] : [];
  const far = REACHES.indexOf(reachIn(held, line.reach));
  return far === 0 ? [] : [{ word: line.reach, reaches: REACHES.slice(0, far + 1) }];
}

/** All that is held, each reach at its farthest only. */
export function allScopes(held: readonly string[]): string[] {
  return scopeGroups(held).flatMap(({ lines }) =>
    lines.map(({ word, reaches }) => reaches ? `${word}.${reaches.at(-1)}` : word)
  );
}
