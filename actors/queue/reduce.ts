/**
 * The queue's commands. Split by concern: `reduce_line.ts` (joining, leaving, restart), `reduce_limits.ts` (maximum
 * wait, leaving when nobody is there), `reduce_announce.ts`.
 */
import type { Decision, EffectTiming, Millis, Rejected, RuntimeEffect } from "@/actors/runtime/types.ts";
import { Turn } from "@/actors/acd/turn.ts";
import { type DayOf, getKey } from "@/telephony/acd/mod.ts";
import { apply } from "./apply.ts";
import { announceDue } from "./reduce_announce.ts";
import { checkEmpty, maxWaitReached, rearm } from "./reduce_limits.ts";
import { join, left, reconcile } from "./reduce_line.ts";
import type { QueueCommand, QueueData, QueueEvent } from "./types.ts";

export type QueueTurn = Turn<QueueData, QueueEvent, QueueCommand>;
export type QueueDecision = Decision<QueueData, QueueEvent, RuntimeEffect<QueueCommand> & EffectTiming>;

export interface QueuePorts {
  /** The site's days; must be pure. */
  dayOf: DayOf;
  /** Sounds that say a position and, when known, the expected wait; must be pure. */
  spokenPosition(position: number, waitMs: number | null, language: "ru" | "en"): string[];
}

export function queueReducer(ports: QueuePorts) {
  return (state: QueueData, command: QueueCommand, now: Millis): QueueDecision | Rejected => {
    const turn: QueueTurn = new Turn(state, now, apply);
    turnDay(turn, ports.dayOf, command.do === "newDay");
    const rejected = take(turn, command, ports);
    return rejected ?? turn.done();
  };
}

/** The first command of a new day begins its figures; the timer is for queues that nobody calls at midnight. */
function turnDay(turn: QueueTurn, dayOf: DayOf, again: boolean): void {
  const { day, startsAt, endsAt } = dayOf(turn.now);
  const turned = turn.state.day.day !== day;
  if (turned) turn.happen({ type: "dayTurned", at: turn.now, day, startsAt });
  if (!turned && !again) return;
  turn.timer("day", { afterMs: endsAt - turn.now, command: { do: "newDay", day }, durable: true });
}

function take(turn: QueueTurn, command: QueueCommand, ports: QueuePorts): Rejected | undefined {
  const before = turn.state;
  switch (command.do) {
    case "configure":
      turn.happen({ type: "configured", at: turn.now, config: command.config });
      rearm(turn);
      return checkEmpty(turn, before);
    case "join":
      return join(turn, command);
    case "left":
      return left(turn, command);
    case "member":
      if (getKey(before.members, command.agent) === command.state) return;
      turn.happen({ type: "member", at: turn.now, agent: command.agent, state: command.state });
      return checkEmpty(turn, before);
    case "memberGone":
      if (getKey(before.members, command.agent) === undefined) return;
      turn.happen({ type: "memberGone", at: turn.now, agent: command.agent });
      return checkEmpty(turn, before);
    case "maxWaitReached":
      return maxWaitReached(turn, command.call);
    case "announceDue":
      return announceDue(turn, command.call, ports);
    case "reconcile":
      return reconcile(turn, command);
    case "newDay":
      return;
  }
}
