/** Whose address a request comes from; limits and the audit count by it. */

export interface AddressOptions {
  /** A reverse proxy of ours stands before: its word about the client is taken, and nobody else's. */
  proxied: boolean;
}

/**
 * The peer's address; behind a proxy on this machine or in the private network the last entry of X-Forwarded-For, which
 * is the one that the proxy itself wrote. Empty when nothing is known (unix sockets).
 */
export function clientAddress(req: Request, info: Deno.ServeHandlerInfo, { proxied }: AddressOptions): string {
  const peer = "hostname" in info.remoteAddr ? info.remoteAddr.hostname : "";
  if (!proxied || !isNear(peer)) return peer;
  const told = req.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  return /^[0-9a-f.:]{3,45}$/i.test(told) ? told : peer;
}

/** Loopback and private ranges (RFC 1918, RFC 4193, link-local). */
function isNear(address: string): boolean {
  const v4 = address.replace(/^::ffff:/i, "");
  return v4 === "" || /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(v4) ||
    /^(::1$|f[cd]|fe[89ab])/i.test(address);
}
