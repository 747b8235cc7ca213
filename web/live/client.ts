/**
 * The browser's side of live topics: one socket for the page, topics as signals, reconnecting for ever. After a gap
 * it says where it stands and gets only what it lacks. It answers heartbeats when they come, never by a timer of its
 * own, because browsers slow down the timers of hidden tabs.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LiveValue } from "@/actors/runtime/types.ts";
import type { ClientFrame, ServerFrame } from "./protocol.ts";
import { SignalTable } from "./signals.ts";

/** `connecting`: nothing yet · `live` · `stale`: what is shown may be old, reconnecting · `offline`: for long. */
export type LinkStatus = "connecting" | "live" | "stale" | "offline";
/** The same for one topic; `forbidden`: the server refused it or ended it. */
export type TopicStatus = LinkStatus | "forbidden";

/** The part of WebSocket in use; tests bring their own. */
export interface ClientSocket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** Time and chance, injected for tests; the browser's own by default. */
export interface ClientEnvironment {
  open(): ClientSocket;
  now(): number;
  after(delayMs: number, fire: () => void): unknown;
  clear(handle: unknown): void;
  random(): number;
}

const OPEN = 1;
/** Heartbeats come every 10 s: after this much silence nothing shown is certain, and after the second it is over. */
const STALE_MS = 16_000;
const DEAD_MS = 25_000;
const OFFLINE_MS = 20_000;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 10_000;
/** Close code for a session that ended: coming back is useless. */
const ENDED = 4401;

export interface LiveTopic {
  readonly status: ReadonlySignal<TopicStatus>;
  readonly rows: ReadonlySignal<readonly string[]>;
  field(row: string, field: string): ReadonlySignal<LiveValue | undefined>;
  /** Ends the interest; the last one unsubscribes. */
  release(): void;
}

interface Held {
  table: SignalTable;
  status: Signal<TopicStatus>;
  users: number;
}

export class LiveClient {
  readonly #status = signal<LinkStatus>("connecting");
  readonly #topics = new Map<string, Held>();
  readonly #ended = signal(false);
  #socket: ClientSocket | null = null;
  #attempts = 0;
  #heardAt = 0;
  #lostAt: number | null = null;
  #retry: unknown;
  #watch: unknown;
  #offsetMs = 0;
  #bestRtt = Infinity;
  #closed = false;

  constructor(private readonly env: ClientEnvironment) {
    this.#connect();
    this.#watchSilence();
  }

  get status(): ReadonlySignal<LinkStatus> {
    return this.#status;
  }

  /** True once the server ended the session: the page should ask for a log-in. */
  get ended(): ReadonlySignal<boolean> {
    return this.#ended;
  }

  /** Server's clock minus the browser's, ms, from the fastest round trip so far. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The server's time now, ms since the epoch: for timers that count from timestamps. */
  serverNow(): number {
    return this.env.now() + this.#offsetMs;
  }

  /** Subscribes; the same table for everyone who asks. Call `release` when it is no longer shown. */
  topic(name: string): LiveTopic {
    let held = this.#topics.get(name);
    if (!held) {
      held = { table: new SignalTable(), status: signal<TopicStatus>("connecting"), users: 0 };
      this.#topics.set(name, held);
      this.#subscribe(name, held);
    }
    held.users++;
    const { table, status } = held;
    let released = false;
    return {
      status,
      rows: table.rows,
      field: (row, field) => table.field(row, field),
      release: () => {
        if (released) return;
        released = true;
        this.#release(name);
      },
    };
  }

  field(topic: string, row: string, field: string): ReadonlySignal<LiveValue | undefined> {
    return (this.#topics.get(topic)?.table ?? missing(topic)).field(row, field);
  }

  rows(topic: string): ReadonlySignal<readonly string[]> {
    return (this.#topics.get(topic)?.table ?? missing(topic)).rows;
  }

  #release(name: string): void {
    const held = this.#topics.get(name);
    if (!held || --held.users > 0) return;
    this.#topics.delete(name);
    this.#send({ t: "unsub", topic: name });
  }

  #subscribe(topic: string, { table }: Held): void {
    this.#send({ t: "sub", topic, ...table.position });
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    this.env.clear(this.#retry);
    this.#retry = undefined;
    if (this.#closed) return;
    const socket = this.env.open();
    this.#socket = socket;
    this.#heardAt = this.env.now();
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#heardAt = this.env.now();
      this.#send({ t: "p", at: this.env.now() });
      for (const [name, held] of this.#topics) this.#subscribe(name, held);
    };
    // What an earlier socket still delivers is of an earlier conversation.
    socket.onmessage = ({ data }) => void (socket === this.#socket && this.#receive(data));
    socket.onclose = ({ code }) => void (socket === this.#socket && this.#lost(code));
  }

  #receive(data: unknown): void {
    this.#heardAt = this.env.now();
    this.#attempts = 0;
    this.#lostAt = null;
    this.#show("live");
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.t === "p") return this.#pong(frame.at, frame.now);
    const held = this.#topics.get(frame.topic);
    if (frame.t === "h") this.#send({ t: "p", at: this.env.now() });
    if (!held) return;
    if (frame.t === "no") {
      if (frame.code !== "bad-frame") held.status.value = "forbidden";
      return;
    }
    if (held.table.apply(frame) === "resync") this.#subscribe(frame.topic, held);
    else held.status.value = "live";
  }

  #pong(at: number, serverNow: number): void {
    const now = this.env.now();
    const rtt = now - at;
    if (rtt < 0) return;
    // A much slower answer says less than an old fast one; slowly forget, since clocks drift.
    this.#bestRtt = Math.min(this.#bestRtt * 1.1 + 1, Math.max(rtt, 1));
    if (rtt <= this.#bestRtt) this.#offsetMs = serverNow - (at + rtt / 2);
  }

  #show(status: LinkStatus): void {
    if (this.#status.peek() === status) return;
    this.#status.value = status;
    if (status === "live") return;
    for (const held of this.#topics.values()) if (held.status.peek() !== "forbidden") held.status.value = status;
  }

  #lost(code: number): void {
    this.#socket = null;
    this.#lostAt ??= this.env.now();
    this.#bestRtt = Infinity;
    if (code === ENDED) {
      this.#ended.value = true;
      this.#show("offline");
      return;
    }
    if (this.#status.peek() === "live") this.#show("stale");
    const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#attempts++);
    // Half fixed, half chance: three hundred consoles do not come back in one instant.
    this.#retry = this.env.after(ceiling / 2 + this.env.random() * ceiling / 2, () => this.#connect());
  }

  #watchSilence(): void {
    this.#watch = this.env.after(1_000, () => this.#watchSilence());
    const now = this.env.now();
    if (this.#lostAt !== null && now - this.#lostAt > OFFLINE_MS) this.#show("offline");
    const { readyState } = this.#socket ?? {};
    if (readyState === undefined) return;
    const silent = now - this.#heardAt;
    if (readyState === OPEN && this.#topics.size > 0 && silent > STALE_MS && this.#status.peek() === "live") {
      this.#show("stale");
    }
    // Also a connection attempt that never ends.
    if (silent > DEAD_MS && (readyState !== OPEN || this.#topics.size > 0)) this.#abandon();
  }

  #abandon(): void {
    const socket = this.#socket;
    this.#lost(0);
    socket?.close();
  }

  /** Tries at once: the network came back, or the person looks at the tab again. */
  wake(): void {
    if (this.#socket === null && !this.#closed && !this.#ended.peek()) {
      this.#attempts = 0;
      this.#connect();
    } else if (this.#socket?.readyState === OPEN && this.env.now() - this.#heardAt > STALE_MS) this.#abandon();
  }

  close(): void {
    this.#closed = true;
    this.env.clear(this.#retry);
    this.env.clear(this.#watch);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

function missing(topic: string): never {
  throw new Error(`topic ${topic} is not subscribed: call topic() first`);
}

let page: LiveClient | undefined;

/** The page's one client, connected to `path` of this site on first use. Browser only. */
export function live(path = "/live"): LiveClient {
  if (page) return page;
  const client = new LiveClient({
    open: () => new WebSocket(new URL(path, location.href.replace(/^http/, "ws"))) as ClientSocket,
    now: () => Date.now(),
    after: (delayMs, fire) => setTimeout(fire, delayMs),
    clear: (handle) => clearTimeout(handle as number | undefined),
    random: Math.random,
  });
  addEventListener("online", () => client.wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && client.wake());
  page = client;
  return client;
}
