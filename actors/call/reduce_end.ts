/** The end of a call, from any phase: everyone who knew of it is told once, everything made for it is taken down. */
import type { Draft } from "./draft.ts";
import { type HangUpReason, legsOf, queueOf } from "./state.ts";
import type { LeftHow } from "@/actors/queue/types.ts";
import type { AgentId, EndReason } from "./types.ts";
import { hasWrapUp } from "./segments.ts";

export interface Ending {
  reason: EndReason;
  by?: AgentId | "supervisor";
  /** The caller's channel no longer exists. */
  callerGone?: boolean;
  /** The agent's leg no longer exists. */
  legGone?: boolean;
  /** Played to the caller before the hang-up. */
  farewell?: string[];
  /** The queue has let the caller go by itself and needs no telling. */
  queueKnows?: boolean;
}

/** Longest time a farewell may keep the caller's channel, ms; a backstop for a lost PlaybackFinished. */
const FAREWELL_MS = 30_000;

export function end(draft: Draft, ending: Ending): undefined {
  const { state } = draft;
  const { channel, bridge, playback, terms, phase } = state;
  const queue = queueOf(state);
  const talked = phase.is === "talking" ? phase.leg : null;

  for (const leg of phase.is === "offered" ? legsOf(state) : []) {
    draft.miss(leg, "withdrawn");
    draft.effect({ do: "hangUp", channel: leg.channel, reason: "normal" });
  }
  const farewell = channel && ending.farewell && !ending.callerGone
    ? `${state.id}.p${draft.state.made.playbacks + 1}`
    : null;
  draft.emit({ type: "ended", reason: ending.reason, by: ending.by ?? null, farewell });

  if (phase.is === "talking" && phase.replacing) {
    draft.effect({ do: "cancel-timer", name: `ring:${phase.replacing.channel}` });
    draft.effect({ do: "hangUp", channel: phase.replacing.channel, reason: "normal" });
  }
  if (talked) {
    if (!ending.legGone) draft.effect({ do: "hangUp", channel: talked.channel, reason: "normal" });
    draft.tellAgent(talked.agent, {
      do: "callEnded",
      call: state.id,
      wrapUpMs: terms?.wrapUpMs ?? 0,
      dispositionRequired: terms ? hasWrapUp(terms) && terms.dispositionRequired : false,
    });
  }
  if (queue) {
    draft.tellAcd({ do: "dequeue", call: state.id });
    if (!ending.queueKnows) {
      draft.tellQueue(queue, { do: "left", call: state.id, how: leftHow(ending.reason), at: draft.state.at });
    }
  }
  if (playback) draft.effect({ do: "cancel-timer", name: "playback" });
  if (channel && !ending.callerGone) {
    if (playback) draft.effect({ do: "stopPlaying", playback: playback.id });
    if (farewell) {
      draft.effect({ do: "play", channel, playback: farewell, sounds: ending.farewell!, language: languageOf(draft) });
      draft.effect({
        do: "timer",
        name: "playback",
        afterMs: FAREWELL_MS,
        command: { do: "playbackFinished", playback: farewell },
      });
    } else {
      draft.effect({ do: "hangUp", channel, reason: hangUpReason(ending.reason) });
    }
  }
  if (bridge) draft.effect({ do: "destroyBridge", bridge });
}

/** Lets go of the caller after the farewell; `hangUp` false: the caller went by themselves. */
export function release(draft: Draft, hangUp: boolean): undefined {
  const { channel } = draft.state;
  if (!channel) return;
  draft.emit({ type: "released" });
  draft.effect({ do: "cancel-timer", name: "playback" });
  if (hangUp) draft.effect({ do: "hangUp", channel, reason: "normal" });
}

export function languageOf(draft: Draft): "ru" | "en" {
  return draft.state.terms?.language ?? draft.state.route?.language ?? "ru";
}

function leftHow(reason: EndReason): LeftHow {
  if (reason === "timeout") return "timeout";
  if (reason === "refused-empty") return "empty";
  if (reason === "lost") return "lost";
  return "abandoned";
}

function hangUpReason(reason: EndReason): HangUpReason {
  if (reason === "unknown-number") return "unallocated";
  if (reason === "refused-full" || reason === "refused-empty") return "congestion";
  return "normal";
}
