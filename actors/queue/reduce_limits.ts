/**
 * The limits of a wait. The queue sends a caller on by itself: to the overflow queue or, without one, to an end with an
 * announcement (the call does either). It counts the caller as gone at once; only an answer that crossed with it is
 * counted as what it was (`answeredAfterAll`).
 */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { CallId } from "@/actors/call/types.ts";
import { compareInLine, eachEntry, getKey, valuesOf } from "@/telephony/acd/mod.ts";
import { cancelTimers, tellCall } from "./effects.ts";
import type { QueueTurn } from "./reduce.ts";
import { armAnnouncement } from "./reduce_announce.ts";
import type { EmptyRule, QueueData } from "./types.ts";

/** Whether the rule lets callers stay. */
export function somebodyThere({ counts }: QueueData, rule: EmptyRule): boolean {
  if (rule === "always") return true;
  const working = counts.ready + counts.ringing + counts.talking + counts["wrap-up"];
  return working + (rule === "logged-in" ? counts.paused : 0) > 0;
}

export function armMaxWait(turn: QueueTurn, call: CallId): void {
  const maxWaitMs = turn.state.config?.maxWaitMs ?? 0;
  const caller = getKey(turn.state.waiting, call);
  if (!caller || maxWaitMs <= 0) return;
  const afterMs = caller.since + maxWaitMs - turn.now;
  turn.timer(`wait:${call}`, { afterMs, command: { do: "maxWaitReached", call }, durable: true });
}

/** After a change of the set-up: those who wait already get the new limits. */
export function rearm(turn: QueueTurn): void {
  eachEntry(turn.state.waiting, ({ call }) => {
    if (turn.state.config?.maxWaitMs) armMaxWait(turn, call);
    else turn.cancel(`wait:${call}`);
    armAnnouncement(turn, call);
  });
}

export function maxWaitReached(turn: QueueTurn, call: CallId): Rejected | undefined {
  const caller = getKey(turn.state.waiting, call);
  const maxWaitMs = turn.state.config?.maxWaitMs ?? 0;
  if (!caller || maxWaitMs <= 0) return { rejected: "queue.rejected.not-waiting" };
  if (turn.now < caller.since + maxWaitMs) return armMaxWait(turn, call), undefined;
  sendOn(turn, call, "timeout");
}

function sendOn(turn: QueueTurn, call: CallId, reason: "timeout" | "empty"): void {
  const { waiting, config, id } = turn.state;
  const caller = getKey(waiting, call);
  if (!caller) return;
  const overflow = config?.overflow ?? null;
  const how = reason === "timeout" && overflow ? "overflow" : reason;
  turn.happen({
    ...{ type: "left", at: turn.now, call, how, agent: null },
    waitedMs: Math.max(0, turn.now - caller.since),
  });
  cancelTimers(turn, call);
  tellCall(turn, call, { do: "leaveQueue", queue: id, reason, overflow });
}

/** Nobody is there any more, by the queue's rule: everybody is sent on, in the order of the line. */
export function checkEmpty(turn: QueueTurn, before: QueueData): undefined {
  const { config, waiting } = turn.state;
  if (!config || waiting.size === 0 || somebodyThere(turn.state, config.leaveEmpty)) return;
  // Only a change is acted upon: after a restart, members are heard of one by one.
  if (before.config && !somebodyThere(before, before.config.leaveEmpty)) return;
  const line = valuesOf(waiting).sort(compareInLine);
  for (const { call } of line) sendOn(turn, call, "empty");
}
