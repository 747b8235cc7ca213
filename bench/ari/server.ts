/** Serves the stream to one client at a time, as Asterisk would: API description, REST over the WebSocket, events. */
import { recordedStream } from "./stream.ts";

/** Bytes waiting in the socket before the server waits for the client. */
const HIGH_WATER = 1024 * 1024;

export interface BenchServer {
  port: number;
  stop(): Promise<void>;
}

/** `docs`: Asterisk's rest-api folder, which ari-client reads at its start. */
export function serveStream(events: number, docs: string): BenchServer {
  const stream = recordedStream();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request, { remoteAddr }) => {
    const url = new URL(request.url);
    const doc = url.pathname.match(/^\/ari\/api-docs\/(\w+\.json)$/)?.[1];
    if (doc) {
      const text = await Deno.readTextFile(`${docs}/${doc}`);
      return new Response(text.replace("http://localhost:8088", `http://${url.host}`), {
        headers: { "content-type": "application/json" },
      });
    }
    if (url.pathname !== "/ari/events" || remoteAddr.hostname !== "127.0.0.1") {
      return new Response(null, { status: 404 });
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => answer(socket, String(data));
    // Command sockets of ours have applications of their own and hear no events.
    if (url.searchParams.get("app") === "crm") socket.onopen = () => void play(socket);
    return response;
  });
  async function play(socket: WebSocket): Promise<void> {
    // The client gets ready: filters, command sockets.
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (let n = 0; n < events; n++) {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(stream.message(n));
      if (socket.bufferedAmount < HIGH_WATER) continue;
      while (socket.bufferedAmount > HIGH_WATER / 2 && socket.readyState === WebSocket.OPEN) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    socket.send(stream.last);
  }
  return { port: server.addr.port, stop: () => server.shutdown() };
}

function answer(socket: WebSocket, text: string): void {
  const { type, transaction_id, uri } = JSON.parse(text);
  if (type !== "RESTRequest") return;
  const body = uri.includes("eventFilter") ? { name: "crm" } : { asterisk_id: "a", ping: "pong", timestamp: "t" };
  socket.send(JSON.stringify({
    type: "RESTResponse",
    transaction_id,
    status_code: 200,
    reason_phrase: "OK",
    message_body: JSON.stringify(body),
  }));
}
