/**
 * The call in the records: pure mappings from a call's state to rows of `calls` and `call_segments`
 * (store/migrations/0004_calls.sql). A row is always the whole truth at a revision, so writing it twice, late or after
 * a crash does no harm, and totals agree with the journal because both come from the same segments.
 */
import type { Millis } from "@/actors/runtime/types.ts";
import type { AcdDecision } from "@/actors/acd/types.ts";
import type { CallEvent, CallState, Segment } from "./state.ts";
import { totalsOf } from "./segments.ts";
import type { AgentId, CallId, EndReason, QueueId } from "./types.ts";

export type CallOutcome = "answered" | "abandoned" | "timeout" | "refused" | "unrouted" | "lost";

/** Columns of `calls` that the journal owns; times in ms since the epoch. */
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
  waitMs: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
  outcome: CallOutcome | null;
  endReason: EndReason | null;
  recordingName: string | null;
  recordingSeconds: number | null;
  disposition: string | null;
  notes: string;
  /** Grows with every event of the call: an older row never overwrites a newer one. */
  revision: number;
}

/** One row of `call_segments`; `n` counts from 0 and never changes its segment. */
export interface SegmentRecord extends Segment {
  call: CallId;
  n: number;
}

/** What one call changes in the records. */
export interface CallRows {
  call: CallRecord;
  segments: SegmentRecord[];
}

/** A batch of many calls for one write. */
export interface RecordBatch {
  calls: CallRecord[];
  segments: SegmentRecord[];
  decisions: AcdDecision[];
}

/**
 * Rows of a call after `events` (already folded into `state`); null when nothing of it is in the records' interest.
 * With no events (activation after a crash) everything is given again.
 */
export function recordOf(state: CallState, events: readonly CallEvent[]): CallRows | null {
  if (state.revision === 0) return null;
  if (events.length > 0 && events.every((event) => UNRECORDED.has(event.type))) return null;
  return {
    call: callRecord(state),
    segments: state.segments.map((segment, n) => ({ ...segment, call: state.id, n })),
  };
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
  const totals = totalsOf(segments);
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
    waitMs: totals.wait,
    talkMs: totals.talk,
    holdMs: totals.hold,
    wrapMs: totals.wrapUp,
    outcome: phase.is === "ended" ? outcomeOf(phase.reason, state.answeredAt !== null) : null,
    endReason: phase.is === "ended" ? phase.reason : null,
    recordingName: recorded && recorded.is !== "asked" ? recorded.name : null,
    recordingSeconds: recorded?.seconds ?? null,
    disposition: state.disposition,
    notes: state.notes,
    revision: state.revision,
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
