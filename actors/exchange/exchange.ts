/**
 * The hub between Asterisk and the actors. It owns no state of calls: it knows whose an event is, resolves what a
 * dialled number leads to, and on every connect brings both sides together (`reconcile.ts`). An event that is nobody's
 * is counted, logged and set aside.
 */
import { getLogger } from "@logtape/logtape";
import type { ActorSystem } from "@/actors/runtime/mod.ts";
import type { Clock } from "@/actors/runtime/types.ts";
import type { AriEvent } from "@/telephony/ari/generated/events.ts";
import type { Channel } from "@/telephony/ari/generated/models.ts";
import type { Ari, AriState } from "@/telephony/ari/port.ts";
import { callIdOf, isCallId, partOf } from "@/actors/call/call_id.ts";
import type { CallCommand, CallId, ChannelId } from "@/actors/call/types.ts";
import { Callers } from "./callers.ts";
import type { Directory } from "./directory.ts";
import { normaliseNumber } from "./numbers.ts";
import { type Phones } from "./phones.ts";
import { Refusals } from "./refusals.ts";
import { reconcile, type ReconcilePorts, type ReconcileResult } from "./reconcile.ts";
import type { Site } from "./site.ts";

const log = getLogger(["kommutator", "exchange"]);

export interface ExchangePorts {
  ari: Ari;
  system: Pick<ActorSystem, "tell" | "ask" | "state" | "ids" | "activate">;
  clock: Clock;
  directory: Directory;
  site: Site;
  phones: Phones;
  /** Names this Asterisk in the ids of calls; must not change while its calls live. */
  asteriskId: string;
  /** Calls that the records or the journal believe alive. */
  liveCalls(): Promise<CallId[]>;
  /** A call that surely has no journal yet is about to be told to arrive. */
  onFresh?(call: CallId): void;
  /** Another process took our application: this one must stop acting. */
  onFenced?(): void;
}

export class Exchange {
  readonly callers = new Callers();
  /** Events that were nobody's. */
  setAside = 0;
  #refusals: Refusals;
  #stops: (() => void)[] = [];
  #fenced = false;
  #last: ReconcileResult | null = null;

  constructor(readonly ports: ReconcilePorts) {
    this.#refusals = new Refusals(ports.ari);
  }

  /** What the last reconciliation found and did; null before the first. */
  get lastReconciliation(): ReconcileResult | null {
    return this.#last;
  }

  start(): void {
    const { ari } = this.ports;
    this.ports.site.telephony(ari.state);
    this.#stops = [
      ari.onState((state) => this.#state(state)),
      ari.onConnect(async ({ signal }) => {
        this.#last = await reconcile(this.ports, this.callers, signal);
      }),
      ari.onEvent((event) => this.handle(event)),
    ];
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.ports.phones.stop();
  }

  /** One event from Asterisk. Never throws on what it does not know. */
  handle(event: AriEvent): void {
    if (this.#fenced) return;
    switch (event.type) {
      case "StasisStart":
        return this.#entered(event.channel, event.args);
      case "ChannelStateChange":
        if (event.channel.state === "Ringing") this.#leg(event.channel.id, "legRinging");
        return;
      case "StasisEnd":
        return this.#gone(event.channel, 16);
      case "ChannelDestroyed":
        return this.#gone(event.channel, event.cause);
      case "ChannelHold":
        return this.#leg(event.channel.id, "held");
      case "ChannelUnhold":
        return this.#leg(event.channel.id, "unheld");
      case "PlaybackFinished":
        return this.#playback(event.playback.id);
      case "RecordingStarted":
      case "RecordingFinished":
      case "RecordingFailed":
        return this.#recording(event);
      case "ContactStatusChange":
        return this.ports.phones.contact(event.endpoint.resource, event.contact_info.contact_status);
      case "PeerStatusChange":
        return this.ports.phones.contact(event.endpoint.resource, event.peer.peer_status);
      case "EndpointStateChange":
        return this.ports.phones.seen(event.endpoint);
      default:
        return;
    }
  }

  #state(state: AriState): void {
    this.ports.site.telephony(state);
    if (state !== "replaced" || this.#fenced) return;
    this.#fenced = true;
    log.error("another process took the ARI application: this one stops acting on telephony");
    this.ports.onFenced?.();
  }

  #entered(channel: Channel, args: string[]): void {
    switch (args[0]) {
      case "inbound":
        return this.#arrived(channel, args[1] ?? channel.dialplan.exten);
      case "leg": {
        const part = partOf(channel.id);
        if (part?.part !== "leg") return this.#unknown("StasisStart", channel.id);
        return this.#call(part.call, { do: "legUp", channel: channel.id as ChannelId });
      }
      case "agent":
        // Calls placed from an agent's phone are not offered yet: say so instead of leaving them in silence.
        return this.#refusals.refuse(channel);
      default:
        this.#unknown("StasisStart", channel.id);
        return this.#refusals.refuse(channel);
    }
  }

  #arrived(channel: Channel, did: string): void {
    if (this.callers.get(channel.id)) return;
    const id = callIdOf(this.ports.asteriskId, channel.id, channel.creationtime);
    this.callers.set(channel.id, id);
    this.ports.onFresh?.(id);
    this.#call(id, arrival(this.ports.directory, channel, did));
  }

  #gone(channel: Channel, cause: number): void {
    const part = partOf(channel.id);
    const call = part?.part === "leg" ? part.call : this.callers.take(channel.id);
    if (call) return this.#call(call, { do: "legGone", channel: channel.id as ChannelId, cause });
    if (!this.#refusals.gone(channel.id)) this.#unknown("ChannelDestroyed", channel.id);
  }

  #leg(channel: string, what: "legRinging" | "held" | "unheld"): void {
    const part = partOf(channel);
    if (part?.part === "leg") this.#call(part.call, { do: what, channel: channel as ChannelId });
  }

  #playback(id: string): void {
    const part = partOf(id);
    if (part?.part === "playback") this.#call(part.call, { do: "playbackFinished", playback: id });
    else if (!this.#refusals.played(id)) this.#unknown("PlaybackFinished", id);
  }

  #recording(event: Extract<AriEvent, { type: "RecordingStarted" | "RecordingFinished" | "RecordingFailed" }>): void {
    const { name, duration, cause } = event.recording;
    if (!isCallId(name)) return this.#unknown(event.type, name);
    if (event.type === "RecordingStarted") return this.#call(name, { do: "recordingStarted", name });
    if (event.type === "RecordingFailed") {
      return this.#call(name, { do: "recordingFailed", name, cause: (cause ?? "").slice(0, 200) });
    }
    this.#call(name, { do: "recordingFinished", name, seconds: duration ?? 0 });
  }

  #call(id: CallId, command: CallCommand): void {
    this.ports.system.tell(`call/${id}`, command, { origin: "ari" });
  }

  #unknown(type: string, id: string): void {
    this.setAside++;
    log.debug("{type} of {id} belongs to no call and is set aside", { type, id: id.slice(0, 100) });
  }
}

/** The command that brings a caller's channel to its call. */
export function arrival(directory: Directory, channel: Channel, did: string): CallCommand & { do: "arrive" } {
  return {
    do: "arrive",
    channel: channel.id as ChannelId,
    caller: { number: normaliseNumber(channel.caller.number), name: channel.caller.name.slice(0, 120) },
    did: did.slice(0, 64),
    route: directory.route(did),
    channelUp: channel.state === "Up",
  };
}
