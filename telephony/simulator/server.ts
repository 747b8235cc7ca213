/**
 * The virtual PBX as a server: the same HTTP and WebSocket wire as Asterisk's REST interface, on loopback, with the
 * same authentication, so that the product cannot tell which of the two it talks to.
 */
import { timingSafeEqual } from "node:crypto";
import { recordingAudio } from "./audio.ts";
import { AriFault, ariTime, type SimEvent } from "./model.ts";
import { answer, type AriReply, type AriRequest, type Operation } from "./operations/request.ts";
import type { Pbx } from "./pbx.ts";
import type { BrowserPhones } from "./sip/browser_phones.ts";

export interface AriServerOptions {
  hostname: string;
  port: number;
  user: string;
  password: string;
  asteriskId: string;
}

/** Longest request body taken, bytes. */
const BODY_LIMIT = 64 * 1024;

/** The wire: who is connected under which application name, and the way events go to them. */
export class AriServer {
  /** Applications by name; one socket each, a newer one replaces an older one as in Asterisk. */
  readonly sockets = new Map<string, WebSocket>();
  readonly filters = new Map<string, Set<string>>();
  operations: readonly Operation[] = [];
  pbx: Pbx | null = null;
  browsers: BrowserPhones | null = null;
  #server: Deno.HttpServer<Deno.NetAddr> | null = null;

  constructor(readonly options: AriServerOptions) {}

  get url(): string {
    if (!this.#server) throw new Error("the simulator is not listening");
    return `http://${this.options.hostname}:${this.#server.addr.port}/ari`;
  }

  /** Sends an event to an application; without a listener it is lost, as in Asterisk. */
  emit(app: string, event: SimEvent): void {
    const allowed = this.filters.get(app);
    if (allowed && !allowed.has(event.type)) return;
    const socket = this.sockets.get(app);
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ ...event, ...this.#stamp(app) }));
  }

  connected(app: string): boolean {
    return this.sockets.get(app)?.readyState === WebSocket.OPEN;
  }

  listen(): void {
    const { hostname, port } = this.options;
    this.#server = Deno.serve({ hostname, port, onListen: () => {} }, (request) => this.#serve(request));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.values()) socket.close();
    this.sockets.clear();
    await this.#server?.shutdown();
  }

  #stamp(app: string) {
    return { application: app, timestamp: ariTime(Date.now()), asterisk_id: this.options.asteriskId };
  }

  async #serve(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/ws") return this.#sip(request);
    if (!url.pathname.startsWith("/ari/")) return new Response("Not found", { status: 404 });
    if (!this.#authorized(request, url)) {
      return new Response("Unauthorized", { status: 401, headers: { "www-authenticate": 'Basic realm="simulator"' } });
    }
    if (url.pathname === "/ari/events") return this.#events(request, url);
    const file = url.pathname.match(/^\/ari\/recordings\/stored\/([^/]+)\/file$/);
    if (file && request.method === "GET") return this.#file(decodeURIComponent(file[1]));
    const body = await readJson(request);
    if (body === null) return Response.json({ message: "Request body parse error" }, { status: 400 });
    const reply = this.#answer({
      method: request.method,
      path: url.pathname.slice("/ari/".length),
      query: url.searchParams,
      body,
    });
    return reply.body === undefined
      ? new Response(null, { status: reply.status })
      : Response.json(reply.body, { status: reply.status });
  }

  #authorized(request: Request, url: URL): boolean {
    const basic = request.headers.get("authorization")?.match(/^Basic (.+)$/)?.[1];
    const given = basic ? atob(basic) : url.searchParams.get("api_key") ?? "";
    const [a, b] = [
      new TextEncoder().encode(given),
      new TextEncoder().encode(`${this.options.user}:${this.options.password}`),
    ];
    return a.length === b.length && timingSafeEqual(a, b);
  }

  #events(request: Request, url: URL): Response {
    const apps = (url.searchParams.get("app") ?? "").split(",").filter((app) => app !== "");
    if (apps.length === 0) return Response.json({ message: "Missing parameter app" }, { status: 400 });
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => {
      for (const app of apps) {
        const before = this.sockets.get(app);
        this.sockets.set(app, socket);
        if (before?.readyState === WebSocket.OPEN) {
          before.send(JSON.stringify({ type: "ApplicationReplaced", ...this.#stamp(app) }));
        }
      }
    };
    socket.onmessage = ({ data }) => this.#restRequest(socket, apps[0], data);
    socket.onclose = () => {
      for (const app of apps) if (this.sockets.get(app) === socket) this.sockets.delete(app);
    };
    socket.onerror = () => {};
    return response;
  }

  /** SIP over WebSocket, authenticated by SIP itself. */
  #sip(request: Request): Response {
    const asked = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
    if (!asked.includes("sip")) return new Response("sub-protocol sip needed", { status: 400 });
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "sip" });
    this.browsers?.accept(socket);
    return response;
  }

  /** REST over the events' WebSocket: RESTRequest in, RESTResponse out (Asterisk 20.14, 22.4 and later). */
  #restRequest(socket: WebSocket, app: string, data: unknown): void {
    const message = parse(data);
    if (message?.type !== "RESTRequest" || typeof message.method !== "string" || typeof message.uri !== "string") {
      return;
    }
    const uri = new URL(message.uri.replace(/^\/?(ari\/)?/, "/"), "http://simulator");
    const query = new URLSearchParams(uri.search);
    if (Array.isArray(message.query_strings)) {
      for (const pair of message.query_strings) {
        if (typeof pair?.name === "string") query.append(pair.name, String(pair.value ?? ""));
      }
    }
    const body = typeof message.message_body === "string" ? parse(message.message_body) ?? {} : {};
    const reply = this.#answer({ method: message.method, path: uri.pathname.slice(1), query, body });
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({
      type: "RESTResponse",
      transaction_id: message.transaction_id,
      request_id: message.request_id,
      status_code: reply.status,
      reason_phrase: reply.status < 300 ? "OK" : "Error",
      uri: message.uri,
      content_type: "application/json",
      ...(reply.body === undefined ? {} : { message_body: JSON.stringify(reply.body) }),
      ...this.#stamp(app),
    }));
  }

  #answer(request: AriRequest): AriReply {
    return answer(this.operations, request);
  }

  #file(name: string): Response {
    const recording = this.pbx?.recordings.get(name);
    if (!recording || recording.state !== "done") {
      return Response.json({ message: new AriFault(404, "Recording not found").message }, { status: 404 });
    }
    return new Response(recordingAudio(recording), { headers: { "content-type": "audio/wav" } });
  }
}

function parse(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "string" || data.length > BODY_LIMIT) return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Record<string, unknown>
      : null;
  } catch {
    return null;
  }
}

async function readJson(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text();
  return text === "" ? {} : parse(text);
}
