/**
 * The call's decisions: a pure function from a command to events and effects, split by phase. It never refuses what
 * Asterisk reports; late, doubled and unknown reports change nothing. Only people's requests can be rejected.
 */
import type { Decision, Millis, Rejected } from "@/actors/runtime/types.ts";
import { Draft } from "./draft.ts";
import { end, release } from "./reduce_end.ts";
import { accepted, announce, arrive, leaveQueue, playbackFinished, refused } from "./reduce_line.ts";
import { connectFailed, legGone, legRinging, legUp, offer, ringElapsed, withdrawOffer } from "./reduce_offer.ts";
import { reattach, replacing } from "./reduce_reattach.ts";
import { reconcile } from "./reduce_reconcile.ts";
import { hangUp, hold, recording, setDisposition, setNotes, wrapUpEnded } from "./reduce_talk.ts";
import type { CallAction, CallEvent, CallState } from "./state.ts";
import type { CallCommand } from "./types.ts";

export function reduce(
  state: CallState,
  command: CallCommand,
  now: Millis,
): Decision<CallState, CallEvent, CallAction> | Rejected {
  const draft = new Draft(state, now);
  const refusal = take(draft, command);
  if (refusal) return refusal;
  return { state: draft.state, events: draft.events, effects: draft.effects };
}

function take(draft: Draft, command: CallCommand): Rejected | undefined {
  if (replacing(draft, command)) return;
  switch (command.do) {
    case "arrive":
      return arrive(draft, command);
    case "queueAccepted":
      return accepted(draft, command);
    case "queueRefused":
      return refused(draft, command);
    case "leaveQueue":
      return leaveQueue(draft, command);
    case "offer":
      return offer(draft, command);
    case "withdrawOffer":
      return withdrawOffer(draft, command);
    case "announce":
      return announce(draft, command);
    case "playbackFinished":
      return playbackFinished(draft, command.playback);
    case "legRinging":
      return legRinging(draft, command.channel);
    case "legUp":
      return legUp(draft, command.channel);
    case "legGone":
      return command.channel === draft.state.channel ? callerGone(draft) : legGone(draft, command);
    case "ringElapsed":
      return ringElapsed(draft, command.channel);
    case "connectFailed":
      return connectFailed(draft, command.channel);
    case "reattach":
      return reattach(draft, command);
    case "held":
    case "unheld":
      return hold(draft, command);
    case "recordingStarted":
    case "recordingFinished":
    case "recordingFailed":
      return recording(draft, command);
    case "reconcile":
      return reconcile(draft, command);
    case "hangUp":
      return hangUp(draft, command.by);
    case "setNotes":
      return setNotes(draft, command);
    case "setDisposition":
      return setDisposition(draft, command);
    case "wrapUpEnded":
      return wrapUpEnded(draft, command.agent);
  }
}

/** The caller hung up (or their line broke), in whatever phase. */
function callerGone(draft: Draft): undefined {
  const { phase } = draft.state;
  if (phase.is === "ended") return release(draft, false);
  end(draft, { reason: phase.is === "talking" ? "caller-hung-up" : "abandoned", callerGone: true });
}
