/**
 * A reloaded page gets its call back: the agent's phone is rung anew (and answers by itself), the new leg joins the
 * bridge, the old one goes. The caller hears nothing of it; when the old leg dies first, the caller waits for the new.
 */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { Draft } from "./draft.ts";
import { end } from "./reduce_end.ts";
import type { CallCommand, ChannelId } from "./types.ts";

/** A page that has just loaded and registered answers within a second; longer means that it is gone again. */
const RING_MS = 15_000;

export function reattach(draft: Draft, command: Extract<CallCommand, { do: "reattach" }>): Rejected | undefined {
  const { phase, id, made, caller, terms } = draft.state;
  if (phase.is !== "talking") return { rejected: "call.not-live" };
  if (phase.leg.agent !== command.agent) return { rejected: "call.not-yours" };
  if (phase.replacing) return;
  const channel = `${id}.a${made.legs + 1}` as ChannelId;
  draft.emit({ type: "reattaching", channel });
  draft.effect({
    do: "originate",
    channel,
    agent: command.agent,
    endpoint: command.endpoint,
    caller,
    queueName: terms?.name ?? "",
    timeoutMs: RING_MS,
    reattach: true,
  });
  draft.effect({ do: "timer", name: `ring:${channel}`, afterMs: RING_MS, command: { do: "ringElapsed", channel } });
}

/** What happens to the new leg or, meanwhile, to the old one. True: taken here. */
export function replacing(draft: Draft, command: CallCommand): boolean {
  const { phase, bridge } = draft.state;
  if (phase.is !== "talking" || !phase.replacing || !("channel" in command)) return false;
  const { channel, oldGone } = phase.replacing;
  const old = phase.leg;
  if (command.do === "legGone" && command.channel === old.channel) {
    draft.emit({ type: "reattachOldGone" });
    return true;
  }
  if (command.channel !== channel) return false;
  switch (command.do) {
    case "legUp":
      draft.emit({ type: "reattached", channel });
      draft.effect({ do: "cancel-timer", name: `ring:${channel}` });
      if (bridge) draft.effect({ do: "join", bridge, leg: channel });
      if (!oldGone) draft.effect({ do: "hangUp", channel: old.channel, reason: "normal" });
      if (phase.held) {
        draft.emit({ type: "unheld" });
        if (draft.state.channel) draft.effect({ do: "quiet", channel: draft.state.channel });
        draft.tellAgent(old.agent, { do: "held", call: draft.state.id, held: false });
      }
      return true;
    case "ringElapsed":
      draft.effect({ do: "hangUp", channel, reason: "no_answer" });
      return failed(draft, oldGone);
    case "legGone":
      return failed(draft, oldGone);
    default:
      return command.do === "legRinging";
  }
}

function failed(draft: Draft, oldGone: boolean): true {
  const { phase } = draft.state;
  draft.emit({ type: "reattachFailed" });
  if (oldGone && phase.is === "talking") end(draft, { reason: "agent-hung-up", by: phase.leg.agent, legGone: true });
  return true;
}
