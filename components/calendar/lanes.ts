/** Things that overlap, side by side: who stands in which lane. Pure. */

export interface Lane {
  lane: number;
  /** Of its group: all that overlap each other, directly or through others. */
  lanes: number;
  /** How many lanes it may take: its own and the free ones to its right. */
  span: number;
}

interface Ranged {
  from: number;
  to: number;
}

/**
 * Lanes of things in the order given (by beginning, longer ones first, is best). No two in one lane overlap, and a
 * group takes as few lanes as things ever overlap in it at once.
 */
export function lanesOf(things: readonly Ranged[]): Lane[] {
  const order = things.map((_, n) => n).sort((a, b) =>
    things[a].from - things[b].from || things[b].to - things[a].to || a - b
  );
  const out: Lane[] = things.map(() => ({ lane: 0, lanes: 1, span: 1 }));
  let group: number[] = [];
  let groupEnd = -Infinity;
  const ends: number[] = [];
  const close = () => {
    for (const n of group) {
      out[n].lanes = ends.length;
      out[n].span = spanOf(n);
    }
    group = [];
    ends.length = 0;
  };
  const spanOf = (n: number) => {
    const { lane } = out[n];
    for (let next = lane + 1; next < ends.length; next++) {
      const taken = group.some((other) => out[other].lane === next && overlap(things[n], things[other]));
      if (taken) return next - lane;
    }
    return ends.length - lane;
  };
  for (const n of order) {
    const { from, to } = things[n];
    if (from >= groupEnd) close();
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    out[n].lane = lane;
    group.push(n);
    groupEnd = Math.max(group.length === 1 ? -Infinity : groupEnd, to);
  }
  close();
  return out;
}

const overlap = (a: Ranged, b: Ranged) => a.from < b.to && b.from < a.to;

/** Rows of things that lie across whole columns (`first` to `last`, both with it): the highest free row each. */
export function rowsOf(things: readonly { first: number; last: number }[]): number[] {
  const rows: { first: number; last: number }[][] = [];
  return things.map((thing) => {
    let row = rows.findIndex((taken) => taken.every(({ first, last }) => last < thing.first || first > thing.last));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push(thing);
    return row;
  });
}
