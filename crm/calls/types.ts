/**
 * What the live part hands over to the records: whole states of calls, never patches, so that writing one twice or
 * late changes nothing. Made by actors/call/record.ts, written by `writeCalls`.
 */
import type { CallDirection, CallOutcome, SegmentKind } from "@/store/tables/calls.ts";
import type { Millis } from "@/actors/runtime/types.ts";

export type { CallDirection, CallOutcome, SegmentKind };

/** One call as its actor knows it now. Times are ms since the epoch. */
export interface CallRecord {
  id: string;
  /** Sequence of the last journal event in it; a record older than what stands is left out. */
  revision: number;
  direction: CallDirection;
  /** E.164 when it could be parsed, else as received. */
  number: string;
  callerName: string;
  did: string;
  /** Last queue the call stood in. */
  queue: string | null;
  /** Agent who talked (the last one, after transfers). */
  agent: string | null;
  /** Absent: the agent's team is looked up when writing. */
  team?: string | null;
  /** Absent: found by number when writing. */
  contact?: string | null;
  startedAt: Millis;
  /** First joined a queue. */
  queuedAt: Millis | null;
  /** First agent answered. */
  answeredAt: Millis | null;
  endedAt: Millis | null;
  /** null while the call lives. */
  outcome: CallOutcome | null;
  endReason: string | null;
  recordingName: string | null;
  recordingSeconds: number | null;
  /** Code of a disposition. Left alone when a person changed it in the records. */
  disposition: string | null;
  notes: string;
  /** All segments so far. */
  segments: CallSegment[];
  demo?: boolean;
}

/**
 * One span of a call, by the rule of actors/call/segments.ts: `ivr` until a queue, `queue` while nobody is rung, `ring`
 * per agent rung (these may lie side by side), `agent` and `hold` in turn while connected, then `wrap-up`.
 */
export interface CallSegment {
  /** Counts from 1 in order of beginning and never changes for a segment. */
  n: number;
  kind: SegmentKind;
  queue: string | null;
  agent: string | null;
  from: Millis;
  to: Millis | null;
  /** `answered`, `abandoned`, a MissReason, the end reason, …; null while it lasts. */
  outcome: string | null;
}

/** What stands in a call's record as sums, ms. Always the fold of its segments, see {@link sumsOf}. */
export interface CallSums {
  /** In line, rung or not, over all queues, each moment once. */
  waitMs: number;
  /** Agent and caller connected, without hold. */
  talkMs: number;
  holdMs: number;
  wrapMs: number;
}
