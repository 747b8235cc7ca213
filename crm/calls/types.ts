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
  /** All segments so far, without wrap-ups (the agent's actor reports those, see {@link WrapUpRecord}). */
  segments: CallSegment[];
  demo?: boolean;
}

/**
 * One span of a call. `queue` runs from joining to answer or leaving; `ring` lies inside it, one per leg; `agent` runs
 * from answer to the agent's end; `hold` lies inside `agent`; `ivr` is greeting and menus.
 */
export interface CallSegment {
  /** Counts from 1 in order of beginning and never changes for a segment; below 1,000. */
  n: number;
  kind: SegmentKind;
  queue: string | null;
  agent: string | null;
  from: Millis;
  to: Millis | null;
  /** `answered`, `abandoned`, `overflow`, … for queue; a MissReason for ring; the end reason for agent. */
  outcome: string | null;
}

/** Wrap-up after a call, reported by the agent's actor when it ends. */
export interface WrapUpRecord {
  call: string;
  agent: string;
  queue: string | null;
  from: Millis;
  to: Millis;
}

/** What stands in a call's record as sums, ms. Always the fold of its segments. */
export interface CallSums {
  /** In line, over all queues. */
  waitMs: number;
  /** Agent and caller connected, without hold. */
  talkMs: number;
  holdMs: number;
  wrapMs: number;
}
