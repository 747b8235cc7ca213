/** A turn of the call under work: events applied as they are decided, and effects in the order they must happen. */
import type { ActorId, Millis } from "@/actors/runtime/types.ts";
import type { AcdCommand } from "@/actors/acd/types.ts";
import type { AgentCommand } from "@/actors/agent/types.ts";
import type { QueueCommand } from "@/actors/queue/types.ts";
import { apply } from "./apply.ts";
import type { CallAction, CallEvent, CallState } from "./state.ts";
import type { AgentId, ChannelId, MissReason, QueueId } from "./types.ts";

/** An event as the reducer says it; the draft puts the time on. */
export type Said = CallEvent extends infer E ? E extends { at: Millis } ? Omit<E, "at"> : never : never;

export class Draft {
  readonly events: CallEvent[] = [];
  readonly effects: CallAction[] = [];

  constructor(public state: CallState, readonly now: Millis) {}

  /** Records that something happened; the state follows. */
  emit(said: Said): void {
    const event = { ...said, at: Math.max(this.now, this.state.at) } as CallEvent;
    this.state = apply(this.state, event);
    this.events.push(event);
  }

  effect(effect: CallAction): void {
    this.effects.push(effect);
  }

  tellQueue(queue: QueueId, command: QueueCommand): void {
    this.#tell(`queue/${queue}`, command);
  }

  tellAcd(command: AcdCommand): void {
    this.#tell("acd/main", command);
  }

  tellAgent(agent: AgentId, command: AgentCommand): void {
    this.#tell(`agent/${agent}`, command);
  }

  #tell(to: ActorId, command: unknown): void {
    this.effects.push({ do: "tell", to, command });
  }

  /** Ends one ringing leg without an answer: told once to its agent and to the distributor. The channel is not touched. */
  miss(leg: { channel: ChannelId; agent: AgentId }, reason: MissReason): void {
    const call = this.state.id;
    const missed = BLAMED.has(reason) ? this.state.terms?.missed : undefined;
    this.emit({ type: "missed", channel: leg.channel, agent: leg.agent, reason });
    this.effect({ do: "cancel-timer", name: `ring:${leg.channel}` });
    this.tellAgent(leg.agent, {
      do: "missed",
      call,
      reason,
      autoPause: missed?.autoPause ?? false,
      delayMs: missed?.delayMs ?? 0,
    });
    this.tellAcd({ do: "missed", call, agent: leg.agent, reason });
  }
}

/** Reasons that are the agent's or the phone's doing: auto-pause and delay apply; the others cost the agent nothing. */
const BLAMED: ReadonlySet<MissReason> = new Set(["no-answer", "rejected", "busy", "unreachable"]);
