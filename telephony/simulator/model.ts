/**
 * The virtual PBX's things, in the shapes that Asterisk's REST interface shows them (Asterisk 22, `/ari/api-docs`).
 * Owned by the simulator; the product only ever sees them over the wire.
 */

export type ChannelState = "Down" | "Ring" | "Ringing" | "Up";

/** A channel of the virtual PBX. Fields below the line are the simulator's own and never go over the wire. */
export interface SimChannel {
  id: string;
  name: string;
  state: ChannelState;
  caller: { name: string; number: string };
  connected: { name: string; number: string };
  exten: string;
  context: string;
  createdAt: number;
  language: string;
  variables: Map<string, string>;
  // ---
  /** In the application since its StasisStart, until its StasisEnd. */
  app: string | null;
  /** What the dialplan handed to the application: its name and the arguments. */
  appData: string;
  /** The application that hears of an originated channel while it only rings. */
  listener: string | null;
  bridge: string | null;
  music: boolean;
  playback: string | null;
  recording: string | null;
  /** The party behind the channel: told what a telephone would notice. */
  party: Party;
}

export interface SimBridge {
  id: string;
  name: string;
  type: string;
  channels: Set<string>;
  createdAt: number;
  recording: string | null;
}

export interface SimPlayback {
  id: string;
  media: string[];
  target: string;
  state: "queued" | "playing" | "done";
  timer: unknown;
  language: string;
}

export interface SimRecording {
  name: string;
  format: string;
  target: string;
  state: "recording" | "done";
  startedAt: number;
  /** Seconds, once done. */
  duration: number;
}

/** What a person (or machine) at the far end of a channel notices. Every call comes in a later turn of the clock. */
export interface Party {
  /** The far end is to ring. A caller's own channel is never rung. */
  ring?(channel: SimChannel): void;
  /** Our side answered (a caller), or our answer was taken (a phone). */
  up?(channel: SimChannel): void;
  /** Another channel can be heard now, or no longer. */
  bridged?(channel: SimChannel, others: SimChannel[]): void;
  /** The line is gone. */
  gone?(channel: SimChannel, cause: number): void;
}

/** An ARI event as it goes over the wire, before `application`, `timestamp` and `asterisk_id` are put on. */
export interface SimEvent {
  type: string;
  [field: string]: unknown;
}

/** An error with the HTTP status that ARI would answer. */
export class AriFault extends Error {
  override name = "AriFault";
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** ISO time as Asterisk writes it: milliseconds and a numeric zone without a colon. */
export function ariTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

/** Q.850 cause texts that ARI shows (ITU-T Q.850, as in Asterisk's causes.h). */
export const CAUSES: Record<number, string> = {
  0: "Unknown",
  16: "Normal Clearing",
  17: "User busy",
  18: "No user responding",
  19: "User alerting, no answer",
  20: "Subscriber absent",
  21: "Call Rejected",
  26: "Answered elsewhere",
  34: "Circuit/channel congestion",
};

/** Hang-up reasons of `DELETE /channels/{id}?reason=` and their causes. */
export const REASONS: Record<string, number> = {
  normal: 16,
  busy: 17,
  congestion: 34,
  no_answer: 19,
  timeout: 19,
  rejected: 21,
  unallocated: 1,
  normal_unspecified: 31,
  answered_elsewhere: 26,
};

/** A channel as `GET /channels/{id}` shows it. */
export function showChannel(channel: SimChannel, exposed: readonly string[]): Record<string, unknown> {
  const channelvars: Record<string, string> = {};
  for (const name of exposed) channelvars[name] = channel.variables.get(name) ?? "";
  return {
    id: channel.id,
    name: channel.name,
    state: channel.state,
    protocol_id: `sim-${channel.id}`,
    caller: channel.caller,
    connected: channel.connected,
    accountcode: "",
    dialplan: {
      context: channel.context,
      exten: channel.exten,
      priority: 1,
      // A caller who is not in the application yet waits in the dialplan for its return.
      app_name: channel.app ? "Stasis" : "Wait",
      app_data: channel.appData,
    },
    creationtime: ariTime(channel.createdAt),
    language: channel.language,
    channelvars,
  };
}

/** A bridge as `GET /bridges/{id}` shows it. */
export function showBridge(bridge: SimBridge): Record<string, unknown> {
  return {
    id: bridge.id,
    technology: bridge.channels.size > 2 ? "softmix" : "simple_bridge",
    bridge_type: bridge.type,
    bridge_class: "stasis",
    creator: "Stasis",
    name: bridge.name,
    channels: [...bridge.channels],
    creationtime: ariTime(bridge.createdAt),
    video_mode: "none",
  };
}

export function showPlayback(playback: SimPlayback): Record<string, unknown> {
  return {
    id: playback.id,
    media_uri: playback.media[0] ?? "",
    target_uri: playback.target,
    language: playback.language,
    state: playback.state,
  };
}

export function showRecording(recording: SimRecording): Record<string, unknown> {
  return {
    name: recording.name,
    format: recording.format,
    target_uri: recording.target,
    state: recording.state,
    ...(recording.state === "done" ? { duration: recording.duration } : {}),
  };
}
