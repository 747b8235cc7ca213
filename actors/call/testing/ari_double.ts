/**
 * Asterisk's REST interface in memory on a virtual clock, as far as calls use it: channels, bridges, playbacks and
 * recordings as plain data, with the events Asterisk was seen to send, in its order. For tests of the whole switchboard.
 */
import type { Clock, Random } from "@/actors/runtime/types.ts";
import { AriDisconnected, AriError } from "@/telephony/ari/errors.ts";
import type { AriEvent } from "@/telephony/ari/generated/events.ts";
import type { Ari, AriState, AriStateReason, ConnectContext } from "@/telephony/ari/port.ts";

interface Line {
  id: string;
  state: "Ring" | "Ringing" | "Up";
  bridge: string | null;
  number: string;
  did: string | null;
  variables: Record<string, string>;
  createdAt: number;
}

/** What the person at a phone does with a ring; `null`: lets it ring. */
export type AtThePhone = (endpoint: string) => { afterMs: number; do: "answer" | "busy" | "reject" } | null;

export class AriDouble {
  readonly channels = new Map<string, Line>();
  readonly bridges = new Map<string, Set<string>>();
  /** Operations carried out, by name. */
  readonly counts = new Map<string, number>();
  /** Most agents that were in one bridge at one time. */
  mostTogether = 0;
  /** Resources of the phones that are registered. */
  phones: string[] = [];
  phone: AtThePhone = () => ({ afterMs: 1_000, do: "answer" });
  /** A conversation begins: called when an agent's leg and a caller are in one bridge. */
  onTalk: (caller: string, leg: string) => void = () => {};
  #events = new Set<(event: AriEvent) => void>();
  #states = new Set<(state: AriState, why: AriStateReason) => void>();
  #hooks = new Set<(context: ConnectContext) => Promise<void>>();
  #state: AriState = "connecting";
  #n = 0;
  #recordings = new Map<string, { name: string; since: number }>();
  readonly ari: Ari;

  constructor(readonly ports: { clock: Clock; random: Random }) {
    // The double speaks the few operations that calls use; the port's types cover them all.
    this.ari = {
      app: "crm",
      call: (operation: string, params: Record<string, never> = {}) => this.#call(operation, params),
      onEvent: (handler: (event: AriEvent) => void) => (this.#events.add(handler), () => this.#events.delete(handler)),
      onState: (handler: () => void) => (this.#states.add(handler), () => this.#states.delete(handler)),
      onConnect: (hook: () => Promise<void>) => (this.#hooks.add(hook), () => this.#hooks.delete(hook)),
      download: () => Promise.reject(new Error("the double keeps no files")),
    } as unknown as Ari;
    Object.defineProperty(this.ari, "state", { get: () => this.#state });
  }

  /** Reads back what is true, then lets events flow again. */
  async connect(): Promise<void> {
    this.#become("connecting");
    const context = { ari: this.ari, reconnects: 0, signal: new AbortController().signal };
    for (const hook of this.#hooks) await hook(context);
    this.#become("connected");
  }

  /** Events are lost from here on, requests refused. */
  disconnect(): void {
    this.#become("lost");
  }

  /** A caller dials `did`; returns the channel. */
  dial(did: string, number: string): string {
    const id = `ast1-${++this.#n}`;
    const createdAt = this.ports.clock.now();
    this.channels.set(id, { id, state: "Ring", bridge: null, number, did, variables: {}, createdAt });
    this.#emit({ type: "StasisStart", args: ["inbound", did], channel: this.#show(id) });
    return id;
  }

  hangUp(id: string, cause = 16): void {
    const line = this.channels.get(id);
    if (!line) return;
    const channel = this.#show(id);
    if (line.bridge) this.bridges.get(line.bridge)?.delete(id);
    this.channels.delete(id);
    if (line.state === "Up") this.#emit({ type: "StasisEnd", channel });
    this.#emit({ type: "ChannelDestroyed", cause, cause_txt: "", channel });
  }

  #become(state: AriState): void {
    this.#state = state;
    for (const handler of this.#states) handler(state, { reason: "ready" });
  }

  #emit(event: Record<string, unknown>): void {
    if (this.#state !== "connected") return;
    // Like the network: later, in order, and lost when the connection is gone by then.
    this.ports.clock.after(1, () => {
      if (this.#state !== "connected") return;
      for (const handler of this.#events) handler(event as unknown as AriEvent);
    });
  }

  #show(id: string): Record<string, unknown> {
    const { state, number, did, variables, createdAt } = this.channels.get(id)!;
    const app_data = did === null ? "crm,leg" : `crm,inbound,${did}`;
    return {
      id,
      state,
      caller: { number, name: "" },
      dialplan: { context: "", exten: did ?? "", priority: 1, app_name: "Stasis", app_data },
      creationtime: new Date(createdAt).toISOString(),
      language: "ru",
      channelvars: variables,
    };
  }

  #call(operation: string, params: Record<string, never>): Promise<unknown> {
    if (this.#state === "lost") return Promise.reject(new AriDisconnected(operation, false, "away"));
    this.counts.set(operation, (this.counts.get(operation) ?? 0) + 1);
    try {
      return Promise.resolve(this.#carryOut(operation, params));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #carryOut(operation: string, params: Record<string, string & string[] & Record<string, string>>): unknown {
    const gone = (what: string) => new AriError(404, `${what} not found`, operation);
    const line = params.channelId === undefined ? undefined : this.channels.get(params.channelId);
    switch (operation) {
      case "channels.list":
        return [...this.channels.keys()].map((id) => this.#show(id));
      case "bridges.list":
        return [...this.bridges].map(([id, channels]) => ({ id, channels: [...channels] }));
      case "endpoints.list":
        return this.phones.map((resource) => ({ technology: "PJSIP", resource, state: "online", channel_ids: [] }));
      case "originateWithId":
        return this.#originate(params);
      case "createWithId":
        return void this.bridges.set(params.bridgeId, this.bridges.get(params.bridgeId) ?? new Set());
      case "addChannel":
        return this.#add(params.bridgeId, params.channel);
      case "destroy":
        return this.#destroy(params.bridgeId);
      case "hangup":
        if (!line) throw gone("channel");
        return this.hangUp(line.id);
      case "answer":
        if (!line) throw gone("channel");
        return void (line.state = "Up");
      case "bridges.record":
        this.#recordings.set(params.bridgeId, { name: params.name, since: this.ports.clock.now() });
        return this.#emit({ type: "RecordingStarted", recording: { name: params.name } });
      case "channels.playWithId":
        if (!line) throw gone("channel");
        return void this.ports.clock.after(2_000, () => {
          this.#emit({ type: "PlaybackFinished", playback: { id: params.playbackId } });
        });
      default:
        return undefined;
    }
  }

  #originate(params: Record<string, string & Record<string, string>>): void {
    const { channelId: id, endpoint, variables } = params;
    if (this.channels.has(id)) throw new AriError(409, "exists", "originateWithId");
    const { clock } = this.ports;
    const createdAt = clock.now();
    this.channels.set(id, { id, state: "Ringing", bridge: null, number: "", did: null, variables, createdAt });
    this.#emit({ type: "ChannelStateChange", channel: this.#show(id) });
    const habit = this.phone(endpoint);
    if (!habit) return;
    clock.after(habit.afterMs, () => {
      const line = this.channels.get(id);
      if (!line) return;
      if (habit.do !== "answer") return this.hangUp(id, habit.do === "busy" ? 17 : 21);
      line.state = "Up";
      this.#emit({ type: "StasisStart", args: ["leg"], channel: this.#show(id) });
    });
  }

  #add(bridgeId: string, ids: string[]): void {
    const bridge = this.bridges.get(bridgeId);
    if (!bridge) throw new AriError(404, "bridge not found", "addChannel");
    if (ids.some((id) => !this.channels.has(id))) throw new AriError(400, "channel not found", "addChannel");
    for (const id of ids) {
      bridge.add(id);
      this.channels.get(id)!.bridge = bridgeId;
    }
    const caller = [...bridge].find((id) => this.channels.get(id)!.did !== null);
    const legs = [...bridge].filter((id) => this.channels.get(id)!.did === null);
    this.mostTogether = Math.max(this.mostTogether, legs.length);
    if (caller && legs.length === 1) this.onTalk(caller, legs[0]);
  }

  #destroy(bridgeId: string): void {
    if (!this.bridges.delete(bridgeId)) throw new AriError(404, "bridge not found", "destroy");
    for (const line of this.channels.values()) if (line.bridge === bridgeId) line.bridge = null;
    const recording = this.#recordings.get(bridgeId);
    if (!recording) return;
    this.#recordings.delete(bridgeId);
    const duration = Math.round((this.ports.clock.now() - recording.since) / 1000);
    this.#emit({ type: "RecordingFinished", recording: { name: recording.name, duration } });
  }
}
