/** Arrival, greeting and the line: from the first ring until agents are rung. */
import type { Draft } from "./draft.ts";
import { end, languageOf, release } from "./reduce_end.ts";
import { queueOf } from "./state.ts";
import type { CallCommand, CallRoute, QueueId } from "./types.ts";

type Command<D extends CallCommand["do"]> = Extract<CallCommand, { do: D }>;

/** Longest time a greeting may hold a caller back from the line, ms; a backstop for a lost PlaybackFinished. */
const GREETING_MS = 120_000;
/** A call that overflows more often than this goes round in a circle of queues. */
const MAX_OVERFLOWS = 8;
/** Asterisk core sounds, present in every language pack; said when a caller cannot be served any longer. */
const SORRY = ["sound:all-circuits-busy-now", "sound:pls-try-call-later"];

export function arrive(draft: Draft, command: Command<"arrive">): undefined {
  if (draft.state.phase.is !== "new" || draft.state.revision > 0) return;
  const { channel, caller, did, route } = command;
  draft.emit({ type: "arrived", channel, caller, did, route });
  if (!route) return end(draft, { reason: "unknown-number" });
  if (!command.channelUp) draft.effect({ do: "answer", channel });
  if (route.greeting.length === 0) return join(draft, route.queue);
  const playback = `${draft.state.id}.p${draft.state.made.playbacks + 1}`;
  draft.emit({ type: "greeting", playback });
  draft.effect({ do: "play", channel, playback, sounds: route.greeting, language: route.language });
  draft.effect({
    do: "timer",
    name: "playback",
    afterMs: GREETING_MS,
    command: { do: "playbackFinished", playback },
  });
}

/** A playback chosen by us is over: the greeting leads into the line, a farewell to the hang-up. */
export function playbackFinished(draft: Draft, playback: string): undefined {
  const { state } = draft;
  if (state.playback?.id !== playback) return;
  if (state.phase.is === "ended") return release(draft, true);
  // The end of an announcement is not worth an event: `stopPlaying` of a finished one does no harm.
  if (state.phase.is === "greeting") greetingOver(draft, state.route);
}

export function greetingOver(draft: Draft, route: CallRoute | null): undefined {
  const { playback } = draft.state;
  if (playback) draft.emit({ type: "playbackEnded", playback: playback.id });
  draft.effect({ do: "cancel-timer", name: "playback" });
  if (route) join(draft, route.queue);
}

export function join(draft: Draft, queue: QueueId): undefined {
  draft.emit({ type: "joined", queue });
  const { id, caller, at, route } = draft.state;
  draft.tellQueue(queue, { do: "join", call: id, caller, since: at, priority: route?.priority ?? 0 });
}

export function accepted(draft: Draft, command: Command<"queueAccepted">): undefined {
  const { phase, channel, terms, id } = draft.state;
  if (phase.is !== "waiting" || phase.queue !== command.queue || !channel) {
    // The caller left, or another queue holds them by now, while the admission was on its way.
    if (queueOf(draft.state) !== command.queue && phase.is !== "talking") {
      draft.tellQueue(command.queue, { do: "left", call: id, how: "abandoned", at: draft.state.at });
    }
    return;
  }
  if (terms) return;
  draft.emit({ type: "accepted", queue: command.queue, music: command.music, terms: command.terms });
  draft.effect({ do: "music", channel, music: command.music });
}

export function refused(draft: Draft, command: Command<"queueRefused">): undefined {
  const { phase } = draft.state;
  if (phase.is !== "waiting" || phase.queue !== command.queue) return;
  moveOn(draft, { queue: command.queue, how: command.reason, overflow: command.overflow });
}

export function leaveQueue(draft: Draft, command: Command<"leaveQueue">): undefined {
  if (queueOf(draft.state) !== command.queue) return;
  moveOn(draft, { queue: command.queue, how: command.reason, overflow: command.overflow });
}

/** On to the overflow queue, or the end with an announcement. */
function moveOn(
  draft: Draft,
  move: { queue: QueueId; how: "timeout" | "empty" | "full"; overflow: QueueId | null },
): undefined {
  const overflows = draft.state.segments.filter((segment) => segment.kind === "queue").length;
  if (!move.overflow || move.overflow === move.queue || overflows > MAX_OVERFLOWS) {
    const reason = move.how === "timeout" ? "timeout" : move.how === "full" ? "refused-full" : "refused-empty";
    return end(draft, { reason, farewell: SORRY, queueKnows: true });
  }
  if (draft.state.phase.is === "offered") {
    for (const leg of draft.state.phase.legs) {
      draft.miss(leg, "withdrawn");
      draft.effect({ do: "hangUp", channel: leg.channel, reason: "normal" });
    }
  }
  draft.tellAcd({ do: "dequeue", call: draft.state.id });
  draft.emit({ type: "left", queue: move.queue, how: move.how });
  join(draft, move.overflow);
}

/** Speaks to the waiting caller; the music goes on by itself afterwards. */
export function announce(draft: Draft, command: Command<"announce">): undefined {
  const { phase, channel, playback } = draft.state;
  if (phase.is !== "waiting" || !channel || command.sounds.length === 0) return;
  const id = `${draft.state.id}.p${draft.state.made.playbacks + 1}`;
  if (playback) draft.effect({ do: "stopPlaying", playback: playback.id });
  draft.emit({ type: "announced", playback: id, sounds: command.sounds });
  draft.effect({ do: "play", channel, playback: id, sounds: command.sounds, language: languageOf(draft) });
}
