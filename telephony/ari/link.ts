/**
 * One WebSocket to Asterisk that carries REST requests (pipelined, answered in order by Asterisk) and, on the
 * application's own socket, events. Detects a dead peer by unanswered pings, since Deno's WebSocket has none.
 * Owned by the client and its lanes; opened once, never reopened.
 */
import type { Clock } from "@/actors/runtime/types.ts";
import { AriDisconnected, AriOverloaded, AriTimeout } from "./errors.ts";
import type { AriStateReason } from "./port.ts";
import { wireAnswer, type WireRequest, wireRequest } from "./wire.ts";

/** What the client needs of a WebSocket; tests hand in a scripted one. */
export interface AriSocket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LinkOptions {
  /** Dials; a throw counts as a failure to connect. */
  dial(): AriSocket;
  clock: Clock;
  connectTimeoutMs: number;
  pingEveryMs: number;
  /** Most requests waiting for their answers. */
  maxPending: number;
  /** Every message that is not an answer. */
  onMessage(message: Record<string, unknown>): void;
  /** A message that is not JSON, or an answer nobody waits for (any more). */
  onOdd(what: "malformed" | "late"): void;
  /** Once, after an opened link went down by itself. */
  onDown(why: AriStateReason): void;
}

interface Pending {
  request: WireRequest;
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: unknown;
}

const PING = wireRequest("ping", {});

export class Link {
  #socket: AriSocket | null = null;
  #up = false;
  #next = 0;
  #pending = new Map<string, Pending>();
  #misses = 0;
  #pingTimer: unknown = null;
  /** Settles an opening under way. */
  #giveUp: (why: AriStateReason) => void = () => {};

  constructor(readonly options: LinkOptions) {}

  get up(): boolean {
    return this.#up;
  }

  get pending(): number {
    return this.#pending.size;
  }

  /** Null when open, else why not. */
  open(): Promise<AriStateReason | null> {
    const { clock, dial, connectTimeoutMs } = this.options;
    return new Promise((resolve) => {
      let socket: AriSocket;
      try {
        socket = dial();
      } catch (error) {
        return resolve({ reason: "unreachable", detail: String(error instanceof Error ? error.name : error) });
      }
      this.#socket = socket;
      let why: AriStateReason = { reason: "unreachable" };
      const fail = (reason: AriStateReason) => {
        clock.clear(timer);
        this.#giveUp = () => {};
        this.close();
        resolve(reason);
      };
      this.#giveUp = fail;
      const timer = clock.after(connectTimeoutMs, () => fail({ reason: "unreachable", detail: "no answer" }));
      socket.onerror = (event: unknown) => why = whyNot(event);
      socket.onclose = () => fail(why);
      socket.onmessage = ({ data }) => this.#receive(data);
      socket.onopen = () => {
        clock.clear(timer);
        this.#giveUp = () => {};
        this.#up = true;
        socket.onerror = () => {};
        socket.onclose = () => this.#fall({ reason: "dropped" });
        this.#schedulePing();
        resolve(null);
      };
    });
  }

  /** @throws {AriError} {AriTimeout} {AriDisconnected} {AriOverloaded} */
  send(request: WireRequest, timeoutMs: number): Promise<unknown> {
    const { clock, maxPending } = this.options;
    const { operation } = request;
    if (!this.#up || !this.#socket) return Promise.reject(new AriDisconnected(operation, false, "no connection"));
    if (this.#pending.size >= maxPending) return Promise.reject(new AriOverloaded(operation, this.#pending.size));
    const id = String(++this.#next);
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const timer = clock.after(timeoutMs, () => {
        if (this.#pending.delete(id)) reject(new AriTimeout(operation, timeoutMs));
      });
      this.#pending.set(id, { request, resolve, reject, timer });
      const { method, uri, body } = request;
      const text = JSON.stringify({
        type: "RESTRequest",
        transaction_id: id,
        method,
        uri,
        ...(body === null ? {} : { content_type: "application/json", message_body: body }),
      });
      try {
        socket.send(text);
      } catch {
        // closing already; its close event is on the way
        clock.clear(timer);
        this.#pending.delete(id);
        reject(new AriDisconnected(operation, false, "the connection is closing"));
      }
    });
  }

  /** Closes without calling `onDown`; what still waits is rejected. */
  close(reason = "the connection was closed"): void {
    this.#giveUp({ reason: "closed" });
    const socket = this.#socket;
    this.#socket = null;
    this.#up = false;
    this.options.clock.clear(this.#pingTimer);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.onerror = () => {};
      try {
        socket.close();
      } catch {
        // it never opened
      }
    }
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { request, reject, timer } of pending) {
      this.options.clock.clear(timer);
      reject(new AriDisconnected(request.operation, true, reason));
    }
  }

  #fall(why: AriStateReason): void {
    if (!this.#up) return;
    this.close(why.reason === "silent" ? "Asterisk does not answer" : "the connection dropped");
    this.options.onDown(why);
  }

  #receive(data: unknown): void {
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(data as string);
    } catch {
      return this.options.onOdd("malformed");
    }
    if (typeof message !== "object" || message === null) return this.options.onOdd("malformed");
    if (message.type !== "RESTResponse") return this.options.onMessage(message);
    const id = message.transaction_id;
    const waiting = typeof id === "string" ? this.#pending.get(id) : undefined;
    if (typeof id !== "string" || !waiting) return this.options.onOdd("late");
    this.#pending.delete(id);
    this.options.clock.clear(waiting.timer);
    try {
      const { status_code: status, reason_phrase: reason, message_body: body } = message;
      waiting.resolve(wireAnswer(
        waiting.request.operation,
        typeof status === "number" ? status : 502,
        typeof reason === "string" ? reason : "",
        typeof body === "string" ? body : "",
      ));
    } catch (error) {
      waiting.reject(error as Error);
    }
  }

  /** A ping on the very socket: two in a row without an answer, and the peer is gone. */
  #schedulePing(): void {
    const { clock, pingEveryMs } = this.options;
    this.#pingTimer = clock.after(pingEveryMs, () => {
      this.#schedulePing();
      this.send(PING, pingEveryMs).then(() => this.#misses = 0, (error) => {
        if (!(error instanceof AriTimeout)) return;
        if (++this.#misses >= 2) this.#fall({ reason: "silent" });
      });
    });
  }
}

/** Deno tells the HTTP status of a refused upgrade only in the error's text. */
function whyNot(event: unknown): AriStateReason {
  const message = String((event as { message?: unknown })?.message ?? "");
  const status = message.match(/status code: (\d{3})/)?.[1];
  if (status === "401" || status === "403") return { reason: "unauthorized", detail: `HTTP ${status}` };
  if (status === "404") return { reason: "no-ari", detail: "HTTP 404" };
  if (status) return { reason: "refused", detail: `HTTP ${status}` };
  return { reason: "unreachable", detail: message.replace(/\S+:\/\/\S+/g, "").slice(0, 200) };
}
