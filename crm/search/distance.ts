/** How many slips of the fingers lie between two words. Pure. */

/**
 * Optimal string alignment: letters changed, left out, put in, or two neighbours swapped, each one edit; a swapped pair
 * is not edited again (Boytsov, "Indexing methods for approximate dictionary searching", 2011). It is symmetric and 0
 * only for equal words, but no metric: ca → ac → abc is shorter than ca → abc.
 *
 * @returns the edits, or `atMost + 1` as soon as more are certain.
 */
export function editDistance(a: string, b: string, options: { atMost: number }): number {
  const { atMost } = options;
  const over = atMost + 1;
  if (Math.abs(a.length - b.length) > atMost) return over;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const changed = last[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      let edits = Math.min(changed, last[column] + 1, next[column - 1] + 1);
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, before[column - 2] + 1);
      }
      next.push(edits);
      least = Math.min(least, edits);
    }
    // No later row is cheaper: a swap reaches back two rows, but costs no less than this row's least.
    if (least > atMost) return over;
    [before, last] = [last, next];
  }
  return Math.min(last[b.length], over);
}

/**
 * How many edits a word of so many letters may be from what was meant. Of short words nearly everything is one edit
 * away from something else, and people see a slip in them.
 */
export function allowedEdits(letters: number): number {
  return letters <= 3 ? 0 : letters <= 5 ? 1 : letters <= 9 ? 2 : 3;
}
