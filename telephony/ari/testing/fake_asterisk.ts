/** An Asterisk by script: WebSockets and HTTP without a network, on a virtual clock. For tests of the client only. */
import type { Clock } from "@/actors/runtime/types.ts";
import { AriClient } from "../client.ts";
import type { AriClientOptions } from "../options.ts";
import type { AriSocket } from "../link.ts";
import { VirtualClock } from "./virtual_clock.ts";

export interface Asked {
  socket: FakeSocket | "http";
  method: string;
  uri: string;
  body: string | null;
  /** Addresses of HTTP requests unanswered when this one came: on the network they could change places with it. */
  beside: string[];
}

export type Reply = { status: number; body?: unknown; afterMs?: number } | "silence";

export class FakeSocket implements AriSocket {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  open = false;
  closed = false;
  /** When the last answer goes out: Asterisk answers the requests of one socket one after another. */
  busyUntil = 0;

  constructor(readonly url: string, readonly authorization: string, readonly asterisk: FakeAsterisk) {}

  get app(): string {
    return new URL(this.url).searchParams.get("app") ?? "";
  }
  send(text: string): void {
    if (!this.open) throw new Error("InvalidStateError");
    this.asterisk.take(this, JSON.parse(text));
  }
  close(): void {
    this.open = false;
    this.closed = true;
  }
  /** What a client gets to read. */
  say(message: unknown): void {
    if (this.open) {
      this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) } as MessageEvent);
    }
  }
  /** The connection goes away. */
  drop(): void {
    if (this.closed) return;
    this.close();
    this.onclose?.({} as never);
  }
}

export class FakeAsterisk {
  readonly clock: VirtualClock;
  readonly sockets: FakeSocket[] = [];
  readonly asked: Asked[] = [];
  #http: string[] = [];
  /** What happens to a new connection. */
  door: (socket: FakeSocket) => "open" | "hang" | { status: number } | "refuse" = () => "open";
  reply: (asked: Asked) => Reply = () => ({ status: 204 });

  constructor(clock = new VirtualClock()) {
    this.clock = clock;
  }

  client(options: Partial<AriClientOptions> = {}): AriClient {
    return new AriClient({
      url: "http://pbx/ari",
      user: "crm",
      password: "s3cret-word",
      app: "crm",
      clock: this.clock as Clock,
      random: () => 0.5,
      dial: (url, authorization) => this.#dial(url, authorization),
      fetcher: (input, init) => this.#fetch(String(input), init),
      ...options,
    });
  }

  /** The newest open socket of the application. */
  get events(): FakeSocket {
    const found = this.sockets.findLast((socket) => socket.app === "crm" && socket.open);
    if (!found) throw new Error("no open socket of the application");
    return found;
  }

  get lanes(): FakeSocket[] {
    return this.sockets.filter((socket) => socket.app !== "crm" && socket.open);
  }

  take(socket: FakeSocket, request: Record<string, unknown>): void {
    const asked = {
      socket,
      method: String(request.method),
      uri: String(request.uri),
      body: typeof request.message_body === "string" ? request.message_body : null,
      beside: [...this.#http],
    };
    const reply = this.#answerTo(asked);
    if (reply === "silence") return;
    socket.busyUntil = Math.max(socket.busyUntil, this.clock.now() + (reply.afterMs ?? 0));
    this.clock.after(socket.busyUntil - this.clock.now(), () =>
      socket.say({
        type: "RESTResponse",
        transaction_id: request.transaction_id,
        status_code: reply.status,
        reason_phrase: "Reason",
        message_body: reply.body === undefined ? undefined : JSON.stringify(reply.body),
      }));
  }

  #answerTo(asked: Asked): Reply {
    if (asked.uri === "asterisk/ping") {
      const reply = this.reply(asked);
      return reply === "silence" ? reply : { status: 200, body: { asterisk_id: "a", ping: "pong", timestamp: "t" } };
    }
    if (asked.uri.endsWith("/eventFilter")) return { status: 200, body: { name: "crm" } };
    this.asked.push(asked);
    return this.reply(asked);
  }

  #dial(url: string, authorization: string): FakeSocket {
    const socket = new FakeSocket(url, authorization, this);
    this.sockets.push(socket);
    this.clock.after(1, () => {
      if (socket.closed) return;
      const door = this.door(socket);
      if (door === "hang") return;
      if (door === "open") {
        socket.open = true;
        return socket.onopen?.({} as never);
      }
      const message = door === "refuse" ? "tcp connect error" : `Invalid status code: ${door.status}`;
      socket.onerror?.({ message: `NetworkError: failed to connect to WebSocket: ${message}` } as never);
      socket.drop();
    });
    return socket;
  }

  #fetch(url: string, init?: RequestInit): Promise<Response> {
    const asked = {
      socket: "http" as const,
      method: init?.method ?? "GET",
      uri: url.replace("http://pbx/ari/", ""),
      body: typeof init?.body === "string" ? init.body : null,
      beside: [...this.#http],
    };
    const reply = this.#answerTo(asked);
    this.#http.push(asked.uri);
    return new Promise((resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      if (reply === "silence") return;
      this.clock.after(reply.afterMs ?? 0, () => {
        this.#http = this.#http.filter((uri) => uri !== asked.uri);
        resolve(new Response(reply.body === undefined ? null : JSON.stringify(reply.body), { status: reply.status }));
      });
    });
  }
}

/** An event as Asterisk would say it. */
export function dtmf(digit: string) {
  return {
    type: "ChannelDtmfReceived",
    application: "crm",
    timestamp: "2026-01-01T00:00:00.000+0000",
    digit,
    duration_ms: 100,
    channel: { id: "c1", name: "PJSIP/x", state: "Up" },
  };
}
