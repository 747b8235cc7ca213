/** Ringing agents: one leg per agent, the first to answer wins, every other ends as missed exactly once. */
import type { Draft } from "./draft.ts";
import { end } from "./reduce_end.ts";
import { legsOf } from "./state.ts";
import { waitingSince } from "./segments.ts";
import type { AgentId, AgentLeg, CallCommand, ChannelId, MissReason } from "./types.ts";

type Command<D extends CallCommand["do"]> = Extract<CallCommand, { do: D }>;

/** An announcement older than this has surely been spoken; a younger one is cut off by the agent's answer. */
const ANNOUNCEMENT_MS = 60_000;

export function offer(draft: Draft, command: Command<"offer">): undefined {
  const { phase, id, channel } = draft.state;
  if ((phase.is !== "waiting" && phase.is !== "offered") || !channel) {
    // Too late: the distributor gets its agents back. The agents themselves have heard nothing of it.
    for (const { agent } of command.agents) draft.tellAcd({ do: "missed", call: id, agent, reason: "withdrawn" });
    return;
  }
  const ringing = new Set(legsOf(draft.state).map((leg) => leg.agent));
  const agents = command.agents.filter(({ agent }) => !ringing.has(agent) && ringing.add(agent));
  if (agents.length === 0) return;
  const { made, bridge, caller, terms } = draft.state;
  const legs = agents.map(({ agent }, n) => ({ channel: `${id}.a${made.legs + n + 1}` as ChannelId, agent }));
  // Its number is never used twice: Asterisk does not like an id that was just destroyed.
  const bridgeId = bridge ?? `${id}.b${made.bridges + 1}`;
  draft.emit({ type: "offered", decision: command.decision, bridge: bridgeId, legs });
  agents.forEach(({ agent, endpoint }, n) => {
    draft.effect({
      do: "originate",
      channel: legs[n].channel,
      agent,
      endpoint,
      caller,
      queueName: terms?.name ?? "",
      timeoutMs: command.ringTimeoutMs,
    });
  });
  if (!bridge) draft.effect({ do: "bridge", bridge: bridgeId });
  for (const leg of legs) {
    draft.tellAgent(leg.agent, {
      do: "ring",
      call: id,
      queue: phase.queue,
      caller,
      decision: command.decision,
      channel: leg.channel,
      waitingSince: waitingSince(draft.state),
    });
    draft.effect({
      do: "timer",
      name: `ring:${leg.channel}`,
      afterMs: command.ringTimeoutMs,
      command: { do: "ringElapsed", channel: leg.channel },
    });
  }
}

export function withdrawOffer(draft: Draft, command: Command<"withdrawOffer">): undefined {
  const leg = offered(draft).find(({ agent }) => agent === command.agent);
  if (leg) drop(draft, leg, command.reason);
}

export function ringElapsed(draft: Draft, channel: ChannelId): undefined {
  const leg = offered(draft).find((leg) => leg.channel === channel);
  if (leg) drop(draft, leg, "no-answer");
}

export function legRinging(draft: Draft, channel: ChannelId): undefined {
  if (offered(draft).some((leg) => leg.channel === channel && leg.is === "dialing")) {
    draft.emit({ type: "rang", channel });
  }
}

/** An agent answered. A leg that nobody waits for any more is hung up: its withdrawal and the answer crossed. */
export function legUp(draft: Draft, channel: ChannelId): undefined {
  const { state } = draft;
  const leg = offered(draft).find((leg) => leg.channel === channel);
  if (!leg) {
    if (!legsOf(state).some((leg) => leg.channel === channel)) {
      draft.effect({ do: "hangUp", channel, reason: "normal" });
    }
    return;
  }
  const { channel: caller, bridge, playback, music, id, terms, phase } = state;
  if (!caller || !bridge || phase.is !== "offered") return;
  const queue = phase.queue;
  if (playback && draft.now - playback.since < ANNOUNCEMENT_MS) {
    draft.effect({ do: "stopPlaying", playback: playback.id });
  }
  draft.effect({ do: "connect", bridge, caller, leg: channel, music: music !== "" });
  for (const other of phase.legs) {
    if (other.channel !== channel) drop(draft, other, "taken");
  }
  const record = (terms?.record || state.route?.record) ? id : null;
  draft.emit({ type: "answered", channel, agent: leg.agent, record });
  draft.tellAgent(leg.agent, { do: "answered", call: id });
  draft.tellAcd({ do: "answered", call: id, agent: leg.agent });
  draft.tellQueue(queue, { do: "left", call: id, how: "answered", agent: leg.agent, at: draft.state.at });
  draft.effect({ do: "cancel-timer", name: `ring:${channel}` });
  if (record) draft.effect({ do: "record", bridge, name: record });
}

/** An agent's channel is gone: a miss while ringing, the end while talking, nothing otherwise. */
export function legGone(draft: Draft, command: Command<"legGone">): undefined {
  const leg = legsOf(draft.state).find(({ channel }) => channel === command.channel);
  if (!leg) return;
  if (draft.state.phase.is === "talking") return end(draft, { reason: "agent-hung-up", by: leg.agent, legGone: true });
  draft.miss(leg, missReason(command.cause));
}

/** The two could not be brought together although both were there: nobody may be left in silence. */
export function connectFailed(draft: Draft, channel: ChannelId): undefined {
  const { phase } = draft.state;
  if (phase.is === "talking" && phase.leg.channel === channel) end(draft, { reason: "lost" });
}

/** Misses a leg and hangs it up. */
export function drop(draft: Draft, leg: { channel: ChannelId; agent: AgentId }, reason: MissReason): void {
  draft.miss(leg, reason);
  const why = reason === "taken" ? "answered_elsewhere" : reason === "no-answer" ? "no_answer" : "normal";
  draft.effect({ do: "hangUp", channel: leg.channel, reason: why });
}

function offered(draft: Draft): AgentLeg[] {
  return draft.state.phase.is === "offered" ? draft.state.phase.legs : [];
}

/** ITU-T Q.850 causes as chan_pjsip maps SIP's answers to them (486 → 17, 480 → 19, 603 → 21). */
export function missReason(cause: number): MissReason {
  if (cause === 17) return "busy";
  if (cause === 18 || cause === 19) return "no-answer";
  if (cause === 21) return "rejected";
  return "unreachable";
}
