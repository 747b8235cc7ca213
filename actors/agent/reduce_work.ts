/** The agent at work: log-in and log-out, ready and paused, queues and phone. During a call they are put off. */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { QueueId } from "@/actors/call/types.ts";
import type { AgentTurn } from "./effects.ts";
import { finish } from "./reduce_wrap_up.ts";
import type { AfterCall, AgentConfig, Phone } from "./types.ts";

/** Longest pause reason, characters: reasons are codes of the catalogue or administrators' own. */
const MAX_REASON = 64;
const OFFLINE: Rejected = { rejected: "agent.rejected.offline" };

/** A ring, a conversation or its wrap-up is under way. */
export function inCall(turn: AgentTurn): boolean {
  const { is } = turn.state.state;
  return is === "ringing" || is === "talking" || is === "wrap-up";
}

export function configure(turn: AgentTurn, config: AgentConfig): undefined {
  const allowed = new Set(config.queues.map(({ queue }) => queue));
  const queues = turn.state.queues.filter((queue) => allowed.has(queue));
  turn.happen({ type: "configured", at: turn.now, config, queues });
}

/** The chosen queues that the agent may serve; none chosen means all. */
function chosen(turn: AgentTurn, wanted: readonly QueueId[]): QueueId[] {
  const allowed = turn.state.config?.queues.map(({ queue }) => queue) ?? [];
  return wanted.length === 0 ? allowed : allowed.filter((queue) => wanted.includes(queue));
}

/** Agents begin paused: nothing rings before they say so. A second log-in (another tab) changes phone and queues. */
export function logIn(turn: AgentTurn, command: { phone: Phone; queues: QueueId[] }): Rejected | undefined {
  if (!turn.state.config) return { rejected: "agent.rejected.not-configured" };
  if (command.phone.endpoint === "") return { rejected: "agent.rejected.no-phone" };
  const queues = chosen(turn, command.queues);
  if (queues.length === 0) return { rejected: "agent.rejected.no-queues" };
  if (turn.state.state.is === "offline") {
    turn.happen({ type: "loggedIn", at: turn.now, phone: command.phone, queues });
    return;
  }
  turn.happen({ type: "queuesChosen", at: turn.now, queues });
  return usePhone(turn, command.phone);
}

export function logOut(turn: AgentTurn): Rejected | undefined {
  if (turn.state.state.is === "offline") return OFFLINE;
  if (inCall(turn)) return later(turn, { is: "offline" });
  turn.happen({ type: "loggedOut", at: turn.now, forced: false });
  turn.cancel("grace");
}

export function ready(turn: AgentTurn): Rejected | undefined {
  const { state } = turn.state;
  if (state.is === "offline") return OFFLINE;
  if (state.is === "wrap-up") {
    later(turn, null);
    return finish(turn);
  }
  if (inCall(turn)) return later(turn, null);
  if (state.is === "ready" && turn.state.notBefore <= turn.now) return;
  turn.happen({ type: "readied", at: turn.now });
}

export function pause(turn: AgentTurn, reason: string): Rejected | undefined {
  const { state } = turn.state;
  if (reason === "" || reason.length > MAX_REASON) return { rejected: "agent.rejected.bad-reason" };
  if (state.is === "offline") return OFFLINE;
  if (inCall(turn)) return later(turn, { is: "paused", reason });
  if (state.is === "paused" && state.reason === reason) return;
  turn.happen({ type: "paused", at: turn.now, reason });
}

function later(turn: AgentTurn, after: AfterCall | null): undefined {
  if (JSON.stringify(turn.state.after) === JSON.stringify(after)) return;
  turn.happen({ type: "afterCallChosen", at: turn.now, after });
}

export function chooseQueues(turn: AgentTurn, wanted: QueueId[]): Rejected | undefined {
  if (turn.state.state.is === "offline") return OFFLINE;
  const queues = wanted.length === 0 ? [] : chosen(turn, wanted);
  if (queues.length === 0) return { rejected: "agent.rejected.no-queues" };
  turn.happen({ type: "queuesChosen", at: turn.now, queues });
}

/** A running call stays on its phone; the next one rings the new phone. */
export function usePhone(turn: AgentTurn, phone: Phone): Rejected | undefined {
  if (turn.state.state.is === "offline") return OFFLINE;
  if (phone.endpoint === "") return { rejected: "agent.rejected.no-phone" };
  const known = turn.state.phone;
  if (known?.is === phone.is && known.endpoint === phone.endpoint) return;
  turn.happen({ type: "phoneChosen", at: turn.now, phone });
}
