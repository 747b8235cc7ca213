/**
 * The set-up of the site in memory: queues, numbers and agents, as administrators made them. Reading it costs no query
 * in a call's way; a change is told to exactly the actors it concerns.
 */
import { isDeepStrictEqual } from "node:util";
import type { ActorId } from "@/actors/runtime/types.ts";
import type { AgentCommand, AgentConfig } from "@/actors/agent/types.ts";
import type { AcdCommand } from "@/actors/acd/types.ts";
import type { AgentId, CallRoute, QueueId } from "@/actors/call/types.ts";
import type { QueueCommand, QueueConfig } from "@/actors/queue/types.ts";
import { formsOf } from "./numbers.ts";

/** A number that can be dialled, and where it leads. */
export interface NumberConfig {
  /** As the trunk delivers it, or E.164. */
  did: string;
  route: CallRoute;
}

export interface SiteConfig {
  queues: QueueConfig[];
  numbers: NumberConfig[];
  agents: AgentConfig[];
}

export type Tell = (to: ActorId, command: QueueCommand | AgentCommand | AcdCommand) => void;

export class Directory {
  #queues = new Map<QueueId, QueueConfig>();
  #agents = new Map<AgentId, AgentConfig>();
  #routes = new Map<string, CallRoute>();

  constructor(readonly tell: Tell) {}

  /** Takes over a set-up; actors whose part of it changed are configured. Safe to call with the same again. */
  apply(config: SiteConfig): void {
    const queues = new Map(config.queues.map((queue) => [queue.id, queue]));
    const agents = new Map(config.agents.map((agent) => [agent.id, agent]));
    this.#routes = new Map(config.numbers.flatMap(({ did, route }) => formsOf(did).map((form) => [form, route])));
    // The distributor first: a queue may let callers in at once when it is configured.
    if (!isDeepStrictEqual([...queues], [...this.#queues])) {
      this.tell("acd/main", { do: "configure", queues: config.queues });
    }
    for (const [id, queue] of queues) {
      if (!isDeepStrictEqual(queue, this.#queues.get(id))) this.tell(`queue/${id}`, { do: "configure", config: queue });
    }
    for (const [id, agent] of agents) {
      if (!isDeepStrictEqual(agent, this.#agents.get(id))) this.tell(`agent/${id}`, { do: "configure", config: agent });
    }
    for (const id of this.#agents.keys()) {
      if (!agents.has(id)) this.tell(`agent/${id}`, { do: "logOut" });
    }
    this.#queues = queues;
    this.#agents = agents;
  }

  /** Where a dialled number leads; null: nowhere. */
  route(did: string): CallRoute | null {
    for (const form of formsOf(did)) {
      const route = this.#routes.get(form);
      if (route && this.#queues.has(route.queue)) return route;
    }
    return null;
  }

  queue(id: QueueId): QueueConfig | undefined {
    return this.#queues.get(id);
  }

  agent(id: AgentId): AgentConfig | undefined {
    return this.#agents.get(id);
  }

  get queues(): readonly QueueConfig[] {
    return [...this.#queues.values()];
  }

  get agents(): readonly AgentConfig[] {
    return [...this.#agents.values()];
  }
}
