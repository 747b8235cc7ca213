/**
 * Segments of a call: how history, wait times and talk times are derived from its journal, one rule for all.
 *
 * From arrival to end the call is covered without a gap: `ivr` until a queue, `queue` while nobody is rung, `ring` per
 * agent rung, `agent` and `hold` while connected. Only `ring` rows may lie side by side (ringing all). The `wrap-up`
 * follows the call and is the agent's.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, QueueId } from "./types.ts";
import { type CallEvent, type CallState, legsOf, queueOf, type Segment } from "./state.ts";

/** Segments of `state` after `event`; pure, given the state before the event. */
export function segmentsAfter(state: CallState, event: CallEvent): Segment[] {
  const { segments } = state;
  const at = Math.max(state.at, event.at);
  switch (event.type) {
    case "arrived":
      return [open("ivr", at, {})];
    case "joined":
      return [...close(segments, at, "queued"), open("queue", at, { queue: event.queue })];
    case "left":
      return close(segments, at, event.how);
    case "offered": {
      const queue = queueOf(state);
      const rings = event.legs.map((leg) => open("ring", at, { queue, agent: leg.agent }));
      return [...close(segments, at, "offered", (segment) => segment.kind === "queue"), ...rings];
    }
    case "missed": {
      const rest = legsOf(state).length - 1;
      const closed = close(segments, at, event.reason, (s) => s.kind === "ring" && s.agent === event.agent);
      return rest > 0 ? closed : [...closed, open("queue", at, { queue: queueOf(state) })];
    }
    case "answered":
    case "adopted":
      return [...close(segments, at, "answered"), open("agent", at, { queue: queueOf(state), agent: event.agent })];
    case "held":
    case "unheld": {
      if (state.phase.is !== "talking") return segments;
      const { queue, leg } = state.phase;
      const kind = event.type === "held" ? "hold" : "agent";
      return [...close(segments, at, event.type), open(kind, at, { queue, agent: leg.agent })];
    }
    case "ended": {
      const closed = close(segments, at, event.reason);
      if (state.phase.is !== "talking" || !state.terms || !hasWrapUp(state.terms)) return closed;
      return [...closed, open("wrap-up", at, { queue: state.phase.queue, agent: state.agent })];
    }
    case "wrappedUp":
      return close(segments, at, "finished", (segment) => segment.kind === "wrap-up" && segment.agent === event.agent);
    default:
      return segments;
  }
}

/** True when the agent has something to do after a call under these terms. */
export function hasWrapUp(terms: { wrapUpMs: number; dispositionRequired: boolean }): boolean {
  return terms.wrapUpMs > 0 || terms.dispositionRequired;
}

/** When the caller first stood in a line; the arrival before that. */
export function waitingSince(state: Pick<CallState, "segments" | "arrivedAt">): Millis {
  return state.segments.find((segment) => segment.kind === "queue")?.from ?? state.arrivedAt;
}

function open(kind: Segment["kind"], from: Millis, who: { queue?: QueueId | null; agent?: AgentId | null }): Segment {
  return { kind, queue: who.queue ?? null, agent: who.agent ?? null, from, to: null, outcome: null };
}

function close(segments: Segment[], to: Millis, outcome: string, which: (s: Segment) => boolean = () => true) {
  return segments.map((segment) => segment.to === null && which(segment) ? { ...segment, to, outcome } : segment);
}

/** Sums over the closed segments, ms. `wait` is the time in queues, rung or not, each moment counted once. */
export function totalsOf(segments: readonly Segment[]): { wait: number; talk: number; hold: number; wrapUp: number } {
  const length = (kind: Segment["kind"]) =>
    segments.reduce((sum, s) => s.kind === kind && s.to !== null ? sum + s.to - s.from : sum, 0);
  return {
    wait: covered(segments.filter((s) => s.kind === "queue" || s.kind === "ring")),
    talk: length("agent"),
    hold: length("hold"),
    wrapUp: length("wrap-up"),
  };
}

/** Length of the union of segments that are in order of their beginnings. */
function covered(segments: readonly Segment[]): Millis {
  let sum = 0;
  let until = -Infinity;
  for (const { from, to } of segments) {
    if (to === null || to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum;
}
