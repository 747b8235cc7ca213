/**
 * After a (re)connect to Asterisk or a restart of ours: the call mends itself to what Asterisk really has. Events of
 * the gap are lost, so every way a call may have gone on without us is closed here.
 */
import type { Draft } from "./draft.ts";
import { end, release } from "./reduce_end.ts";
import { greetingOver } from "./reduce_line.ts";
import { drop, legUp } from "./reduce_offer.ts";
import { waitingSince } from "./segments.ts";
import { type CallState, legsOf } from "./state.ts";
import type { Millis } from "@/actors/runtime/types.ts";
import type { AgentId, CallCommand, ChannelId, QueueId } from "./types.ts";

type Found = Extract<CallCommand, { do: "reconcile" }>;

export function reconcile(draft: Draft, found: Found): undefined {
  const present = new Set(found.channels.map(({ id }) => id));
  if (draft.state.phase.is === "new") return hangUpStrays(draft, found);
  goOnAfter(draft, found);
  // The new leg's fate is unknown; the reloaded page asks again.
  if (draft.state.phase.is === "talking" && draft.state.phase.replacing) draft.emit({ type: "reattachFailed" });
  const { state } = draft;
  if (state.phase.is === "ended") {
    // A hang-up of ours may have been lost with the connection; a farewell is not waited for a second time.
    release(draft, false);
    for (const { id } of found.channels) draft.effect({ do: "hangUp", channel: id, reason: "normal" });
    if (found.bridge) draft.effect({ do: "destroyBridge", bridge: found.bridge });
    return;
  }
  if (!state.channel || !present.has(state.channel)) {
    hangUpStrays(draft, found);
    const legThere = state.phase.is === "talking" && present.has(state.phase.leg.channel);
    return end(draft, { reason: legThere ? "caller-hung-up" : "lost", callerGone: true, legGone: !legThere });
  }
  if (!adopt(draft, found, state.channel)) mend(draft, found, state.channel);
  hangUpStrays(draft, found);
}

/** Ids of what the lost tail made must not be chosen a second time while Asterisk still has them. */
function goOnAfter(draft: Draft, found: Found): void {
  const number = (id: string | null | undefined, mark: string): number => Number(id?.split(mark).at(-1)) || 0;
  const { made } = draft.state;
  const legs = Math.max(made.legs, ...found.channels.filter(isAgentLeg).map(({ id }) => number(id, ".a")));
  const bridges = Math.max(made.bridges, number(found.bridge, ".b"));
  if (legs > made.legs || bridges > made.bridges) draft.emit({ type: "numbered", legs, bridges });
}

/** A conversation that the journal's lost tail began: both are in the bridge, so it is true. */
function adopt(draft: Draft, found: Found, caller: ChannelId): boolean {
  const { state } = draft;
  const { phase, id } = state;
  if (phase.is === "talking" || !found.bridged.includes(caller)) return false;
  const leg = found.channels.find((c) => c.up && isAgentLeg(c) && found.bridged.includes(c.id));
  if (!leg?.agent) return false;
  const agent = leg.agent;
  for (const other of legsOf(state)) {
    if (other.channel !== leg.id) drop(draft, other, "taken");
  }
  if (phase.is === "greeting") greetingOver(draft, state.route);
  const known = legsOf(draft.state).some((known) => known.channel === leg.id);
  const queue = draft.state.phase.is === "waiting" || draft.state.phase.is === "offered"
    ? draft.state.phase.queue
    : null;
  if (!known && queue) {
    draft.tellAgent(agent, {
      do: "ring",
      call: id,
      queue,
      caller: state.caller,
      decision: state.decision ?? "",
      channel: leg.id,
      waitingSince: waitingSince(state),
    });
  }
  draft.emit({ type: "adopted", channel: leg.id, agent, bridge: found.bridge ?? state.bridge });
  draft.effect({ do: "cancel-timer", name: `ring:${leg.id}` });
  draft.tellAgent(agent, { do: "answered", call: id });
  draft.tellAcd({ do: "answered", call: id, agent });
  if (queue) draft.tellQueue(queue, { do: "left", call: id, how: "answered", agent, at: draft.state.at });
  return true;
}

/** The caller is there; what of the rest? */
function mend(draft: Draft, found: Found, caller: ChannelId): undefined {
  const { phase, bridge, music, terms } = draft.state;
  const channelOf = (id: ChannelId) => found.channels.find((channel) => channel.id === id);
  if (phase.is === "greeting") return greetingOver(draft, draft.state.route);
  if (phase.is === "talking") {
    const leg = channelOf(phase.leg.channel);
    if (!leg) return end(draft, { reason: "agent-hung-up", by: phase.leg.agent, legGone: true });
    const together = found.bridged.includes(caller) && found.bridged.includes(leg.id);
    if (!together && bridge) draft.effect({ do: "connect", bridge, caller, leg: leg.id, music: true });
    return;
  }
  if (phase.is === "offered") {
    for (const leg of phase.legs) {
      if (!channelOf(leg.channel)) draft.miss(leg, "withdrawn");
    }
    const up = phase.legs.find((leg) => channelOf(leg.channel)?.up);
    if (up) return legUp(draft, up.channel);
    return;
  }
  if (phase.is !== "waiting") return;
  // The music may have been asked for in the moment of the crash; without terms the queue's admission was lost in it.
  if (terms) draft.effect({ do: "music", channel: caller, music });
  else askAgain(draft, phase);
}

function askAgain(draft: Draft, { queue, since }: { queue: QueueId; since: Millis }): void {
  const { id, caller, route } = draft.state;
  draft.tellQueue(queue, { do: "join", call: id, caller, since, priority: route?.priority ?? 0 });
}

/** Legs and bridges that this call does not know (any more): nobody may go on ringing or sit in silence. */
function hangUpStrays(draft: Draft, found: Found): undefined {
  const known = knownChannels(draft.state);
  for (const channel of found.channels) {
    if (isAgentLeg(channel) && !known.has(channel.id)) {
      draft.effect({ do: "hangUp", channel: channel.id, reason: "normal" });
    }
  }
  if (found.bridge && found.bridge !== draft.state.bridge) {
    draft.effect({ do: "destroyBridge", bridge: found.bridge });
  }
}

function isAgentLeg(channel: { id: ChannelId; agent: AgentId | null }): boolean {
  return channel.agent !== null;
}

function knownChannels(state: CallState): Set<ChannelId> {
  return new Set(legsOf(state).map((leg) => leg.channel));
}
