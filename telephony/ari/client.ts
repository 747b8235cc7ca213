/**
 * The ARI client: one application's events in order, requests over a few command sockets, reconnection without end,
 * reconciliation on every connect, and a fence when another client takes the application over.
 * Made by `main` (or a test); everybody else holds it as {@link Ari}.
 */
import { getLogger } from "@logtape/logtape";
import type { Clock, Random } from "@/actors/runtime/types.ts";
import { Backoff } from "./backoff.ts";
import { wallClock } from "./clock.ts";
import { AriDisconnected } from "./errors.ts";
import type { AriEvent } from "./generated/events.ts";
import type { OperationName, Operations } from "./generated/operations.ts";
import { AriHttp } from "./http.ts";
import type { AriSocket } from "./link.ts";
import type {
  Ari,
  AriState,
  AriStateReason,
  CallArguments,
  ConnectContext,
  Download,
  DownloadOptions,
} from "./port.ts";
import { Session } from "./session.ts";
import { WANTED_EVENTS } from "./wanted.ts";
import { wireRequest } from "./wire.ts";

export interface AriClientOptions {
  /** `http://127.0.0.1:8088/ari` */
  url: string;
  user: string;
  password: string;
  /** Name of the Stasis application. */
  app: string;
  /** Command sockets; a call's requests all go through one of them. Default 4. */
  lanes?: number;
  timeoutMs?: number;
  pingEveryMs?: number;
  connectTimeoutMs?: number;
  /** Longest time for all reconcile hooks together. Default 30,000. */
  reconcileTimeoutMs?: number;
  /** Most requests waiting in one lane. Default 1,000. */
  maxPending?: number;
  /** Most events kept while hooks run; past it the connection is given up and made anew. Default 20,000. */
  maxBuffered?: number;
  events?: readonly string[];
  clock?: Clock;
  random?: Random;
  /** For tests: how a WebSocket is dialled and a request fetched. */
  dial?: (url: string, authorization: string) => AriSocket;
  fetcher?: typeof fetch;
}

/** What has been seen since the client was made; for metrics. */
export interface AriCounts {
  events: number;
  unknownEvents: number;
  malformedEvents: number;
  /** Answers that nobody waited for any more. */
  lateAnswers: number;
  handlerErrors: number;
  connects: number;
  /** Requests that went by HTTP because their socket was down. */
  detours: number;
  pending: number;
}

/** Resolved options, as the sessions use them. */
export type Settings = Required<Omit<AriClientOptions, "password" | "user" | "url">> & {
  url: string;
  authorization: string;
};

/** Deno's WebSocket takes headers; the DOM's type does not know it. */
type DenoWebSocket = new (url: string, options: { headers: Record<string, string> }) => WebSocket;

const log = getLogger(["kommutator", "ari"]);

export class AriClient implements Ari {
  readonly app: string;
  readonly counts: Omit<AriCounts, "pending" | "detours"> = {
    events: 0,
    unknownEvents: 0,
    malformedEvents: 0,
    lateAnswers: 0,
    handlerErrors: 0,
    connects: 0,
  };
  #settings: Settings;
  #http: AriHttp;
  #backoff: Backoff;
  #state: AriState = "connecting";
  #session: Session | null = null;
  #retry: unknown = null;
  #started: Promise<AriState> | null = null;
  #settle: (state: AriState) => void = () => {};
  #detours = 0;
  #eventHandlers = new Set<(event: AriEvent) => void>();
  #stateHandlers = new Set<(state: AriState, why: AriStateReason) => void>();
  #hooks = new Set<(context: ConnectContext) => Promise<void>>();

  constructor(options: AriClientOptions) {
    const { user, password, ...rest } = options;
    const clock = rest.clock ?? wallClock;
    const random = rest.random ?? Math.random;
    this.#settings = {
      lanes: 4,
      timeoutMs: 5_000,
      pingEveryMs: 5_000,
      connectTimeoutMs: 5_000,
      reconcileTimeoutMs: 30_000,
      maxPending: 1_000,
      maxBuffered: 20_000,
      events: WANTED_EVENTS,
      // The password travels in a header, not as api_key in the address, where logs and errors would show it.
      dial: (url, authorization) => new (WebSocket as unknown as DenoWebSocket)(url, { headers: { authorization } }),
      fetcher: fetch,
      ...rest,
      clock,
      random,
      url: rest.url.replace(/\/+$/, ""),
      authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`,
    };
    this.app = options.app;
    this.#http = new AriHttp(this.#settings.url, this.#settings.authorization, clock, this.#settings.fetcher);
    this.#backoff = new Backoff(random);
  }

  get state(): AriState {
    return this.#state;
  }

  stats(): AriCounts {
    return {
      ...this.counts,
      detours: this.#detours + (this.#session?.detours ?? 0),
      pending: this.#session?.pending ?? 0,
    };
  }

  /** Starts, and keeps trying until closed or replaced. Settles with the first of connected, replaced, closed. */
  connect(): Promise<AriState> {
    this.#started ??= new Promise((settle) => {
      this.#settle = settle;
      this.#become("connecting", { reason: "start" });
      void this.#attempt();
    });
    return this.#started;
  }

  close(): void {
    if (this.#state === "closed" || this.#state === "replaced") return;
    this.#end("closed", { reason: "closed" });
  }

  call<N extends OperationName>(operation: N, ...rest: CallArguments<N>): Promise<Operations[N]["result"]> {
    const [params = {}, options = {}] = rest;
    const session = this.#session;
    if (!session?.ready) return Promise.reject(new AriDisconnected(operation, false, `Asterisk is ${this.#state}`));
    const request = wireRequest(operation, params as Record<string, unknown>);
    // The answer was checked against the description by the wire.
    return session.send(request, options.timeoutMs ?? this.#settings.timeoutMs, options.key) as Promise<
      Operations[N]["result"]
    >;
  }

  download(path: string, options?: DownloadOptions): Promise<Download> {
    if (!this.#session?.ready) {
      return Promise.reject(new AriDisconnected("download", false, `Asterisk is ${this.#state}`));
    }
    return this.#http.download(path, options);
  }

  onEvent(handler: (event: AriEvent) => void): () => void {
    this.#eventHandlers.add(handler);
    return () => this.#eventHandlers.delete(handler);
  }

  onState(handler: (state: AriState, why: AriStateReason) => void): () => void {
    this.#stateHandlers.add(handler);
    return () => this.#stateHandlers.delete(handler);
  }

  onConnect(hook: (context: ConnectContext) => Promise<void>): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  async #attempt(): Promise<void> {
    const session = new Session(this.#settings, this.#http, {
      counts: this.counts,
      event: (event) => this.#dispatch(event),
      reconcile: (signal) => this.#reconcile(signal),
      connected: () => {
        this.counts.connects++;
        this.#backoff.reset();
        this.#become("connected", { reason: "ready" });
        this.#settle("connected");
      },
      replaced: () => this.#end("replaced", { reason: "replaced" }),
      down: (why) => this.#again(session, why),
    });
    this.#session = session;
    await session.run();
  }

  async #reconcile(signal: AbortSignal): Promise<void> {
    const context = { ari: this, reconnects: this.counts.connects, signal };
    for (const hook of [...this.#hooks]) {
      if (signal.aborted) return;
      await hook(context);
    }
  }

  #dispatch(event: AriEvent): void {
    this.counts.events++;
    for (const handler of this.#eventHandlers) {
      try {
        handler(event);
      } catch (error) {
        this.counts.handlerErrors++;
        log.error("a handler of {type} failed: {error}", { type: event.type, error });
      }
    }
  }

  #again(session: Session, why: AriStateReason): void {
    this.#session = null;
    this.#detours += session.detours;
    this.#become(this.#state === "connecting" ? "connecting" : "lost", why);
    this.#retry = this.#settings.clock.after(this.#backoff.next(), () => this.#attempt());
  }

  #end(state: "closed" | "replaced", why: AriStateReason): void {
    const session = this.#session;
    this.#session = null;
    this.#settings.clock.clear(this.#retry);
    this.#become(state, why);
    if (session) {
      this.#detours += session.detours;
      session.close(`the application is ${state}`);
    }
    this.#settle(state);
  }

  #become(state: AriState, why: AriStateReason): void {
    this.#state = state;
    const facts = { app: this.app, state, reason: why.reason, detail: why.detail ?? "" };
    const text = "ARI application {app} is {state}: {reason} {detail}";
    if (state === "replaced") log.error(text, facts);
    else if (why.reason === "start" || why.reason === "ready" || state === "closed") log.info(text, facts);
    else log.warn(text, facts);
    for (const handler of this.#stateHandlers) {
      try {
        handler(state, why);
      } catch (error) {
        log.error("a handler of the state failed: {error}", { error });
      }
    }
  }
}
