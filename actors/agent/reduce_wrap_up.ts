/**
 * Wrap-up: the time after a call that the queue allows. It ends by its timer, or by the agent; where a disposition is
 * required neither ends it before one is chosen. A log-out forced by a lost console ends it too: nobody is there.
 */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { CallCommand, CallId } from "@/actors/call/types.ts";
import type { AgentTurn } from "./effects.ts";
import { afterwards } from "./reduce_call.ts";

/** One extension, and the whole wrap-up, last at most. */
const MAX_EXTENSION_MS = 15 * 60_000;
const MAX_WRAP_UP_MS = 2 * 3_600_000;
const NOT_WRAPPING: Rejected = { rejected: "agent.rejected.no-wrap-up" };

/** False: this call needs no wrap-up. */
export function begin(
  turn: AgentTurn,
  ended: { call: CallId; wrapUpMs: number; dispositionRequired: boolean },
): boolean {
  const { call, wrapUpMs } = ended;
  const open = ended.dispositionRequired && !turn.state.call?.dispositionSet;
  if (wrapUpMs <= 0 && !open) {
    // The call opened a wrap-up in its history by the queue's terms; with the disposition chosen it is over at once.
    if (ended.dispositionRequired) tellCall(turn, call);
    return false;
  }
  if (turn.state.forced) {
    tellCall(turn, call);
    return false;
  }
  const due = turn.now + wrapUpMs;
  turn.happen({ type: "wrapUpBegan", at: turn.now, call, until: open ? null : due, due });
  if (!open) arm(turn, call, due);
  return true;
}

function arm(turn: AgentTurn, call: CallId, until: number): void {
  const command = { do: "wrapUpElapsed" as const, call };
  turn.timer("wrap-up", { afterMs: until - turn.now, command, durable: true });
}

function tellCall(turn: AgentTurn, call: CallId): void {
  const command: CallCommand = { do: "wrapUpEnded", agent: turn.state.id, at: turn.now };
  turn.tell(`call/${call}`, command);
}

export function end(turn: AgentTurn): undefined {
  const { state } = turn.state;
  if (state.is !== "wrap-up") return;
  turn.happen({ type: "wrapUpEnded", at: turn.now, call: state.call });
  turn.cancel("wrap-up");
  tellCall(turn, state.call);
  afterwards(turn);
}

export function finish(turn: AgentTurn): Rejected | undefined {
  const { state } = turn.state;
  if (state.is !== "wrap-up") return NOT_WRAPPING;
  if (state.until === null) return { rejected: "agent.rejected.disposition-required" };
  return end(turn);
}

export function extend(turn: AgentTurn, byMs: number): Rejected | undefined {
  const { state } = turn.state;
  if (state.is !== "wrap-up") return NOT_WRAPPING;
  if (!(byMs > 0) || byMs > MAX_EXTENSION_MS) {
    return { rejected: "agent.rejected.bad-extension", detail: { max: MAX_EXTENSION_MS / 60_000 } };
  }
  const due = Math.max(turn.now, turn.state.wrapUpDue) + byMs;
  if (due - state.since > MAX_WRAP_UP_MS) {
    return { rejected: "agent.rejected.wrap-up-too-long", detail: { max: MAX_WRAP_UP_MS / 60_000 } };
  }
  turn.happen({ type: "wrapUpMoved", at: turn.now, until: state.until === null ? null : due, due });
  if (state.until !== null) arm(turn, state.call, due);
}

/** The timer's word. One that comes early (moved since, or a clock that went back) is set again. */
export function elapsed(turn: AgentTurn, call: CallId): Rejected | undefined {
  const { state } = turn.state;
  if (state.is !== "wrap-up" || state.call !== call || state.until === null) return NOT_WRAPPING;
  if (turn.now < state.until) return arm(turn, call, state.until), undefined;
  return end(turn);
}

export function dispositionSet(turn: AgentTurn, call: CallId): Rejected | undefined {
  const { state, call: known, wrapUpDue } = turn.state;
  if (known?.call !== call) return { rejected: "agent.rejected.other-call", detail: { call: known?.call ?? "" } };
  if (!known.dispositionSet) turn.happen({ type: "dispositionSet", at: turn.now, call });
  if (state.is !== "wrap-up" || state.call !== call || state.until !== null) return;
  if (wrapUpDue <= turn.now) return end(turn);
  turn.happen({ type: "wrapUpMoved", at: turn.now, until: wrapUpDue, due: wrapUpDue });
  arm(turn, call, wrapUpDue);
}
