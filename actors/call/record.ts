/**
 * The call in the records: pure mappings from a call's state to rows of `calls` and `call_segments`
 * (store/migrations/0004_calls.sql). A row is always the whole truth at a revision, so writing it twice, late or after
 * a crash does no harm, and totals agree with the journal because both come from the same segments.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { CallEvent, CallState, Segment } from "./state.ts";
import type { AgentId, CallId, EndReason, QueueId } from "./types.ts";

export type CallOutcome = "answered" | "abandoned" | "timeout" | "refused" | "unrouted" | "lost";

/** What the journal knows of `calls` and `call_segments`; times in ms since the epoch. */
export interface CallRecord {
  id: CallId;
  direction: "inbound";
  number: string;
  callerName: string;
  did: string;
  queue: QueueId | null;
  agent: AgentId | null;
  startedAt: Millis;
  queuedAt: Millis | null;
  answeredAt: Millis | null;
  endedAt: Millis | null;
  outcome: CallOutcome | null;
  endReason: EndReason | null;
  recordingName: string | null;
  recordingSeconds: number | null;
  disposition: string | null;
  notes: string;
  /** Grows with every event of the call: an older row never overwrites a newer one. */
  revision: number;
  /** All segments so far; times and sums in the records are folded from them. */
  segments: SegmentRecord[];
}

/** A span of the call; `n` counts from 1 in order of beginning and never changes its segment. */
export interface SegmentRecord extends Segment {
  n: number;
}

/** Decisions and whole states of many calls, for one write. */
export interface RecordBatch {
  calls: CallRecord[];
  decisions: AcdDecision[];
}

/**
 * A call as the records want it after `events` (already folded into `state`); null when they change nothing there.
 * With no events (activation after a crash) everything is given again.
 */
export function recordOf(state: CallState, events: readonly CallEvent[]): CallRecord | null {
  if (state.revision === 0) return null;
  if (events.length > 0 && events.every((event) => UNRECORDED.has(event.type))) return null;
  return callRecord(state);
}

/** Steps that no column shows. */
const UNRECORDED: ReadonlySet<CallEvent["type"]> = new Set([
  "announced",
  "playbackEnded",
  "rang",
  "greeting",
  "accepted",
  "released",
]);

function callRecord(state: CallState): CallRecord {
  const { phase, segments, recording } = state;
  const recorded = recording && recording.is !== "failed" ? recording : null;
  return {
    id: state.id,
    direction: "inbound",
    number: state.caller.number,
    callerName: state.caller.name,
    did: state.did,
    queue: segments.findLast((segment) => segment.queue !== null)?.queue ?? null,
    agent: state.agent,
    startedAt: state.arrivedAt,
    queuedAt: segments.find((segment) => segment.kind === "queue")?.from ?? null,
    answeredAt: state.answeredAt,
    endedAt: phase.is === "ended" ? phase.at : null,
    outcome: phase.is === "ended" ? outcomeOf(phase.reason, state.answeredAt !== null) : null,
    endReason: phase.is === "ended" ? phase.reason : null,
    recordingName: recorded && recorded.is !== "asked" ? recorded.name : null,
    recordingSeconds: recorded?.seconds ?? null,
    disposition: state.disposition,
    notes: state.notes,
    revision: state.revision,
    segments: segments.map((segment, n) => ({ ...segment, n: n + 1 })),
  };
}

/** How the call ended for the caller. */
export function outcomeOf(reason: EndReason, answered: boolean): CallOutcome {
  if (reason === "lost") return "lost";
  if (answered) return "answered";
  switch (reason) {
    case "timeout":
      return "timeout";
    case "refused-empty":
    case "refused-full":
      return "refused";
    case "unknown-number":
      return "unrouted";
    default:
      return "abandoned";
  }
}
