/** Names under which what was told is kept: all deals, a team, a person, and each of one pipeline. Pure. */

export type Scope = { team: string | null; owner: string | null; pipeline: string | null };

/** `all`, `team:<id>`, `owner:<id>`, with `+pipeline:<id>` of one pipeline. A person in a team is the person. */
export function scopeName({ team, owner, pipeline }: Scope): string {
  const who = owner ? `owner:${owner}` : team ? `team:${team}` : "all";
  return pipeline ? `${who}+pipeline:${pipeline}` : who;
}

export function scopeOf(name: string): Scope {
  const of = (word: string) => new RegExp(`${word}:([^+]+)`).exec(name)?.[1] ?? null;
  return { team: of("team"), owner: of("owner"), pipeline: of("pipeline") };
}
