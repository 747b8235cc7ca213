/**
 * Rings and conversations, told by calls. An agent has one call at most: a ring that they cannot take goes back to its
 * call at once, and word of another call than theirs is refused.
 */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { CallCommand, CallId, MissReason } from "@/actors/call/types.ts";
import { PAUSE_MISSED } from "./apply.ts";
import type { AgentTurn } from "./effects.ts";
import { isFree } from "./facts.ts";
import { begin } from "./reduce_wrap_up.ts";
import type { AgentCall, AgentCommand } from "./types.ts";

type Command<D extends AgentCommand["do"]> = Extract<AgentCommand, { do: D }>;

/** Misses that are the agent's or the phone's doing. */
const COUNTED: ReadonlySet<MissReason> = new Set(["no-answer", "rejected", "busy", "unreachable"]);
/** Of these, where ringing on would be in vain. Who rejects is there, and only rests. */
const PAUSING: ReadonlySet<MissReason> = new Set(["no-answer", "busy", "unreachable"]);

export function ring(turn: AgentTurn, command: Command<"ring">): undefined {
  const { state } = turn.state;
  if ((state.is === "ringing" || state.is === "talking") && state.call === command.call) return;
  if (!isFree(turn.state)) return refuse(turn, command.call);
  const { call, queue, caller, channel = null, waitingSince = turn.now } = command;
  turn.happen({
    type: "rang",
    at: turn.now,
    call: { call, queue, caller, channel, waitingSince, dispositionSet: false },
  });
}

export function refuse(turn: AgentTurn, call: CallId): undefined {
  const command: CallCommand = { do: "withdrawOffer", agent: turn.state.id, reason: "agent-unready" };
  turn.tell(`call/${call}`, command);
}

export function answered(turn: AgentTurn, call: CallId): Rejected | undefined {
  const { state } = turn.state;
  if (state.is === "talking" && state.call === call) return;
  if (state.is === "ringing" && state.call === call) {
    return turn.happen({ type: "answered", at: turn.now, call }), undefined;
  }
  if (state.is === "ringing" || state.is === "talking") return otherCall(state.call);
  return { rejected: "agent.rejected.not-ringing" };
}

function otherCall(call: CallId): Rejected {
  return { rejected: "agent.rejected.other-call", detail: { call } };
}

export function missed(turn: AgentTurn, command: Command<"missed">): Rejected | undefined {
  const { state } = turn.state;
  const { call, reason } = command;
  if (state.is !== "ringing") return { rejected: "agent.rejected.not-ringing" };
  if (state.call !== call) return otherCall(state.call);
  const counted = COUNTED.has(reason);
  turn.happen({
    type: "missed",
    at: turn.now,
    call,
    reason,
    counted,
    notBefore: counted ? turn.now + command.delayMs : 0,
    pause: command.autoPause && PAUSING.has(reason) ? PAUSE_MISSED : null,
  });
  afterwards(turn);
}

export function held(turn: AgentTurn, command: Command<"held">): Rejected | undefined {
  const { state } = turn.state;
  if (state.is !== "talking") return { rejected: "agent.rejected.not-talking" };
  if (state.call !== command.call) return otherCall(state.call);
  if (state.held !== command.held) turn.happen({ type: "held", at: turn.now, held: command.held });
}

export function ended(turn: AgentTurn, command: Command<"callEnded">): Rejected | undefined {
  const { state } = turn.state;
  if (state.is === "ringing" && state.call === command.call) {
    turn.happen({
      type: "missed",
      at: turn.now,
      call: state.call,
      reason: "withdrawn",
      counted: false,
      notBefore: 0,
      pause: null,
    });
    return afterwards(turn);
  }
  if (state.is !== "talking") return { rejected: "agent.rejected.not-talking" };
  if (state.call !== command.call) return otherCall(state.call);
  if (begin(turn, command)) return;
  turn.happen({ type: "callEnded", at: turn.now, call: command.call });
  afterwards(turn);
}

/** Does what was asked for during the call, or what the lost console makes necessary. */
export function afterwards(turn: AgentTurn): undefined {
  const { after, forced, state } = turn.state;
  if (forced || after?.is === "offline") {
    turn.happen({ type: "loggedOut", at: turn.now, forced });
    turn.cancel("grace");
  } else if (after?.is === "paused") turn.happen({ type: "paused", at: turn.now, reason: after.reason });
  else if (after?.is === "ready" && state.is !== "ready") turn.happen({ type: "readied", at: turn.now });
  else if (after) turn.happen({ type: "afterCallChosen", at: turn.now, after: null });
}

/** A conversation that Asterisk has and we did not know of. */
export function adopt(turn: AgentTurn, call: AgentCall): void {
  turn.happen({ type: "adopted", at: turn.now, call });
}
