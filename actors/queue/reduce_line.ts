/** Joining and leaving the line, and the true line after a restart. */
import type { Rejected } from "@/actors/runtime/types.ts";
import type { CallId } from "@/actors/call/types.ts";
import { eachEntry, getKey } from "@/telephony/acd/mod.ts";
import { cancelTimers, enqueue, tellCall, termsOf } from "./effects.ts";
import type { QueueTurn } from "./reduce.ts";
import { armAnnouncement } from "./reduce_announce.ts";
import { armMaxWait, somebodyThere } from "./reduce_limits.ts";
import type { QueueCommand } from "./types.ts";

type Command<D extends QueueCommand["do"]> = Extract<QueueCommand, { do: D }>;

export function join(turn: QueueTurn, command: Command<"join">): undefined {
  const { call, caller, since, priority } = command;
  const { config, id, waiting } = turn.state;
  const known = getKey(waiting, call);
  if (!known) {
    const refusal = refusalOf(turn);
    if (refusal || !config) {
      const reason = refusal ?? "empty";
      turn.happen({ type: "refused", at: turn.now, call, reason });
      return tellCall(turn, call, { do: "queueRefused", queue: id, reason, overflow: config?.overflow ?? null }),
        undefined;
    }
    turn.happen({ type: "joined", at: turn.now, call, caller, since, priority });
    arm(turn, call);
  }
  // A call that asks twice has lost the answer (it crashed in between) and gets it again.
  if (config) tellCall(turn, call, { do: "queueAccepted", queue: id, music: config.music, terms: termsOf(config) });
  enqueue(turn, getKey(turn.state.waiting, call)!);
}

function refusalOf(turn: QueueTurn): "empty" | "full" | null {
  const { config, waiting } = turn.state;
  if (!config || !somebodyThere(turn.state, config.joinEmpty)) return "empty";
  return config.maxWaiting > 0 && waiting.size >= config.maxWaiting ? "full" : null;
}

function arm(turn: QueueTurn, call: CallId): void {
  armMaxWait(turn, call);
  armAnnouncement(turn, call);
}

export function left(turn: QueueTurn, command: Command<"left">): Rejected | undefined {
  const { call, how, at, agent = null } = command;
  const caller = getKey(turn.state.waiting, call);
  if (caller) {
    turn.happen({ type: "left", at: turn.now, call, how, agent, waitedMs: Math.max(0, at - caller.since) });
    cancelTimers(turn, call);
    return;
  }
  const crossed = how === "answered" ? turn.state.sentOn.find((sent) => sent.call === call) : undefined;
  if (!crossed) return { rejected: "queue.rejected.not-waiting" };
  turn.happen({ type: "answeredAfterAll", at: turn.now, call, agent, waitedMs: crossed.waitedMs });
}

/** Callers keep their places: `since` and priority are the call's own, announcements go on as they stood. */
export function reconcile(turn: QueueTurn, command: Command<"reconcile">): undefined {
  const truly = new Map(command.waiting.map((waiting) => [waiting.call, waiting]));
  const gone: CallId[] = [];
  eachEntry(turn.state.waiting, ({ call }) => truly.has(call) || gone.push(call));
  for (const call of gone.sort()) {
    const { since } = getKey(turn.state.waiting, call)!;
    turn.happen({
      ...{ type: "left", at: turn.now, call, how: "lost", agent: null },
      waitedMs: Math.max(0, turn.now - since),
    });
    cancelTimers(turn, call);
  }
  for (const { call, caller, since, priority } of command.waiting) {
    const known = getKey(turn.state.waiting, call);
    if (!known) turn.happen({ type: "joined", at: turn.now, call, caller, since, priority });
    else if (known.since !== since || known.priority !== priority) {
      turn.happen({ type: "moved", at: turn.now, call, since, priority });
    }
    enqueue(turn, getKey(turn.state.waiting, call)!);
    arm(turn, call);
  }
}
