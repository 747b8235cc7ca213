/**
 * One connection's life: the application's socket, its event filter, the command lanes, reconciliation with events
 * waiting behind it, then the flow of events. Ends once, at the first failure; the client then makes a new one.
 */
import { getLogger } from "@logtape/logtape";
import type { AriCounts, Settings } from "./options.ts";
import { Backoff } from "./backoff.ts";
import { EVENT_CHECKS } from "./generated/checks.ts";
import type { AriEvent } from "./generated/events.ts";
import type { AriHttp } from "./http.ts";
import { Lane } from "./lane.ts";
import { Link } from "./link.ts";
import type { AriStateReason } from "./port.ts";
import { type WireRequest, wireRequest } from "./wire.ts";

const log = getLogger(["kommutator", "ari"]);
const CHECKS = new Map(Object.entries(EVENT_CHECKS));
/** Types already logged as unknown, so that a chatty newcomer does not fill the log. */
const UNKNOWN_LOGGED = new Set<string>();

export interface SessionHooks {
  counts: Pick<AriCounts, "unknownEvents" | "malformedEvents" | "lateAnswers">;
  event(event: AriEvent): void;
  reconcile(signal: AbortSignal): Promise<void>;
  connected(): void;
  /** Another client took the application. */
  replaced(): void;
  down(why: AriStateReason): void;
}

export class Session {
  /** Requests may be sent: the application exists in Asterisk and wants the right events. */
  ready = false;
  #link: Link;
  #lanes: Lane[] = [];
  #buffer: AriEvent[] | null = [];
  #ended = false;
  #aborter = new AbortController();
  #turn = 0;

  constructor(readonly settings: Settings, readonly http: AriHttp, readonly hooks: SessionHooks) {
    const { app } = settings;
    this.#link = new Link({
      ...this.#linkOptions(app),
      onMessage: (message) => this.#receive(message),
      onDown: (why) => this.#fail(why),
    });
  }

  get pending(): number {
    return this.#link.pending + this.#lanes.reduce((sum, lane) => sum + lane.pending, 0);
  }

  get detours(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.detours, 0);
  }

  async run(): Promise<void> {
    const why = await this.#link.open();
    if (this.#ended) return this.#link.close();
    if (why) return this.#fail(why);
    try {
      await this.#prepare();
    } catch (error) {
      return this.#fail({ reason: "refused", detail: error instanceof Error ? error.message : "" });
    }
    if (this.#ended) return;
    this.ready = true;
    const { clock, reconcileTimeoutMs } = this.settings;
    const timer = clock.after(reconcileTimeoutMs, () => this.#fail({ reason: "reconcile-failed", detail: "too slow" }));
    try {
      await this.hooks.reconcile(this.#aborter.signal);
    } catch (error) {
      log.error("reconciling with Asterisk failed: {error}", { error });
      return this.#fail({ reason: "reconcile-failed", detail: error instanceof Error ? error.name : "" });
    } finally {
      clock.clear(timer);
    }
    if (this.#ended) return;
    this.hooks.connected();
    // A handler may end the session, and what it does may not overtake what came before it.
    const waiting = this.#buffer ?? [];
    for (let at = 0; at < waiting.length && !this.#ended; at++) this.hooks.event(waiting[at]);
    this.#buffer = null;
  }

  send(request: WireRequest, timeoutMs: number, key?: string): Promise<unknown> {
    const at = key === undefined ? this.#turn++ : hash(key);
    return this.#lanes[at % this.#lanes.length].send(request, timeoutMs);
  }

  close(reason?: string): void {
    this.#ended = true;
    this.ready = false;
    this.#aborter.abort();
    this.#link.close(reason);
    for (const lane of this.#lanes) lane.close(reason);
    this.#buffer = null;
  }

  #linkOptions(app: string) {
    const { clock, connectTimeoutMs, pingEveryMs, maxPending, dial, url, authorization } = this.settings;
    const address = `${url.replace(/^http/, "ws")}/events?app=${encodeURIComponent(app)}&subscribeAll=false`;
    return {
      clock,
      connectTimeoutMs,
      pingEveryMs,
      maxPending,
      dial: () => dial(address, authorization),
      onOdd: (what: "malformed" | "late") => {
        if (what === "late") this.hooks.counts.lateAnswers++;
        else this.#setAside("");
      },
    };
  }

  async #prepare(): Promise<void> {
    const { app, events, timeoutMs, lanes, random } = this.settings;
    // The filter holds back answers as well: without RESTResponse in it, no request is ever answered here.
    const filter = { allowed: [...events, "RESTResponse"].map((type) => ({ type })) };
    await this.#link.send(wireRequest("filter", { applicationName: app, filter }), timeoutMs);
    // A socket needs an application of its own; a name of its own too, or two clients' sockets replace each other.
    const name = `${app}-commands-${Math.floor(random() * 2 ** 40).toString(36)}`;
    this.#lanes = Array.from(
      { length: lanes },
      (_, n) => new Lane({ ...this.#linkOptions(`${name}-${n}`), http: this.http, backoff: new Backoff(random) }),
    );
    await Promise.all(this.#lanes.map((lane) => lane.dial()));
  }

  #receive(message: Record<string, unknown>): void {
    const type = message.type;
    const check = typeof type === "string" ? CHECKS.get(type) : undefined;
    if (!check) {
      if (typeof type !== "string") return this.#setAside("");
      this.hooks.counts.unknownEvents++;
      if (UNKNOWN_LOGGED.size < 100 && !UNKNOWN_LOGGED.has(type)) {
        UNKNOWN_LOGGED.add(type);
        log.warn("unknown event type {type} set aside", { type: type.slice(0, 100) });
      }
      return;
    }
    if (!check(message)) return this.#setAside(type as string);
    // The check has just proved the shape.
    const event = message as unknown as AriEvent;
    if (event.type === "ApplicationReplaced" && event.application === this.settings.app) {
      return this.hooks.replaced();
    }
    if (this.#buffer === null) return this.#ended ? undefined : this.hooks.event(event);
    if (this.#buffer.length >= this.settings.maxBuffered) return this.#fail({ reason: "flooded" });
    this.#buffer.push(event);
  }

  #setAside(type: string): void {
    const seen = ++this.hooks.counts.malformedEvents;
    // The text itself may hold people's numbers: only its kind is logged, and the first of each power of ten.
    if (Number.isInteger(Math.log10(seen))) log.warn("malformed message {type} set aside ({seen})", { type, seen });
  }

  #fail(why: AriStateReason): void {
    if (this.#ended) return;
    this.close("the connection to Asterisk went away");
    this.hooks.down(why);
  }
}

/** FNV-1a: even enough over call ids, the same on every node. */
export function hash(key: string): number {
  let h = 0x811c9dc5;
  for (let n = 0; n < key.length; n++) h = Math.imul(h ^ key.charCodeAt(n), 0x01000193);
  return h >>> 0;
}
