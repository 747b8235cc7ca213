/**
 * A small Asterisk and the rest of the house around one call, as plain data, for tests: requests and events wait in
 * their queues until a step of the test lets one through, so that every interleaving can be tried.
 */
import { apply } from "../apply.ts";
import { reduce } from "../reduce.ts";
import { type CallAction, type CallEvent, type CallState, initialCall } from "../state.ts";
import type { AgentId, CallCommand, CallId, CallRoute, ChannelId, QueueId, QueueTerms } from "../types.ts";

export const CALL = "019ab1c2-d3e4-7000-8000-0123456789ab" as CallId;
export const CALLER = "ast1-1.1" as ChannelId;
export const SALES = "sales" as QueueId;
export const OVERFLOW = "night" as QueueId;
export const agent = (n: number) => `agent-${n}` as AgentId;

export const ROUTE: CallRoute = { queue: SALES, greeting: [], language: "ru", priority: 0, record: true };
export const TERMS: QueueTerms = {
  name: "Продажи",
  wrapUpMs: 10_000,
  dispositionRequired: false,
  missed: { autoPause: true, delayMs: 5_000 },
  record: true,
  language: "ru",
};
export const ARRIVE: CallCommand = {
  do: "arrive",
  channel: CALLER,
  caller: { number: "+79161234567", name: "Иван" },
  did: "100",
  route: ROUTE,
  channelUp: false,
};

type Tell = { to: string; command: { do: string; [field: string]: unknown } };

export class World {
  state: CallState = initialCall(CALL);
  events: CallEvent[] = [];
  effects: CallAction[] = [];
  tells: Tell[] = [];
  /** Requests on their way to Asterisk, in order. */
  requests: CallAction[] = [];
  /** Events on their way from Asterisk, in order. */
  reports: CallCommand[] = [];
  /** Everything ever reported, for late doubles. */
  reported: CallCommand[] = [];
  timers = new Map<string, CallCommand>();
  channels = new Map<ChannelId, { up: boolean; agent: AgentId | null; bridge: string | null }>();
  bridges = new Set<string>();
  now = 1_000_000;
  /** Most agents that ever heard the caller at one time. */
  mostTogether = 0;

  send(command: CallCommand): void {
    this.now += 7;
    const decision = reduce(this.state, command, this.now);
    if ("rejected" in decision) return;
    this.state = decision.state;
    this.events.push(...decision.events);
    this.effects.push(...decision.effects);
    for (const effect of decision.effects) {
      if (effect.do === "tell") this.tells.push({ to: effect.to, command: effect.command as Tell["command"] });
      else if (effect.do === "timer") this.timers.set(effect.name, effect.command);
      else if (effect.do === "cancel-timer") this.timers.delete(effect.name);
      else this.requests.push(effect);
    }
  }

  /** A caller's channel appears and enters the application. */
  call(route: CallRoute | null = ROUTE): void {
    this.channels.set(CALLER, { up: false, agent: null, bridge: null });
    this.send({ ...ARRIVE, route } as CallCommand);
  }

  /** Asterisk carries out the next request. */
  carryOut(): void {
    const effect = this.requests.shift();
    switch (effect?.do) {
      case "originate":
        this.channels.set(effect.channel, { up: false, agent: effect.agent, bridge: null });
        break;
      case "bridge":
        this.bridges.add(effect.bridge);
        break;
      case "connect":
        for (const id of [effect.caller, effect.leg]) {
          const channel = this.channels.get(id);
          if (channel && this.bridges.has(effect.bridge)) channel.bridge = effect.bridge;
        }
        this.#count();
        break;
      case "join": {
        const channel = this.channels.get(effect.leg);
        if (channel && this.bridges.has(effect.bridge)) channel.bridge = effect.bridge;
        break;
      }
      case "hangUp":
        this.gone(effect.channel, 16);
        break;
      case "destroyBridge":
        this.bridges.delete(effect.bridge);
        for (const channel of this.channels.values()) if (channel.bridge === effect.bridge) channel.bridge = null;
        break;
      default:
        break;
    }
  }

  gone(id: ChannelId, cause: number): void {
    if (this.channels.delete(id)) this.report({ do: "legGone", channel: id, cause });
  }

  answer(id: ChannelId): void {
    const channel = this.channels.get(id);
    if (!channel || channel.up || !channel.agent) return;
    channel.up = true;
    this.report({ do: "legUp", channel: id });
  }

  report(command: CallCommand): void {
    this.reports.push(command);
    this.reported.push(command);
  }

  deliver(): void {
    const command = this.reports.shift();
    if (command) this.send(command);
  }

  fire(name: string | undefined): void {
    const command = name === undefined ? undefined : this.timers.get(name);
    if (!command) return;
    this.timers.delete(name!);
    this.send(command);
  }

  /** The connection was cut: what was on its way is lost, and Asterisk is read afresh. */
  reconnect(): void {
    this.requests = [];
    this.reports = [];
    this.send({
      do: "reconcile",
      channels: [...this.channels].map(([id, { up, agent }]) => ({ id, up, agent })),
      bridged: [...this.channels].filter(([, { bridge }]) => bridge).map(([id]) => id),
      bridge: [...this.bridges].at(-1) ?? null,
    });
  }

  /** A crash that lost the journal's last `lost` events, and everything in memory. */
  crash(lost: number): void {
    this.events = this.events.slice(0, Math.max(0, this.events.length - lost));
    this.state = this.events.reduce(apply, initialCall(CALL));
    this.timers.clear();
    // What Asterisk said before a crash is never said again afterwards: the socket is a new one.
    this.reported = [];
    if (this.channels.has(CALLER)) {
      this.requests = [];
      this.reports = [];
      this.send(ARRIVE);
    }
    this.reconnect();
  }

  /** Everything on its way arrives. */
  settle(): void {
    for (let n = 0; n < 10_000 && this.requests.length + this.reports.length > 0; n++) {
      this.carryOut();
      this.deliver();
    }
  }

  legs(): ChannelId[] {
    return [...this.channels.keys()].filter((id) => id !== CALLER);
  }

  told(to: string, what: string): Tell[] {
    return this.tells.filter((tell) => tell.to === to && tell.command.do === what);
  }

  #count(): void {
    const caller = this.channels.get(CALLER);
    if (!caller?.bridge) return;
    // People, not legs: while a page reloads its agent may have two.
    const there = [...this.channels.values()].filter((c) => c.agent && c.bridge === caller.bridge);
    this.mostTogether = Math.max(this.mostTogether, new Set(there.map((c) => c.agent)).size);
  }
}
