/** Security headers of every response: what a browser may load, where it may connect, who may frame us (nobody). */
import type { Context, MiddlewareFn } from "fresh";

export interface HeaderOptions {
  /** Served over HTTPS: browsers are told to stay there. */
  https?: boolean;
  /** Further sources by directive, such as `{ "img-src": ["https://cdn.example"] }`. */
  also?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Scripts and styles come from our own files or carry the response's nonce. `style-src-attr` is open because a bar's
 * width or a colour from a setting is a style attribute; it cannot run anything.
 */
function policy(nonce: string, also: HeaderOptions["also"] = {}): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'", `'nonce-${nonce}'`],
    "style-src": ["'self'", `'nonce-${nonce}'`],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    // Live topics and the softphone's SIP go over WebSockets of our own origin.
    "connect-src": ["'self'"],
    "media-src": ["'self'", "blob:"],
    "worker-src": ["'self'", "blob:"],
    // A source's form is shown as its visitors will see it.
    "frame-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  for (const [name, sources] of Object.entries(also)) (directives[name] ??= []).push(...sources);
  return Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(" ")}`).join("; ");
}

const FIXED: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), display-capture=()",
  "x-frame-options": "DENY",
};

/** Sets the headers; pages and data that say nothing about caching are not kept (shared computers in call rooms). */
export function securityHeaders<State>(options: HeaderOptions = {}): MiddlewareFn<State> {
  return async (ctx: Context<State>) => {
    const response = await ctx.next();
    // An upgraded connection's headers are sent already.
    if (response.status === 101) return response;
    const { headers } = response;
    // A page that names who may frame it (an embedded form), and a file that other sites may load, say so themselves.
    const framed = /frame-ancestors (?!'none')/.test(headers.get("content-security-policy") ?? "");
    for (const [name, value] of Object.entries(FIXED)) {
      if (name === "x-frame-options" && framed) continue;
      if (name === "cross-origin-resource-policy" && headers.has(name)) continue;
      headers.set(name, value);
    }
    if (options.https) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
    if (!headers.has("content-security-policy")) {
      headers.set("content-security-policy", policy(ctx.nonce, options.also));
    }
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    return response;
  };
}
