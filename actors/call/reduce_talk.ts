/** While people talk and after: hold, hang-up by people, recording, notes and disposition. */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { Draft } from "./draft.ts";
import { end } from "./reduce_end.ts";
import { drop } from "./reduce_offer.ts";
import type { AgentId, CallCommand } from "./types.ts";

type Command<D extends CallCommand["do"]> = Extract<CallCommand, { do: D }>;

/** Longest note kept with a call, characters. */
const MAX_NOTES = 20_000;
const MAX_DISPOSITION = 120;

/**
 * The agent put the caller on hold, or took them back. The music is ours to play: Asterisk passes a hold through a
 * bridge of two only, and with the recorder in it there are three. A hold by the caller's own phone is theirs and not
 * counted.
 */
export function hold(draft: Draft, command: Command<"held"> | Command<"unheld">): undefined {
  const { phase, id, channel, music } = draft.state;
  if (phase.is !== "talking" || phase.leg.channel !== command.channel) return;
  const held = command.do === "held";
  if (phase.held === held) return;
  draft.emit({ type: held ? "held" : "unheld" });
  if (channel) draft.effect(held ? { do: "music", channel, music } : { do: "quiet", channel });
  draft.tellAgent(phase.leg.agent, { do: "held", call: id, held });
}

export function hangUp(draft: Draft, by: AgentId | "supervisor"): Rejected | undefined {
  const { phase } = draft.state;
  if (phase.is === "new" || phase.is === "ended") return { rejected: "call.not-live" };
  if (by === "supervisor") {
    const reason = phase.is === "talking" ? "agent-hung-up" : "abandoned";
    return end(draft, { reason, by });
  }
  if (phase.is === "talking" && phase.leg.agent === by) return end(draft, { reason: "agent-hung-up", by });
  const ringing = phase.is === "offered" ? phase.legs.find((leg) => leg.agent === by) : undefined;
  if (!ringing) return { rejected: "call.not-yours" };
  drop(draft, ringing, "rejected");
}

export function recording(
  draft: Draft,
  command: Command<"recordingStarted"> | Command<"recordingFinished"> | Command<"recordingFailed">,
): undefined {
  const known = draft.state.recording;
  if (!known || known.name !== command.name || known.is === "finished" || known.is === "failed") return;
  if (command.do === "recordingStarted") {
    if (known.is === "asked") draft.emit({ type: "recording", name: known.name, is: "running", seconds: null });
    return;
  }
  const seconds = command.do === "recordingFinished" ? command.seconds : null;
  draft.emit({
    type: "recording",
    name: known.name,
    is: command.do === "recordingFinished" ? "finished" : "failed",
    seconds,
  });
}

export function setNotes(draft: Draft, command: Command<"setNotes">): Rejected | undefined {
  if (!mayWrite(draft, command.by)) return { rejected: "call.not-yours" };
  if (command.notes.length > MAX_NOTES) return { rejected: "call.notes-too-long", detail: { max: MAX_NOTES } };
  if (command.notes === draft.state.notes) return;
  draft.emit({ type: "notes", notes: command.notes, by: command.by });
}

export function setDisposition(draft: Draft, command: Command<"setDisposition">): Rejected | undefined {
  if (!mayWrite(draft, command.by)) return { rejected: "call.not-yours" };
  if (command.disposition.length > MAX_DISPOSITION) {
    return { rejected: "call.disposition-too-long", detail: { max: MAX_DISPOSITION } };
  }
  if (command.disposition !== draft.state.disposition) {
    draft.emit({ type: "disposition", disposition: command.disposition, by: command.by });
  }
  // Told again for the same choice too: the agent may still be waiting for it after a crash.
  draft.tellAgent(command.by, { do: "dispositionSet", call: draft.state.id });
}

export function wrapUpEnded(draft: Draft, agent: AgentId): undefined {
  const open = draft.state.segments.some((s) => s.kind === "wrap-up" && s.to === null && s.agent === agent);
  if (open) draft.emit({ type: "wrappedUp", agent });
}

/** Only who talked to the caller writes on the call here; others edit the record, with their own rights. */
function mayWrite(draft: Draft, by: AgentId): boolean {
  return draft.state.agent === by;
}
