/**
 * The virtual PBX: channels, bridges, playbacks and recordings, and the events Asterisk would send about them, in the
 * order it sends them (measured on Asterisk 22.10). No I/O and no clock of its own: time is a port, so a day of calls
 * runs in a second and always alike. `operations.ts` puts the REST interface before it.
 */
import type { Clock } from "@/actors/runtime/types.ts";
import {
  AriFault,
  CAUSES,
  type Party,
  showBridge,
  showChannel,
  showPlayback,
  showRecording,
  type SimBridge,
  type SimChannel,
  type SimEvent,
  type SimPlayback,
  type SimRecording,
} from "./model.ts";

export interface PbxOptions {
  clock: Clock;
  /** Makes ids of channels that the caller of a method does not name. */
  nextId: () => string;
  /** Channel variables shown in every channel (`channelvars` in ari.conf). */
  exposed?: readonly string[];
  /** How long one spoken sound lasts, ms. */
  soundMs?: number;
  /** Called for each event; `app` is the application it belongs to. */
  emit: (app: string, event: SimEvent) => void;
}

export class Pbx {
  readonly channels = new Map<string, SimChannel>();
  readonly bridges = new Map<string, SimBridge>();
  readonly playbacks = new Map<string, SimPlayback>();
  readonly recordings = new Map<string, SimRecording>();
  readonly exposed: readonly string[];

  constructor(readonly options: PbxOptions) {
    this.exposed = options.exposed ?? ["CALL_ID", "CRM_ROLE", "CRM_AGENT"];
  }

  // ---- channels

  /** Makes a channel; it is in no application yet. */
  create(
    fields: Partial<Pick<SimChannel, "id" | "caller" | "connected" | "exten" | "context" | "language">> & {
      resource: string;
      state: SimChannel["state"];
      party: Party;
      variables?: Record<string, string>;
    },
  ): SimChannel {
    const id = fields.id ?? this.options.nextId();
    if (this.channels.has(id)) throw new AriFault(409, "Channel with given unique ID already exists");
    const channel: SimChannel = {
      id,
      name: `PJSIP/${fields.resource}-${id.slice(-8)}`,
      state: fields.state,
      caller: fields.caller ?? { name: "", number: "" },
      connected: fields.connected ?? { name: "", number: "" },
      exten: fields.exten ?? "s",
      context: fields.context ?? "default",
      createdAt: this.options.clock.now(),
      language: fields.language ?? "en",
      variables: new Map(Object.entries(fields.variables ?? {})),
      app: null,
      appData: "",
      listener: null,
      bridge: null,
      music: false,
      playback: null,
      recording: null,
      party: fields.party,
    };
    this.channels.set(id, channel);
    return channel;
  }

  channel(id: string): SimChannel {
    const channel = this.channels.get(id);
    if (!channel) throw new AriFault(404, "Channel not found");
    return channel;
  }

  /** A channel that is in the application, as most operations need it. */
  stasisChannel(id: string): SimChannel {
    const channel = this.channel(id);
    if (!channel.app) throw new AriFault(409, "Channel not in Stasis application");
    return channel;
  }

  enterStasis(channel: SimChannel, app: string, args: string[]): void {
    channel.app = app;
    channel.appData = [app, ...args].join(",");
    this.#emit(channel, { type: "StasisStart", args, channel: this.show(channel) });
  }

  setState(channel: SimChannel, state: SimChannel["state"]): void {
    if (channel.state === state) return;
    channel.state = state;
    const app = channel.app ?? channel.listener;
    if (app) this.options.emit(app, { type: "ChannelStateChange", channel: this.show(channel) });
    if (state === "Up") this.#later(channel, () => channel.party.up?.(channel));
  }

  /** Ends a channel: by the far end (`request`: it said BYE), or by us. */
  hangUp(channel: SimChannel, cause: number, how: { request?: boolean } = {}): void {
    if (!this.channels.has(channel.id)) return;
    const app = channel.app ?? channel.listener;
    if (how.request && app) {
      this.options.emit(app, { type: "ChannelHangupRequest", cause, channel: this.show(channel) });
    }
    if (channel.playback) this.stopPlayback(channel.playback);
    if (channel.recording) this.stopRecording(channel.recording);
    if (channel.bridge) this.leave(channel);
    this.channels.delete(channel.id);
    if (app) {
      if (channel.app) this.options.emit(app, { type: "StasisEnd", channel: this.show(channel) });
      const text = CAUSES[cause] ?? "Unknown";
      this.options.emit(app, { type: "ChannelDestroyed", cause, cause_txt: text, channel: this.show(channel) });
    }
    channel.app = null;
    this.options.clock.after(0, () => channel.party.gone?.(channel, cause));
  }

  setHold(channel: SimChannel, held: boolean): void {
    this.#emit(
      channel,
      held ? { type: "ChannelHold", channel: this.show(channel) } : {
        type: "ChannelUnhold",
        channel: this.show(channel),
      },
    );
  }

  dtmf(channel: SimChannel, digit: string): void {
    this.#emit(channel, { type: "ChannelDtmfReceived", digit, duration_ms: 100, channel: this.show(channel) });
  }

  show(channel: SimChannel): Record<string, unknown> {
    return showChannel(channel, this.exposed);
  }

  // ---- bridges

  createBridge(id: string | undefined, type: string, name: string): SimBridge {
    const bridgeId = id ?? this.options.nextId();
    const existing = this.bridges.get(bridgeId);
    if (existing) return existing;
    const bridge: SimBridge = {
      id: bridgeId,
      name,
      type,
      channels: new Set(),
      createdAt: this.options.clock.now(),
      recording: null,
    };
    this.bridges.set(bridgeId, bridge);
    return bridge;
  }

  bridge(id: string): SimBridge {
    const bridge = this.bridges.get(id);
    if (!bridge) throw new AriFault(404, "Bridge not found");
    return bridge;
  }

  enter(bridge: SimBridge, channel: SimChannel): void {
    if (channel.bridge === bridge.id) return;
    if (channel.bridge) this.leave(channel);
    channel.bridge = bridge.id;
    channel.music = false;
    bridge.channels.add(channel.id);
    this.#emit(channel, { type: "ChannelEnteredBridge", bridge: showBridge(bridge), channel: this.show(channel) });
    this.#tellBridge(bridge);
  }

  leave(channel: SimChannel): void {
    const bridge = channel.bridge === null ? undefined : this.bridges.get(channel.bridge);
    channel.bridge = null;
    if (!bridge) return;
    bridge.channels.delete(channel.id);
    this.#emit(channel, { type: "ChannelLeftBridge", bridge: showBridge(bridge), channel: this.show(channel) });
    this.#later(channel, () => channel.party.bridged?.(channel, []));
    this.#tellBridge(bridge);
  }

  destroyBridge(bridge: SimBridge): void {
    const app = this.#appOf(bridge);
    if (bridge.recording) this.stopRecording(bridge.recording);
    for (const id of [...bridge.channels]) {
      const channel = this.channels.get(id);
      if (channel) this.leave(channel);
    }
    this.bridges.delete(bridge.id);
    if (app) this.options.emit(app, { type: "BridgeDestroyed", bridge: showBridge(bridge) });
  }

  // ---- playbacks and recordings

  play(
    target: { kind: "channel" | "bridge"; id: string; app: string; language: string },
    media: string[],
    id?: string,
  ): SimPlayback {
    const playback: SimPlayback = {
      id: id ?? this.options.nextId(),
      media,
      target: `${target.kind}:${target.id}`,
      state: "playing",
      timer: undefined,
      language: target.language,
    };
    this.playbacks.set(playback.id, playback);
    const channel = target.kind === "channel" ? this.channels.get(target.id) : undefined;
    if (channel) channel.playback = playback.id;
    this.options.emit(target.app, { type: "PlaybackStarted", playback: showPlayback(playback) });
    const lasts = (this.options.soundMs ?? 700) * Math.max(1, media.length);
    playback.timer = this.options.clock.after(lasts, () => this.stopPlayback(playback.id, target.app));
    return playback;
  }

  stopPlayback(id: string, app?: string): void {
    const playback = this.playbacks.get(id);
    if (!playback) return;
    this.options.clock.clear(playback.timer);
    this.playbacks.delete(id);
    playback.state = "done";
    const [kind, target] = [playback.target.slice(0, playback.target.indexOf(":")), playback.target.split(":")[1]];
    const channel = kind === "channel" ? this.channels.get(target) : undefined;
    if (channel?.playback === id) channel.playback = null;
    const owner = app ?? channel?.app;
    if (owner) this.options.emit(owner, { type: "PlaybackFinished", playback: showPlayback(playback) });
  }

  record(
    target: { kind: "channel" | "bridge"; id: string; app: string },
    name: string,
    options: { format: string; overwrite: boolean },
  ): SimRecording {
    const existing = this.recordings.get(name);
    if (existing && (existing.state === "recording" || !options.overwrite)) {
      throw new AriFault(409, "Recording with this name already exists");
    }
    const recording: SimRecording = {
      name,
      format: options.format,
      target: `${target.kind}:${target.id}`,
      state: "recording",
      startedAt: this.options.clock.now(),
      duration: 0,
    };
    this.recordings.set(name, recording);
    const owner = target.kind === "bridge" ? this.bridge(target.id) : this.channel(target.id);
    owner.recording = name;
    this.options.emit(target.app, { type: "RecordingStarted", recording: showRecording(recording) });
    this.#recordingApps.set(name, target.app);
    return recording;
  }

  stopRecording(name: string): void {
    const recording = this.recordings.get(name);
    if (!recording || recording.state === "done") throw new AriFault(404, "Recording not found");
    recording.state = "done";
    recording.duration = Math.round((this.options.clock.now() - recording.startedAt) / 1000);
    const [kind, id] = recording.target.split(":");
    const owner = kind === "bridge" ? this.bridges.get(id) : this.channels.get(id);
    if (owner) owner.recording = null;
    const app = this.#recordingApps.get(name);
    this.#recordingApps.delete(name);
    if (app) this.options.emit(app, { type: "RecordingFinished", recording: showRecording(recording) });
  }

  readonly #recordingApps = new Map<string, string>();

  // ---- inner

  #emit(channel: SimChannel, event: SimEvent): void {
    if (channel.app) this.options.emit(channel.app, event);
  }

  #appOf(bridge: SimBridge): string | null {
    for (const id of bridge.channels) {
      const app = this.channels.get(id)?.app;
      if (app) return app;
    }
    return bridge.recording ? this.#recordingApps.get(bridge.recording) ?? null : null;
  }

  /** The far end notices in a later turn, as over a network. */
  #later(channel: SimChannel, notice: () => void): void {
    this.options.clock.after(0, () => {
      if (this.channels.has(channel.id)) notice();
    });
  }

  #tellBridge(bridge: SimBridge): void {
    const members = [...bridge.channels].flatMap((id) => this.channels.get(id) ?? []);
    for (const member of members) {
      const others = members.filter((other) => other !== member);
      this.#later(member, () => member.party.bridged?.(member, others));
    }
  }
}
