/**
 * What a decision needs at hand, derived from the state: per queue the sorted line and the free members.
 *
 * The index is no part of the state (it is not journaled, not snapshotted), and it is a function of the state alone.
 * It is changed in place, yet nobody can see that: it hangs on exactly one state (a WeakMap), `apply` moves it from
 * the old state to the new one, and a state without it gets a new one built. Going on from the newest state costs
 * O(queues of the agent + log line); going back to an older one (a crashed turn, a test that branches) costs a rebuild.
 */
import type { AgentId, CallId, QueueId } from "@/actors/call/types.ts";
import type { QueueConfig } from "@/actors/queue/types.ts";
import {
  compareInLine,
  eachEntry,
  getKey,
  hashText,
  placeInLine,
  qualifiesAfterMs,
  type Rankable,
} from "@/telephony/acd/mod.ts";
import type { AcdAgent, AcdCall, AcdEvent, AcdState } from "./types.ts";

/** An agent in one queue. */
export interface Member extends Rankable {
  known: AcdAgent;
  /** Wait after which this agent's skills are enough here; Infinity: never. */
  qualifiesAfter: number;
  queue: IndexedQueue;
  /** Place among the queue's free members; -1 when not free. */
  slot: number;
}

export interface IndexedQueue {
  config: QueueConfig;
  /** Calls to be offered, in order; those being offered are not in it. */
  line: AcdCall[];
  /** Ready and not being rung; may still rest (`notBefore`). In no order. */
  free: Member[];
  members: number;
}

export interface Index {
  queues: Map<QueueId, IndexedQueue>;
  agents: Map<AgentId, { known: AcdAgent; members: Member[] }>;
  /** Who is being rung, and for which call. */
  rung: Map<AgentId, CallId>;
  /** Calls being offered, oldest offer first. */
  offered: Map<CallId, AcdCall>;
}

const indexes = new WeakMap<AcdState, Index>();

export function indexOf(state: AcdState): Index {
  let index = indexes.get(state);
  if (!index) indexes.set(state, index = buildIndex(state));
  return index;
}

export function carryIndex(from: AcdState, to: AcdState, event: AcdEvent): void {
  const index = indexes.get(from);
  if (!index) return;
  indexes.delete(from);
  if (advance(index, from, to, event)) indexes.set(to, index);
}

export function buildIndex(state: AcdState): Index {
  const index: Index = { queues: new Map(), agents: new Map(), rung: new Map(), offered: new Map() };
  for (const config of Object.values(state.queues)) {
    index.queues.set(config.id, { config, line: [], free: [], members: 0 });
  }
  const offers: AcdCall[] = [];
  eachEntry(state.calls, (call) => call.offer ? offers.push(call) : index.queues.get(call.queue)?.line.push(call));
  for (const queue of index.queues.values()) queue.line.sort(compareInLine);
  offers.sort((a, b) => a.offer!.at - b.offer!.at || compareInLine(a, b));
  for (const call of offers) setOffer(index, call);
  eachEntry(state.agents, (agent) => addAgent(index, agent));
  return index;
}

/** False when building anew is simpler (rare events that change everything). */
function advance(index: Index, from: AcdState, to: AcdState, event: AcdEvent): boolean {
  switch (event.type) {
    case "configured":
    case "reconciled":
      return false;
    case "agentKnown":
      dropAgent(index, event.agent.agent);
      addAgent(index, event.agent);
      return true;
    case "agentGone":
      dropAgent(index, event.agent);
      return true;
    case "agentMoved":
      refreshAgent(index, to, event.agent);
      return true;
    case "enqueued":
    case "dequeued":
    case "decided":
      moveCall(index, from, to, event.type === "decided" ? event.decision.call : event.call);
      return true;
    case "answered":
    case "missed":
      moveCall(index, from, to, event.call);
      refreshAgent(index, to, event.agent);
      return true;
    default:
      return false;
  }
}

function moveCall(index: Index, from: AcdState, to: AcdState, id: CallId): void {
  const old = getKey(from.calls, id);
  if (old) {
    const line = index.queues.get(old.queue)?.line;
    if (old.offer) {
      index.offered.delete(id);
      for (const agent of old.offer.agents) {
        index.rung.delete(agent);
        settleAgent(index, agent);
      }
    } else if (line) {
      const place = placeInLine(line, old);
      if (line[place]?.call === id) line.splice(place, 1);
    }
  }
  const now = getKey(to.calls, id);
  if (!now) return;
  if (now.offer) setOffer(index, now);
  else {
    const line = index.queues.get(now.queue)?.line;
    if (line) line.splice(placeInLine(line, now), 0, now);
  }
}

function setOffer(index: Index, call: AcdCall): void {
  index.offered.set(call.call, call);
  for (const agent of call.offer!.agents) {
    index.rung.set(agent, call.call);
    settleAgent(index, agent);
  }
}

function addAgent(index: Index, known: AcdAgent): void {
  const hash = hashText(known.agent);
  const members: Member[] = [];
  for (const { queue: id, order, penalty } of known.queues) {
    const queue = index.queues.get(id);
    if (!queue) continue;
    const { agent, since, callsToday, talkMsToday } = known;
    const qualifiesAfter = qualifiesAfterMs(queue.config.skills, known.skills);
    members.push({
      ...{ agent, hash, order, penalty, since, callsToday, talkMsToday },
      ...{ known, qualifiesAfter, queue, slot: -1 },
    });
    queue.members++;
  }
  index.agents.set(known.agent, { known, members });
  settleAgent(index, known.agent);
}

function dropAgent(index: Index, agent: AgentId): void {
  for (const member of index.agents.get(agent)?.members ?? []) {
    leave(member);
    member.queue.members--;
  }
  index.agents.delete(agent);
}

/** Takes over figures that moved; queues and skills are the same. */
function refreshAgent(index: Index, state: AcdState, agent: AgentId): void {
  const known = getKey(state.agents, agent);
  const entry = index.agents.get(agent);
  if (!known || !entry) return;
  entry.known = known;
  for (const member of entry.members) {
    member.known = known;
    member.since = known.since;
    member.callsToday = known.callsToday;
    member.talkMsToday = known.talkMsToday;
  }
  settleAgent(index, agent);
}

/** Among the free members exactly when ready and not being rung. */
function settleAgent(index: Index, agent: AgentId): void {
  const entry = index.agents.get(agent);
  if (!entry) return;
  const free = entry.known.ready && !index.rung.has(agent);
  for (const member of entry.members) {
    if (!free) leave(member);
    else if (member.slot < 0) member.slot = member.queue.free.push(member) - 1;
  }
}

function leave(member: Member): void {
  const { free } = member.queue;
  if (member.slot < 0) return;
  const last = free.pop()!;
  if (last !== member) {
    free[member.slot] = last;
    last.slot = member.slot;
  }
  member.slot = -1;
}
