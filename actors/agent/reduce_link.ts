/**
 * The agent's links: the console's sockets, the phone's registration, and Asterisk's truth after a (re)connect.
 * A lost console logs the agent out after the grace time, but never drops a call: that waits until the call has ended,
 * and a console that comes back before takes it back.
 */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { AgentTurn } from "./effects.ts";
import { isFree } from "./facts.ts";
import { adopt, afterwards, refuse } from "./reduce_call.ts";
import { end } from "./reduce_wrap_up.ts";
import type { AgentCall, AgentCommand } from "./types.ts";

export function connection(turn: AgentTurn, what: "connected" | "disconnected"): undefined {
  const { connection, state, config } = turn.state;
  if (what === "connected") {
    if (connection.is === "online") return;
    turn.happen({ type: "connection", at: turn.now, connection: { is: "online" } });
    turn.cancel("grace");
    return;
  }
  if (connection.is !== "online") return;
  const offline = state.is === "offline";
  turn.happen({
    type: "connection",
    at: turn.now,
    connection: offline ? { is: "none" } : { is: "lost", since: turn.now },
  });
  if (!offline) armGrace(turn, config?.graceMs ?? 0);
}

function armGrace(turn: AgentTurn, afterMs: number): void {
  turn.timer("grace", { afterMs, command: { do: "graceElapsed" }, durable: true });
}

export function graceElapsed(turn: AgentTurn): Rejected | undefined {
  const { connection, state, config, forced } = turn.state;
  if (connection.is !== "lost" || state.is === "offline") return { rejected: "agent.rejected.connected" };
  const left = connection.since + (config?.graceMs ?? 0) - turn.now;
  if (left > 0) return armGrace(turn, left), undefined;
  if (state.is === "ready" || state.is === "paused") {
    turn.happen({ type: "loggedOut", at: turn.now, forced: true });
    return;
  }
  if (!forced) turn.happen({ type: "logOutPutOff", at: turn.now });
  return state.is === "wrap-up" ? end(turn) : undefined;
}

export function phoneSeen(turn: AgentTurn, online: boolean): Rejected | undefined {
  if (turn.state.state.is === "offline") return { rejected: "agent.rejected.offline" };
  if (turn.state.phoneOnline !== online) turn.happen({ type: "phoneSeen", at: turn.now, online });
}

/** Mends the agent to the call that Asterisk has; wrap-ups and pauses are ours alone and stay. */
export function reconcile(turn: AgentTurn, found: Extract<AgentCommand, { do: "reconcile" }>): undefined {
  const { state } = turn.state;
  const mine = state.is === "ringing" || state.is === "talking" ? state.call : null;
  if (mine !== null && mine !== found.call) {
    // The end of it came in the gap: no wrap-up is known, and nobody is to be blamed.
    if (state.is === "talking") turn.happen({ type: "callEnded", at: turn.now, call: mine });
    else {
      turn.happen({
        type: "missed",
        at: turn.now,
        call: mine,
        reason: "withdrawn",
        counted: false,
        notBefore: 0,
        pause: null,
      });
    }
    if (found.call === null || !found.up) afterwards(turn);
  }
  if (found.call === null || (mine === found.call && (state.is === "talking" || !found.up))) return;
  const call = callOf(turn, found.call, found);
  if (found.up) {
    if (mine === found.call) turn.happen({ type: "answered", at: turn.now, call: found.call });
    else takeUp(turn, call);
  } else if (isFree(turn.state)) turn.happen({ type: "rang", at: turn.now, call });
  else refuse(turn, found.call);
}

/** A conversation comes before everything: a wrap-up ends, and who was logged out is logged out again afterwards. */
function takeUp(turn: AgentTurn, call: AgentCall): void {
  const { is } = turn.state.state;
  if (is === "wrap-up") {
    const { after } = turn.state;
    if (after?.is === "offline") turn.happen({ type: "afterCallChosen", at: turn.now, after: null });
    end(turn);
    if (after) turn.happen({ type: "afterCallChosen", at: turn.now, after });
  }
  const offline = turn.state.state.is === "offline";
  adopt(turn, call);
  if (offline) turn.happen({ type: "afterCallChosen", at: turn.now, after: { is: "offline" } });
}

function callOf(turn: AgentTurn, id: AgentCall["call"], found: Extract<AgentCommand, { do: "reconcile" }>): AgentCall {
  const known = turn.state.call;
  if (known?.call === id) return known;
  return {
    call: id,
    queue: found.queue ?? null,
    caller: found.caller ?? { number: "", name: "" },
    channel: null,
    waitingSince: turn.now,
    dispositionSet: false,
  };
}
