/** Whether a request comes from a page of our own. */

export interface OriginOptions {
  /** Public origins besides the request's own Host, for a server behind a proxy: `https://crm.example`. */
  allowed?: readonly string[];
}

/**
 * Compares the Origin header with the host asked. For WebSockets, whose handshakes browsers let any site send with our
 * cookies, the header must be there; so it must for unsafe methods of browsers that send no Sec-Fetch-Site.
 */
export function sameOrigin(request: Request, { allowed = [] }: OriginOptions = {}): boolean {
  const origin = request.headers.get("origin");
  if (!origin || origin === "null") return false;
  if (allowed.includes(origin)) return true;
  // A stranger's page can choose neither header in a browser.
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return URL.canParse(origin) && new URL(origin).host === host;
}
