/** Turns a request into a live socket: same origin, room for it, and the hub's rules from then on. */
import type { Link } from "./feed.ts";
import type { LiveHub } from "./hub.ts";

/**
 * Answers a WebSocket request of a known session. The session must be checked before; the Origin is checked here,
 * since browsers let any site open a socket with our cookies.
 * @param allowed origins besides the request's own, such as a proxy's public one
 */
export function upgradeLive<Session>(
  hub: LiveHub<Session>,
  request: Request,
  session: Session,
  sameOrigin: (request: Request) => boolean,
): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response(null, { status: 426, headers: { upgrade: "websocket" } });
  }
  if (!sameOrigin(request)) return new Response(null, { status: 403 });
  if (!hub.hasRoom(session)) return new Response(null, { status: 429, headers: { "retry-after": "5" } });
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
  const link: Link = {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send(text) {
      // Between the closing and its event a send throws; the event cleans up.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close(code, reason) {
      if (socket.readyState <= WebSocket.OPEN) socket.close(code, reason);
    },
  };
  socket.onopen = () => {
    const attached = hub.attach(link, session);
    socket.onmessage = ({ data }) => attached.receive(data);
    socket.onclose = () => attached.closed();
    // The closing follows every error.
    socket.onerror = () => {};
  };
  return response;
}
