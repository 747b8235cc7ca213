/** What follows from a change of the agent: the distributor and the agent's queues are told, and nobody twice. */
import type { AcdAgent, AcdCommand } from "@/actors/acd/types.ts";
import type { Turn } from "@/actors/acd/turn.ts";
import type { QueueCommand } from "@/actors/queue/types.ts";
import { acdAgentOf, memberStateOf } from "./facts.ts";
import type { AgentCommand, AgentData, AgentEvent } from "./types.ts";

export type AgentTurn = Turn<AgentData, AgentEvent, AgentCommand>;

/** `anew`: tell everything again, since the others may have lost it. */
export function inform(turn: AgentTurn, before: AgentData, anew: boolean): void {
  if (turn.state === before && !anew) return;
  informAcd(turn, before, anew);
  informQueues(turn, before, anew);
}

function informAcd(turn: AgentTurn, before: AgentData, anew: boolean): void {
  const [old, now] = [acdAgentOf(before), acdAgentOf(turn.state)];
  let command: AcdCommand | null = null;
  if (now) {
    if (anew || !old || concerns(old, now)) command = { do: "agent", agent: now };
  } else if (old || anew) command = { do: "agentGone", agent: turn.state.id };
  if (command) turn.tell("acd/main", command);
}

/** Figures that move while the agent is busy are told when they are free again. */
function concerns(old: AcdAgent, now: AcdAgent): boolean {
  if (old.ready !== now.ready || old.endpoint !== now.endpoint) return true;
  if (old.queues.length !== now.queues.length || old.skills !== now.skills) return true;
  if (old.queues.some((member, i) => !sameMember(member, now.queues[i]))) return true;
  return now.ready && (old.since !== now.since || old.notBefore !== now.notBefore ||
    old.callsToday !== now.callsToday || old.talkMsToday !== now.talkMsToday);
}

function sameMember(a: AcdAgent["queues"][number], b: AcdAgent["queues"][number]): boolean {
  return a.queue === b.queue && a.order === b.order && a.penalty === b.penalty;
}

function informQueues(turn: AgentTurn, before: AgentData, anew: boolean): void {
  const { id: agent, queues } = turn.state;
  const state = memberStateOf(turn.state);
  const changed = anew || state !== memberStateOf(before);
  for (const queue of queues) {
    if (!changed && before.queues.includes(queue)) continue;
    const command: QueueCommand = { do: "member", agent, state };
    turn.tell(`queue/${queue}`, command);
  }
  for (const queue of before.queues) {
    if (queues.includes(queue)) continue;
    const command: QueueCommand = { do: "memberGone", agent };
    turn.tell(`queue/${queue}`, command);
  }
}
