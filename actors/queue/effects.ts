/** What the queue tells calls and the distributor. */
import type { AcdCommand } from "@/actors/acd/types.ts";
import type { CallCommand, QueueTerms } from "@/actors/call/types.ts";
import type { QueueTurn } from "./reduce.ts";
import type { QueueConfig, WaitingCaller } from "./types.ts";

export function tellCall(turn: QueueTurn, call: string, command: CallCommand): void {
  turn.tell(`call/${call}`, command);
}

/** Into the distributor's line; the same again does no harm there. */
export function enqueue(turn: QueueTurn, { call, since, priority }: WaitingCaller): void {
  const command: AcdCommand = { do: "enqueue", call, queue: turn.state.id, since, priority };
  turn.tell("acd/main", command);
}

export function termsOf(config: QueueConfig): QueueTerms {
  const { name, wrapUpMs, dispositionRequired, missed, record, announce } = config;
  return { name, wrapUpMs, dispositionRequired, missed, record, language: announce.language };
}

export function cancelTimers(turn: QueueTurn, call: string): void {
  turn.cancel(`wait:${call}`);
  turn.cancel(`say:${call}`);
}
