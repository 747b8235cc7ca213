/**
 * How many agents a queue had in past intervals, told from the calls that they took: somebody is there from the first of
 * a run of calls to the last, runs being apart by breaks, and for this queue as far as the run's work was this queue's.
 * Nobody keeps attendance by queue, and whoever took no call at all is not seen. Pure.
 */
export interface WorkedSpan {
  agent: string;
  /** Of this queue's calls. */
  own: boolean;
  /** Moments in ms: answered, and wrapped up. */
  from: number;
  to: number;
}

/** A pause longer than this was a break or the end of a shift, in ms. */
const BREAK = 40 * 60_000;

/** Agents on average in each of the intervals that begin at `edges[n]` and end at `edges[n + 1]`. */
export function presentAgents(work: readonly WorkedSpan[], edges: readonly number[]): number[] {
  const there = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  for (const run of runsOf(work)) {
    for (let n = 0; n < there.length; n++) {
      const overlap = Math.min(run.to, edges[n + 1]) - Math.max(run.from, edges[n]);
      if (overlap > 0) there[n] += run.share * overlap / (edges[n + 1] - edges[n]);
    }
  }
  return there;
}

interface Run {
  from: number;
  to: number;
  share: number;
}

function runsOf(work: readonly WorkedSpan[]): Run[] {
  const byAgent = Map.groupBy(work, ({ agent }) => agent);
  return [...byAgent.values()].flatMap((spans) => {
    const runs: { from: number; to: number; own: number; all: number }[] = [];
    for (const { from, to, own } of spans.toSorted((a, b) => a.from - b.from)) {
      let run = runs.at(-1);
      if (!run || from - run.to > BREAK) runs.push(run = { from, to, own: 0, all: 0 });
      run.to = Math.max(run.to, to);
      const length = Math.max(1, to - from);
      run.all += length;
      if (own) run.own += length;
    }
    return runs.map(({ from, to, own, all }) => ({ from, to, share: own / all }));
  });
}
