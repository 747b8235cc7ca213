/** HTTP and WebSocket by hand, for requests that `fetch` refuses to send. For tests only. */

/** Sends bytes and reads what comes until the other side closes or `limitMs` pass. */
export async function rawRequest(port: number, bytes: Uint8Array | string, limitMs = 3_000): Promise<string> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const timer = setTimeout(() => socket.close(), limitMs);
  const decoder = new TextDecoder("latin1");
  let text = "";
  try {
    const all = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    for (let sent = 0; sent < all.length;) sent += await socket.write(all.subarray(sent));
    const chunk = new Uint8Array(16_384);
    for (let n = await socket.read(chunk); n !== null; n = await socket.read(chunk)) {
      text += decoder.decode(chunk.subarray(0, n));
      // An answer whose connection stays open is complete with its head: bodies are looked at elsewhere.
      if (/^HTTP\/1\.1 (?!101)/.test(text) && text.includes("\r\n\r\n")) break;
    }
  } catch {
    // cut off, by them or by the limit
  }
  clearTimeout(timer);
  try {
    socket.close();
  } catch {
    // closed already
  }
  return text;
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

export function upgradeRequest(path: string, headers: Record<string, string>): string {
  const lines = {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  return `GET ${path} HTTP/1.1\r\n${
    Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join("")
  }\r\n`;
}
