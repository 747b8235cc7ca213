/**
 * Announcements to waiting callers. The first comes after the least gap (who is answered within it needs none), the
 * position again every so often, other messages in turn at their own pace; two of any kind never closer than the gap,
 * the position first when both are due. What is said of the wait is what four of five callers do not exceed
 * (`telephony/acd/expected_wait.ts`), and nothing is said of it while nothing is known.
 */
import type { Millis, Rejected } from "@/actors/runtime/types.ts";
import type { CallId } from "@/actors/call/types.ts";
import { compareInLine, eachEntry, expectedWait, getKey, spokenWaitMs } from "@/telephony/acd/mod.ts";
import { serving } from "./apply.ts";
import { tellCall } from "./effects.ts";
import type { QueuePorts, QueueTurn } from "./reduce.ts";
import type { QueueData, WaitingCaller } from "./types.ts";

/** Backstop for set-ups that say 0: two announcements never run into each other. */
const LEAST_GAP_MS = 5_000;

/** Position in the line; 1 is next. */
export function positionOf(state: QueueData, caller: WaitingCaller): number {
  let ahead = 0;
  eachEntry(state.waiting, (other) => {
    if (other.call !== caller.call && compareInLine(other, caller) < 0) ahead++;
  });
  return ahead + 1;
}

export function expectedAt(state: QueueData, given: { position: number; now: Millis }) {
  return expectedWait(state.history, { ...given, serving: serving(state) });
}

/** When the next announcement of a caller is due; null: never. */
function nextDue(state: QueueData, caller: WaitingCaller): Millis | null {
  const announce = state.config?.announce;
  if (!announce) return null;
  const position = announce.positionEveryMs > 0 ? caller.positionDue : Infinity;
  const periodic = announce.periodicEveryMs > 0 && announce.periodic.length > 0 ? caller.periodicDue : Infinity;
  const due = Math.min(position, periodic);
  return due === Infinity ? null : Math.max(due, caller.saidAt + Math.max(announce.minGapMs, LEAST_GAP_MS));
}

export function armAnnouncement(turn: QueueTurn, call: CallId): void {
  const caller = getKey(turn.state.waiting, call);
  const due = caller ? nextDue(turn.state, caller) : null;
  if (due === null) return turn.cancel(`say:${call}`);
  turn.timer(`say:${call}`, { afterMs: due - turn.now, command: { do: "announceDue", call } });
}

export function announceDue(turn: QueueTurn, call: CallId, ports: QueuePorts): Rejected | undefined {
  const { state, now } = turn;
  const caller = getKey(state.waiting, call);
  if (!caller || !state.config) return { rejected: "queue.rejected.not-waiting" };
  const due = nextDue(state, caller);
  if (due === null || due > now) return armAnnouncement(turn, call), undefined;
  const { announce } = state.config;
  const position = positionOf(state, caller);
  const byPosition = announce.positionEveryMs > 0 && caller.positionDue <= now;
  const estimate = byPosition && announce.expectedWait ? expectedAt(state, { position, now }) : null;
  const waitMs = spokenWaitMs(estimate);
  const sounds = byPosition
    ? ports.spokenPosition(position, waitMs, announce.language)
    : [announce.periodic[caller.periodics % announce.periodic.length]];
  turn.happen({ type: "announced", at: now, call, what: byPosition ? "position" : "periodic", position, waitMs });
  tellCall(turn, call, { do: "announce", sounds });
  armAnnouncement(turn, call);
}
