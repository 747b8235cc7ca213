/**
 * Agents' phones as Asterisk sees them: made at log-in when they are browsers' (through a port), and shown as online
 * or not on the agent's desk. Device states tell at once that a phone can ring; endpoints are read back every so often
 * besides, for a PBX without device states (subscribing to each endpoint would double every event of its calls).
 */
import { getLogger } from "@logtape/logtape";
import type { Clock } from "@/actors/runtime/types.ts";
import type { Endpoint } from "@/telephony/ari/generated/models.ts";
import type { Ari } from "@/telephony/ari/port.ts";
import { PhoneStates } from "@/telephony/asterisk/phone_states.ts";
import type { AgentId } from "@/actors/call/types.ts";
import type { Tell } from "./directory.ts";

const log = getLogger(["kommutator", "exchange"]);
const EVERY_MS = 5_000;

export class Phones {
  /** Resource (`PJSIP/<resource>`) of each logged-in agent's phone. */
  #agents = new Map<string, AgentId>();
  /** The other way round: asked at every change of every agent. */
  #resources = new Map<AgentId, string>();
  #online = new Map<string, boolean>();
  #timer: unknown = null;
  #states: PhoneStates;

  constructor(readonly ports: { ari: Ari; clock: Clock; tell: Tell }) {
    this.#states = new PhoneStates(ports.ari, (endpoint, state) => {
      if (state !== "unknown") this.#set(resourceOf(endpoint), state !== "unavailable");
    });
  }

  /** The phone an agent logged in with; null: logged out. */
  use(agent: AgentId, endpoint: string | null): void {
    const wanted = endpoint === null ? undefined : resourceOf(endpoint);
    const before = this.#resources.get(agent);
    if (before === wanted) return;
    if (before !== undefined && this.#agents.get(before) === agent) {
      this.#agents.delete(before);
      this.#states.unwatch(`PJSIP/${before}`).catch(unheard);
    }
    if (wanted === undefined) return void this.#resources.delete(agent);
    this.#resources.set(agent, wanted);
    this.#agents.set(wanted, agent);
    this.#show(wanted);
    this.#states.watch(`PJSIP/${wanted}`).catch(unheard);
    this.#arm(0);
  }

  /** A contact's or peer's status in Asterisk's words. */
  contact(resource: string, status: string): void {
    // `NonQualified` is registered but not probed; `Unknown` says nothing.
    if (/^(reachable|created|nonqualified|registered)$/i.test(status)) this.#set(resource, true);
    else if (/^(unreachable|removed|unregistered|rejected)$/i.test(status)) this.#set(resource, false);
  }

  seen(endpoint: Endpoint): void {
    if (endpoint.technology !== "PJSIP" || !endpoint.state || endpoint.state === "unknown") return;
    this.#set(endpoint.resource, endpoint.state === "online");
  }

  isOnline(endpoint: string): boolean {
    return this.#online.get(resourceOf(endpoint)) ?? false;
  }

  /** Reads all endpoints now. */
  async refresh(): Promise<void> {
    if (this.ports.ari.state !== "connected" || this.#agents.size === 0) return;
    const endpoints = await this.ports.ari.call("endpoints.list");
    const seen = new Set<string>();
    for (const endpoint of endpoints) {
      if (endpoint.technology === "PJSIP") seen.add(endpoint.resource);
      this.seen(endpoint);
    }
    for (const resource of this.#agents.keys()) if (!seen.has(resource)) this.#set(resource, false);
  }

  stop(): void {
    this.ports.clock.clear(this.#timer);
    this.#timer = null;
    this.#agents.clear();
    this.#resources.clear();
  }

  #arm(afterMs: number): void {
    if (this.#timer !== null && afterMs > 0) return;
    this.ports.clock.clear(this.#timer);
    this.#timer = this.ports.clock.after(afterMs, () => {
      this.#timer = null;
      this.refresh()
        .catch((error) => log.debug("endpoints cannot be read: {error}", { error: String(error) }))
        .finally(() => this.#agents.size > 0 && this.#arm(EVERY_MS));
    });
  }

  #set(resource: string, online: boolean): void {
    if (this.#online.get(resource) === online) return;
    if (online || this.#agents.has(resource)) this.#online.set(resource, online);
    else this.#online.delete(resource);
    this.#show(resource);
  }

  #show(resource: string): void {
    const agent = this.#agents.get(resource);
    const online = this.#online.get(resource);
    if (agent && online !== undefined) this.ports.tell(`agent/${agent}`, { do: "phoneSeen", online });
  }
}

/** `PJSIP/<resource>` without its technology. */
function resourceOf(endpoint: string): string {
  return endpoint.slice(endpoint.indexOf("/") + 1);
}

function unheard(error: unknown): void {
  log.debug("a phone's state cannot be asked for: {error}", { error: String(error) });
}
