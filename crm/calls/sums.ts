/** Sums of a call, folded from its segments; what `writeCalls` stores and what tests compare totals with. */
import type { CallSegment, CallSums } from "@/crm/calls/types.ts";

/** Only closed segments count. `waitMs` is the union of queue and ring segments: rings may lie side by side. */
export function sumsOf(segments: readonly CallSegment[]): CallSums {
  const sums: CallSums = { waitMs: 0, talkMs: 0, holdMs: 0, wrapMs: 0 };
  const line = segments.filter((segment) => segment.kind === "queue" || segment.kind === "ring")
    .toSorted((a, b) => a.from - b.from);
  let until = -Infinity;
  for (const { from, to } of line) {
    if (to === null || to <= until) continue;
    sums.waitMs += to - Math.max(from, until);
    until = to;
  }
  for (const { kind, from, to } of segments) {
    const length = to === null ? 0 : Math.max(0, to - from);
    if (kind === "agent") sums.talkMs += length;
    else if (kind === "hold") sums.holdMs += length;
    else if (kind === "wrap-up") sums.wrapMs += length;
  }
  return sums;
}
