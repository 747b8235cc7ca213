/**
 * One turn of a pure reducer under work: events applied as they are decided, effects in the order they must happen.
 * Shared by the distributor, queues and agents; local to a turn, so changing it in place is invisible from outside.
 */
import type { ActorId, Decision, EffectTiming, Millis, RuntimeEffect } from "@/actors/runtime/types.ts";

export class Turn<S, E, C> {
  readonly events: E[] = [];
  readonly effects: (RuntimeEffect<C> & EffectTiming)[] = [];

  constructor(
    public state: S,
    readonly now: Millis,
    private readonly apply: (state: S, event: E) => S,
  ) {}

  happen(event: E): void {
    this.state = this.apply(this.state, event);
    this.events.push(event);
  }

  tell<T>(to: ActorId, command: T): void {
    this.effects.push({ do: "tell", to, command });
  }

  /** `durable`: survives passivation and crash. Negative delays (a clock that went back) fire at once. */
  timer(name: string, timer: { afterMs: number; command: C; durable?: boolean }): void {
    this.effects.push({ do: "timer", name, ...timer, afterMs: Math.max(0, Math.ceil(timer.afterMs)) });
  }

  cancel(name: string): void {
    this.effects.push({ do: "cancel-timer", name });
  }

  done(): Decision<S, E, RuntimeEffect<C> & EffectTiming> {
    return { state: this.state, events: this.events, effects: this.effects };
  }
}
