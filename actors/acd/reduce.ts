/** The distributor's commands. Each ends with the same match of calls and agents (`decide.ts`). */
import type { Decision, EffectTiming, Millis, Rejected, RuntimeEffect } from "@/actors/runtime/types.ts";
import type { CallId } from "@/actors/call/types.ts";
import { getKey } from "@/telephony/acd/mod.ts";
import { apply } from "./apply.ts";
import { REST_MS, settle, sweep } from "./effects.ts";
import { indexOf } from "./index.ts";
import { Turn } from "./turn.ts";
import type { AcdAgent, AcdCall, AcdCommand, AcdEvent, AcdState } from "./types.ts";

export type AcdTurn = Turn<AcdState, AcdEvent, AcdCommand>;

export function reduce(
  state: AcdState,
  command: AcdCommand,
  now: Millis,
): Decision<AcdState, AcdEvent, RuntimeEffect<AcdCommand> & EffectTiming> | Rejected {
  const turn: AcdTurn = new Turn(state, now, apply);
  const ringing = indexOf(state).offered.size;
  const rejected = take(turn, command);
  if (rejected) return rejected;
  settle(turn, { before: state, ringing, anew: command.do === "tick" || command.do === "reconcile" });
  return turn.done();
}

function take(turn: AcdTurn, command: AcdCommand): Rejected | undefined {
  switch (command.do) {
    case "configure":
      return turn.happen({ type: "configured", queues: command.queues }), undefined;
    case "agent":
      return agent(turn, command.agent);
    case "agentGone":
      return agentGone(turn, command);
    case "enqueue":
      return enqueue(turn, command);
    case "dequeue":
      if (!getKey(turn.state.calls, command.call)) return { rejected: "acd.rejected.not-waiting" };
      return turn.happen({ type: "dequeued", call: command.call }), undefined;
    case "answered":
      return answered(turn, command);
    case "missed":
      return missed(turn, command);
    case "tick":
      return sweep(turn), undefined;
    case "reconcile":
      turn.happen({ type: "reconciled", waiting: command.waiting, agents: command.agents });
      return;
  }
}

function agent(turn: AcdTurn, agent: AcdAgent): undefined {
  const known = getKey(turn.state.agents, agent.agent);
  if (!known || !sameSetUp(known, agent)) return turn.happen({ type: "agentKnown", agent }), undefined;
  const { ready, since, notBefore, callsToday, talkMsToday } = agent;
  const moved = known.ready !== ready || known.since !== since || known.notBefore !== notBefore ||
    known.callsToday !== callsToday || known.talkMsToday !== talkMsToday;
  if (!moved) return;
  turn.happen({ type: "agentMoved", agent: agent.agent, ready, since, notBefore, callsToday, talkMsToday });
}

function sameSetUp(a: AcdAgent, b: AcdAgent): boolean {
  if (a.endpoint !== b.endpoint || a.queues.length !== b.queues.length) return false;
  for (let i = 0; i < a.queues.length; i++) {
    const [one, other] = [a.queues[i], b.queues[i]];
    if (one.queue !== other.queue || one.order !== other.order || one.penalty !== other.penalty) return false;
  }
  const skills = Object.keys(a.skills);
  return skills.length === Object.keys(b.skills).length && skills.every((skill) => a.skills[skill] === b.skills[skill]);
}

/** Somebody who logs out while being rung is rung no longer; the call tells of the miss. */
function agentGone(turn: AcdTurn, { agent }: Extract<AcdCommand, { do: "agentGone" }>): Rejected | undefined {
  if (!getKey(turn.state.agents, agent)) return { rejected: "acd.rejected.unknown-agent" };
  turn.happen({ type: "agentGone", agent });
}

function enqueue(turn: AcdTurn, command: Extract<AcdCommand, { do: "enqueue" }>): undefined {
  const { call, queue, since, priority } = command;
  const known = getKey(turn.state.calls, call);
  if (known?.queue === queue && known.since === since && known.priority === priority) return;
  if (known) {
    withdraw(turn, known);
    turn.happen({ type: "dequeued", call });
  }
  // A queue that is not (yet) configured keeps the call: it is matched once the configuration comes.
  turn.happen({ type: "enqueued", call, queue, since, priority });
}

/** Stops the ringing of a call that moved to another queue by itself. */
function withdraw(turn: AcdTurn, call: AcdCall): void {
  for (const agent of call.offer?.agents ?? []) {
    turn.tell(`call/${call.call}`, { do: "withdrawOffer", agent, reason: "withdrawn" });
  }
}

/** The call's word is the truth, also for an agent of a decision that the journal's lost tail had. */
function answered(turn: AcdTurn, { call, agent }: Extract<AcdCommand, { do: "answered" }>): Rejected | undefined {
  if (!getKey(turn.state.calls, call)) return { rejected: "acd.rejected.not-waiting" };
  turn.happen({ type: "answered", call, agent });
}

function missed(turn: AcdTurn, command: Extract<AcdCommand, { do: "missed" }>): Rejected | undefined {
  const { call: id, agent, reason } = command;
  const call = getKey(turn.state.calls, id as CallId);
  if (!call?.offer?.agents.includes(agent)) return { rejected: "acd.rejected.not-offered" };
  const withdrawn = reason === "withdrawn" || reason === "taken";
  const delayMs = reason === "agent-unready" ? 0 : turn.state.queues[call.queue]?.missed.delayMs ?? 0;
  turn.happen({
    type: "missed",
    call: id,
    agent,
    reason,
    agentNotBefore: withdrawn ? 0 : turn.now + Math.max(delayMs, REST_MS),
    callNotBefore: withdrawn ? turn.now + REST_MS : 0,
  });
}
