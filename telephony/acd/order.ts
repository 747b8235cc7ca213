/**
 * The one order of waiting calls across all queues: weight of the queue, then priority of the call, then who waits
 * longer, then the call's id. It is total and knows nothing of arrival order in a process, so the same journal gives
 * the same decisions. Within equal weight and priority it is first come, first served over all queues: a caller is
 * overtaken only by those who came before or, being served by agents whom the caller's queue does not have, compete
 * for somebody else; so nobody starves while weights and priorities are equal.
 */

export interface WaitingCall {
  call: string;
  /** When the call joined the queue. */
  since: number;
  priority: number;
}

/** Negative when `a` comes before `b` in the line of one queue. */
export function compareInLine(a: WaitingCall, b: WaitingCall): number {
  return b.priority - a.priority || a.since - b.since || (a.call < b.call ? -1 : a.call > b.call ? 1 : 0);
}

/** Negative when `a` comes before `b` across queues of the given weights. */
export function compareAcross(a: WaitingCall, b: WaitingCall, weights: { a: number; b: number }): number {
  return weights.b - weights.a || compareInLine(a, b);
}

/** Why `first` came before `other`, in keys of the message catalogue. */
export function whyFirst(
  first: WaitingCall & { weight: number },
  other: WaitingCall & { weight: number },
): { key: string } & Record<string, string | number> {
  if (first.weight !== other.weight) {
    return { key: "acd.weight", call: other.call, weight: first.weight, other: other.weight };
  }
  if (first.priority !== other.priority) {
    return { key: "acd.priority", call: other.call, priority: first.priority, other: other.priority };
  }
  return { key: "acd.waited", call: other.call, ms: Math.max(0, other.since - first.since) };
}

/** Position in a line sorted by {@link compareInLine} where `call` stands or would stand. */
export function placeInLine(line: readonly WaitingCall[], call: WaitingCall): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareInLine(line[middle], call) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
