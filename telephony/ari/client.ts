/**
 * The ARI client: one application's events in order, requests over a few command sockets, reconnection without end,
 * reconciliation on every connect, and a fence when another client takes the application over.
 * Made by `main` (or a test); everybody else holds it as {@link Ari}.
 */
import { getLogger } from "@logtape/logtape";
import { Backoff } from "./backoff.ts";
import { AriDisconnected } from "./errors.ts";
import type { AriEvent } from "./generated/events.ts";
import type { OperationName, Operations } from "./generated/operations.ts";
import { AriHttp } from "./http.ts";
import { type AriClientOptions, type AriCounts, type Settings, settingsOf } from "./options.ts";
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
import { wireRequest } from "./wire.ts";

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
    this.#settings = settingsOf(options);
    this.app = options.app;
    const { url, authorization, clock, fetcher, random } = this.#settings;
    this.#http = new AriHttp(url, authorization, clock, fetcher);
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
