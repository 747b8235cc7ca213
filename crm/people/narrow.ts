/** Rights cut down to what a token's scopes name. Pure. */

const REACHES = ["own", "team", "all"];

/** `leads.view.team` → how far, of what; null: a word without a reach. */
function reachOf(word: string): { base: string; rank: number } | null {
  const at = word.lastIndexOf(".");
  const rank = REACHES.indexOf(word.slice(at + 1));
  return rank < 0 ? null : { base: word.slice(0, at), rank };
}

/** How far the words reach, by what. */
function farthest(words: readonly string[]): Map<string, number> {
  const far = new Map<string, number>();
  for (const word of words) {
    const reach = reachOf(word);
    if (reach) far.set(reach.base, Math.max(far.get(reach.base) ?? -1, reach.rank));
  }
  return far;
}

/**
 * Whether a person who holds `held` may do what `word` names: a reach of "all" covers "team" and "own".
 */
export function covers(held: readonly string[], word: string): boolean {
  const reach = reachOf(word);
  return reach === null ? held.includes(word) : (farthest(held).get(reach.base) ?? -1) >= reach.rank;
}

/** What both allow: the same words, and of each reach the shorter one. */
export function narrowed(held: readonly string[], scopes: readonly string[]): string[] {
  const mine = farthest(held);
  const plain = held.filter((word) => reachOf(word) === null && scopes.includes(word));
  const reaching = [...farthest(scopes)].flatMap(([base, rank]) => {
    const both = Math.min(rank, mine.get(base) ?? -1);
    return both < 0 ? [] : [`${base}.${REACHES[both]}`];
  });
  return [...plain, ...reaching];
}
