/** A small entity for the runtime's own tests: a list of numbers, with every kind of effect and of mishap. */
import type { Decision, Definition, EffectTiming, Rejected, RuntimeEffect } from "../types.ts";

export interface CounterState {
  /** Every number added, in order: shows losses, doubles and disorder. */
  added: number[];
  fired: string[];
}

export type CounterCommand =
  | { do: "add"; n: number; effects?: CounterEffect[] }
  | { do: "effects"; effects: CounterEffect[] }
  | { do: "fired"; name: string }
  | { do: "refuse" }
  | { do: "boom" };

export type CounterEvent = { is: "added"; n: number } | { is: "fired"; name: string };
type Own = { do: "note"; text: string } | { do: "fail"; text: string } | { do: "failLater"; text: string };
export type CounterEffect = (Own | RuntimeEffect<CounterCommand>) & EffectTiming;

export const COUNTER: CounterState = { added: [], fired: [] };

export function apply(state: CounterState, event: CounterEvent): CounterState {
  return event.is === "added"
    ? { ...state, added: [...state.added, event.n] }
    : { ...state, fired: [...state.fired, event.name] };
}

function decide(state: CounterState, command: CounterCommand): Decision<CounterState, CounterEvent, CounterEffect> {
  const events: CounterEvent[] = command.do === "add"
    ? [{ is: "added", n: command.n }]
    : command.do === "fired"
    ? [{ is: "fired", name: command.name }]
    : [];
  const effects = "effects" in command ? command.effects ?? [] : [];
  return { state: events.reduce(apply, state), events, effects };
}

/** @param notes where performed effects are noted, as `id text`. */
export function counter(
  notes: string[] = [],
  options: Partial<Definition<CounterState, CounterCommand, CounterEvent, Own>> = {},
): Definition<CounterState, CounterCommand, CounterEvent, Own> {
  return {
    kind: "counter",
    version: 1,
    initial: () => COUNTER,
    apply,
    reduce(state, command): Decision<CounterState, CounterEvent, CounterEffect> | Rejected {
      if (command.do === "refuse") return { rejected: "counter.refused", detail: { count: state.added.length } };
      if (command.do === "boom") throw new Error("boom");
      return decide(state, command);
    },
    perform(effect, ctx) {
      if (effect.do === "fail") throw new Error(effect.text);
      if (effect.do === "failLater") return Promise.reject(new Error(effect.text));
      notes.push(`${ctx.id} ${effect.text}`);
    },
    onEffectError: (effect, error) => ({ do: "fired", name: `${effect.do}: ${error.message}` }),
    ...options,
  };
}
