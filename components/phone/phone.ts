/**
 * The browser's phone: one JsSIP user agent and at most one session. Owns the media and the SIP side of a call; what
 * the call *is* (customer, queue, timers) comes from the server's live topic. Headers that the server sets on the
 * INVITE of an agent leg: `X-Call-Id` (ours) and, when it rings a reloaded page again, `X-Reattach: 1`.
 */
import { type Signal, signal } from "@preact/signals";
import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { UA } from "jssip";
import { type Choice, chosenDevices, microphoneConstraints, playOn } from "@/components/phone/devices.ts";
import { type LinkSample, readStats } from "@/components/phone/quality.ts";

export interface SipCredentials {
  uri: string;
  username: string;
  password: string;
  /** Path or address of the SIP WebSocket, behind our session. */
  ws: string;
}

export type Registration = "off" | "connecting" | "registered" | "failed";

export interface Session {
  /** Our call id, when the server said it. */
  call: string | null;
  is: "ringing" | "connecting" | "up";
  reattach: boolean;
  held: boolean;
  /** A re-INVITE is on its way. */
  holding: boolean;
  muted: boolean;
}

/** Why the microphone could not be had; catalogue keys `softphone.mic.<value>`. */
export type MicTrouble = "denied" | "missing" | "busy" | null;

const HOLD_RETRY_MS = 150;
const HOLD_GIVE_UP_MS = 6_000;
const ICE_PATIENCE_MS = 300;

export class Phone {
  readonly registration: Signal<Registration> = signal<Registration>("off");
  readonly session: Signal<Session | null> = signal<Session | null>(null);
  readonly mic: Signal<MicTrouble> = signal<MicTrouble>(null);
  readonly quality: Signal<LinkSample | null> = signal<LinkSample | null>(null);
  readonly localStream: Signal<MediaStream | null> = signal<MediaStream | null>(null);
  /** Asked for each INVITE: answer without a click? (a re-attached call, or the agent's own choice) */
  autoAnswer: (session: Session) => boolean = (session) => session.reattach;

  #agent: UA | null = null;
  #leg: RTCSession | null = null;
  #audio: HTMLAudioElement;
  #statsTimer: ReturnType<typeof setTimeout> | null = null;
  #holdTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(audio: HTMLAudioElement) {
    this.#audio = audio;
  }

  /** Registers. JsSIP keeps reconnecting by itself until {@link stop}. */
  async start(credentials: SipCredentials): Promise<void> {
    this.stop();
    this.registration.value = "connecting";
    const { default: JsSIP } = await import("jssip");
    const address = new URL(credentials.ws, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(address.href)],
      uri: credentials.uri,
      authorization_user: credentials.username,
      password: credentials.password,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: "Kommutator",
    });
    this.#agent = agent;
    agent.on("registered", () => this.registration.value = "registered");
    agent.on("unregistered", () => this.registration.value = this.#agent ? "connecting" : "off");
    agent.on("registrationFailed", () => this.registration.value = "failed");
    agent.on("disconnected", () => this.registration.value = this.#agent ? "connecting" : "off");
    agent.on("newRTCSession", (event: { originator: string; session: RTCSession; request: unknown }) => {
      if (event.originator === "remote") this.#incoming(event.session, event.request as HeaderSource);
      else event.session.terminate();
    });
    agent.start();
  }

  /** Unregisters and ends what is left. Not called on page unload: the leg then waits to be re-attached. */
  stop(): void {
    const agent = this.#agent;
    this.#agent = null;
    agent?.stop();
    this.registration.value = "off";
  }

  async answer(): Promise<void> {
    const leg = this.#leg;
    const session = this.session.value;
    if (!leg || session?.is !== "ringing") return;
    this.#change({ is: "connecting" });
    try {
      const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints(chosenDevices()));
      if (this.#leg !== leg) return stopTracks(stream);
      this.mic.value = null;
      this.localStream.value = stream;
      leg.answer({ mediaStream: stream, pcConfig: { iceServers: [] } });
    } catch (error) {
      this.mic.value = troubleOf(error);
      if (this.#leg === leg) this.#change({ is: "ringing" });
    }
  }

  /** 603, a person's no (486 would be a phone found busy, which pauses): the caller goes on to another agent. */
  reject(): void {
    if (this.session.value?.is === "ringing") this.#leg?.terminate({ status_code: 603 });
  }

  hangUp(): void {
    this.#leg?.terminate();
  }

  /** JsSIP refuses while a re-INVITE is pending, and one sent without a link ends the call: it is asked again. */
  hold(on: boolean): void {
    const leg = this.#leg;
    if (!leg || this.session.value?.is !== "up") return;
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    const deadline = Date.now() + HOLD_GIVE_UP_MS;
    this.#change({ holding: true });
    const attempt = () => {
      if (this.#leg !== leg) return;
      const already = leg.isOnHold().local === on;
      const linked = this.registration.value === "registered";
      if (already || linked && (on ? leg.hold() : leg.unhold())) return this.#change({ holding: false, held: on });
      if (Date.now() > deadline) return this.#change({ holding: false });
      this.#holdTimer = setTimeout(attempt, HOLD_RETRY_MS);
    };
    attempt();
  }

  mute(on: boolean): void {
    if (!this.#leg || this.session.value?.is !== "up") return;
    if (on) this.#leg.mute({ audio: true });
    else this.#leg.unmute({ audio: true });
    this.#change({ muted: on });
  }

  /** RFC 4733 events in the audio where the other side takes them, else SIP INFO. */
  dtmf(tone: string): void {
    const sender = this.#leg?.connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (this.session.value?.is !== "up") return;
    // What is given replaces what is still to be played: keys pressed quickly are queued behind it.
    if (sender?.dtmf?.canInsertDTMF) sender.dtmf.insertDTMF(sender.dtmf.toneBuffer + tone, 160, 70);
    else this.#leg?.sendDTMF(tone);
  }

  /** Applies a choice of devices to the running call. */
  async useDevices(choice: Choice): Promise<void> {
    await playOn(this.#audio, choice.speaker);
    const sender = this.#leg?.connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (!sender) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints(choice));
      const [track] = stream.getAudioTracks();
      track.enabled = !this.session.value?.muted;
      await sender.replaceTrack(track);
      stopTracks(this.localStream.value);
      this.localStream.value = stream;
      this.mic.value = null;
    } catch (error) {
      this.mic.value = troubleOf(error);
    }
  }

  #incoming(leg: RTCSession, request: HeaderSource): void {
    const session: Session = {
      call: request.getHeader("X-Call-Id") ?? null,
      is: "ringing",
      reattach: request.getHeader("X-Reattach") === "1",
      held: false,
      holding: false,
      muted: false,
    };
    // One line: a second INVITE while a call is up is refused, except the leg that replaces it after a reload.
    if (this.#leg && !session.reattach) return void leg.terminate({ status_code: 486 });
    this.#leg = leg;
    this.session.value = session;
    leg.on("peerconnection", (event: { peerconnection: RTCPeerConnection }) => this.#hear(event.peerconnection));
    leg.on("icecandidate", (event: { ready: () => void }) => void setTimeout(event.ready, ICE_PATIENCE_MS));
    leg.on("confirmed", () => this.#leg === leg && this.#up(leg));
    leg.on("ended", () => this.#gone(leg));
    leg.on("failed", () => this.#gone(leg));
    if (this.autoAnswer(session)) void this.answer();
  }

  #hear(connection: RTCPeerConnection): void {
    connection.addEventListener("track", (event) => {
      this.#audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      void playOn(this.#audio, chosenDevices().speaker);
      void this.#audio.play().catch(() => {});
    });
  }

  #up(leg: RTCSession): void {
    this.#change({ is: "up" });
    let counters = { received: 0, lost: 0 };
    if (this.#statsTimer !== null) clearInterval(this.#statsTimer);
    this.#statsTimer = setInterval(async () => {
      const report = await leg.connection?.getStats().catch(() => null);
      const read = report && readStats(report as unknown as Iterable<[string, unknown]>, counters);
      if (!read || this.#leg !== leg) return;
      counters = read.counters;
      this.quality.value = read.sample;
    }, 2_000);
  }

  #gone(leg: RTCSession): void {
    if (this.#leg !== leg) return;
    this.#leg = null;
    if (this.#statsTimer !== null) clearInterval(this.#statsTimer);
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    stopTracks(this.localStream.value);
    this.localStream.value = null;
    this.quality.value = null;
    this.session.value = null;
    this.#audio.srcObject = null;
  }

  #change(part: Partial<Session>): void {
    if (this.session.value) this.session.value = { ...this.session.value, ...part };
  }
}

interface HeaderSource {
  getHeader(name: string): string | undefined;
}

function stopTracks(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function troubleOf(error: unknown): MicTrouble {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotAllowedError" || name === "SecurityError"
    ? "denied"
    : name === "NotReadableError"
    ? "busy"
    : "missing";
}
