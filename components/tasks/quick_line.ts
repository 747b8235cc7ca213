/** Looking for words in a line and taking them out of it; letters of every language end words. Pure. */

export interface Line {
  /** What nobody has understood yet. */
  text: string;
}

export const NUMBER = "\\d{1,3}";

/** Any of the words, the longest first. */
export function anyOf(words: readonly string[]): string {
  const sorted = [...words].sort((a, b) => b.length - a.length);
  return `(?:${sorted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+")).join("|")})`;
}

const made = new Map<string, RegExp>();

function whole(pattern: string): RegExp {
  let found = made.get(pattern);
  if (!found) made.set(pattern, found = new RegExp(`(?<![\\p{L}\\p{N}.:-])${pattern}(?![\\p{L}\\p{N}:])`, "iu"));
  return found;
}

/** Takes the first place where whole words fit the pattern out of the line. */
export function take(line: Line, pattern: string): RegExpExecArray | null {
  const match = whole(pattern).exec(line.text);
  if (match) line.text = `${line.text.slice(0, match.index)} ${line.text.slice(match.index + match[0].length)}`;
  return match;
}

/** Where the words stand; -1: nowhere. */
export function inWords(text: string, pattern: string): number {
  return whole(pattern).exec(text)?.index ?? -1;
}
