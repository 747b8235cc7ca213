/**
 * The agent's commands. Split by concern: `reduce_work.ts` (log-in, readiness, queues, phone), `reduce_call.ts` (rings,
 * talks, misses), `reduce_wrap_up.ts`, `reduce_link.ts` (console and phone connections, restart).
 */
import type { Decision, EffectTiming, Millis, Rejected, RuntimeEffect } from "@/actors/runtime/types.ts";
import { Turn } from "@/actors/acd/turn.ts";
import type { DayOf } from "@/telephony/acd/mod.ts";
import { apply } from "./apply.ts";
import { type AgentTurn, inform } from "./effects.ts";
import * as call from "./reduce_call.ts";
import * as link from "./reduce_link.ts";
import * as work from "./reduce_work.ts";
import * as wrapUp from "./reduce_wrap_up.ts";
import type { AgentCommand, AgentData, AgentEvent } from "./types.ts";

export type AgentDecision = Decision<AgentData, AgentEvent, RuntimeEffect<AgentCommand> & EffectTiming>;

export function agentReducer(dayOf: DayOf) {
  return (data: AgentData, command: AgentCommand, now: Millis): AgentDecision | Rejected => {
    const turn: AgentTurn = new Turn(data, now, apply);
    turnDay(turn, dayOf, command.do === "newDay");
    const rejected = take(turn, command);
    if (rejected) return rejected;
    inform(turn, data, command.do === "reconcile");
    return turn.done();
  };
}

/** The first command of a new day begins its figures; the timer is for agents to whom nothing happens at midnight. */
function turnDay(turn: AgentTurn, dayOf: DayOf, rearm: boolean): void {
  const { day, startsAt, endsAt } = dayOf(turn.now);
  const turned = turn.state.day.day !== day;
  if (turned) turn.happen({ type: "dayTurned", at: turn.now, day, startsAt });
  if (!turned && !rearm) return;
  turn.timer("day", { afterMs: endsAt - turn.now, command: { do: "newDay", day }, durable: true });
}

function take(turn: AgentTurn, command: AgentCommand): Rejected | undefined {
  switch (command.do) {
    case "configure":
      return work.configure(turn, command.config);
    case "logIn":
      return work.logIn(turn, command);
    case "logOut":
      return work.logOut(turn);
    case "ready":
      return work.ready(turn);
    case "pause":
      return work.pause(turn, command.reason);
    case "chooseQueues":
      return work.chooseQueues(turn, command.queues);
    case "usePhone":
      return work.usePhone(turn, command.phone);
    case "finishWrapUp":
      return wrapUp.finish(turn);
    case "extendWrapUp":
      return wrapUp.extend(turn, command.byMs);
    case "dispositionSet":
      return wrapUp.dispositionSet(turn, command.call);
    case "wrapUpElapsed":
      return wrapUp.elapsed(turn, command.call);
    case "connected":
    case "disconnected":
      return link.connection(turn, command.do);
    case "graceElapsed":
      return link.graceElapsed(turn);
    case "phoneSeen":
      return link.phoneSeen(turn, command.online);
    case "ring":
      return call.ring(turn, command);
    case "answered":
      return call.answered(turn, command.call);
    case "missed":
      return call.missed(turn, command);
    case "held":
      return call.held(turn, command);
    case "callEnded":
      return call.ended(turn, command);
    case "reconcile":
      return link.reconcile(turn, command);
    case "newDay":
      return;
  }
}
