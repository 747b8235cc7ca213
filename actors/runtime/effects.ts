/**
 * Performs what an entity decided: tells, unloading, and the definition's own effects. Outside of the turn's promise
 * chain, so that a slow performer never holds up the mailbox; a failed one is logged and becomes a command.
 */
import { text } from "./cell.ts";
import type { AnyDefinition, Host } from "./host.ts";
import { isThenable } from "./plain.ts";
import type { ActorId, CommandMeta, EffectContext, EffectTiming, RuntimeEffect } from "./types.ts";

export type Effect = ({ do: string } | RuntimeEffect<unknown>) & EffectTiming;

export class Performer {
  #context: EffectContext<unknown> | undefined;

  constructor(
    private readonly entity: { readonly id: ActorId; leave(): void },
    private readonly host: Host,
    private readonly definition: AnyDefinition,
  ) {}

  /** @param meta of the command that gave the effect. */
  perform(effect: Effect, meta: CommandMeta): void {
    switch (effect.do) {
      case "timer":
      case "cancel-timer":
        return; // done with the turn, see EntityCell
      case "passivate":
        return this.entity.leave();
      case "tell": {
        const { to, command } = effect as RuntimeEffect<unknown> & { do: "tell" };
        this.host.tell(to, command, { origin: this.entity.id, cause: meta.id ?? meta.cause });
        return;
      }
    }
    try {
      const performing = this.definition.perform(effect, this.#context ??= this.#effectContext());
      if (!isThenable(performing)) return;
      this.host.open++;
      performing.then(() => {
        this.host.open--;
      }, (error) => {
        this.host.open--;
        this.#failed(effect, error);
      });
    } catch (error) {
      this.#failed(effect, error);
    }
  }

  #effectContext(): EffectContext<unknown> {
    const { host, entity: { id } } = this;
    const own = { origin: id };
    return {
      id,
      now: () => host.clock.now(),
      tell: (to, command, meta) => void host.tell(to, command, meta ?? own),
      self: (command, meta) => void host.tell(id, command, meta ?? own),
    };
  }

  #failed(effect: Effect, error: unknown): void {
    const { host, definition, entity: { id } } = this;
    const fault = (error: unknown) =>
      host.fault({ kind: "effect", actor: id, error, message: `${effect.do} of ${id}: ${text(error)}` });
    fault(error);
    try {
      const command = definition.onEffectError?.(effect, error instanceof Error ? error : new Error(text(error)));
      if (command !== undefined) host.tell(id, command, { origin: "effect" });
    } catch (second) {
      fault(second);
    }
  }
}
