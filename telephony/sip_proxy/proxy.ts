/**
 * SIP over WebSocket for browser phones (RFC 7118), carried through our server so that Asterisk stays on loopback and a
 * phone needs a session to reach it at all. Frames pass unread; SIP's own digest authentication stays between the
 * browser and Asterisk. The route checks session and Origin before it calls this.
 */

export interface SipProxyOptions {
  /** Asterisk's WebSocket, for example `ws://127.0.0.1:8088/ws`. */
  target: string;
  /** Longest frame carried either way, bytes; SIP with an SDP of a browser is 4 to 8 KB. */
  maxFrame?: number;
  /** Frames a second over which a browser is cut off; a call's set-up is under ten. */
  maxFramesPerSecond?: number;
  /** How long Asterisk may take to take the connection, ms. */
  connectTimeoutMs?: number;
  /** A side that does not take what is sent to it is cut off over this many bytes. */
  maxBuffered?: number;
  /** Cuts the phone off: its person's session or right to a console ended. */
  signal?: AbortSignal;
  /** The phone is gone, for whatever reason. */
  onClosed?(): void;
}

/** Why a phone was cut off, as its close code (RFC 6455, 7.4.2: 4000 up are ours). */
export const CLOSE = { tooBig: 4009, flood: 4008, unreachable: 4502, slow: 4013, ended: 4001 } as const;

/** Upgrades the request and couples it with Asterisk. Answers 400 when the browser does not speak `sip`. */
export function proxySip(request: Request, options: SipProxyOptions): Response {
  const asked = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket" || !asked.includes("sip")) {
    return new Response("a WebSocket with sub-protocol sip is needed", { status: 400 });
  }
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "sip", idleTimeout: 120 });
  couple(socket, new WebSocket(options.target, "sip"), options);
  return response;
}

function couple(browser: WebSocket, asterisk: WebSocket, options: SipProxyOptions): void {
  const maxFrame = options.maxFrame ?? 64 * 1024;
  const maxBuffered = options.maxBuffered ?? 256 * 1024;
  const perSecond = options.maxFramesPerSecond ?? 100;
  const waiting: string[] = [];
  let second = 0, frames = 0;
  const close = (code: number, reason: string) => {
    clearTimeout(timer);
    browser.onmessage = asterisk.onmessage = null;
    for (const side of [browser, asterisk]) if (side.readyState <= WebSocket.OPEN) side.close(code, reason);
  };
  const timer = setTimeout(() => {
    if (asterisk.readyState !== WebSocket.OPEN) close(CLOSE.unreachable, "telephony unreachable");
  }, options.connectTimeoutMs ?? 5000);
  const pass = (to: WebSocket, data: unknown) => {
    const text = typeof data === "string" ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : null;
    if (text === null || text.length > maxFrame) return close(CLOSE.tooBig, "frame too big");
    if (to.readyState === WebSocket.CONNECTING) {
      if (waiting.length >= 50) return close(CLOSE.slow, "telephony is slow");
      waiting.push(text);
    } else if (to.readyState === WebSocket.OPEN) {
      if (to.bufferedAmount > maxBuffered) return close(CLOSE.slow, "the other side is slow");
      to.send(text);
    }
  };
  browser.binaryType = asterisk.binaryType = "arraybuffer";
  browser.onmessage = ({ data }) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [second, frames] = [now, 0];
    if (++frames > perSecond) return close(CLOSE.flood, "too many frames");
    pass(asterisk, data);
  };
  asterisk.onmessage = ({ data }) => pass(browser, data);
  asterisk.onopen = () => {
    clearTimeout(timer);
    for (const text of waiting.splice(0)) asterisk.send(text);
  };
  asterisk.onerror = () => close(CLOSE.unreachable, "telephony unreachable");
  browser.onerror = () => close(1000, "");
  asterisk.onclose = () => close(CLOSE.unreachable, "telephony closed");
  browser.onclose = () => {
    options.signal?.removeEventListener("abort", ended);
    close(1000, "");
    options.onClosed?.();
  };
  const ended = () => close(CLOSE.ended, "session ended");
  options.signal?.addEventListener("abort", ended);
}
