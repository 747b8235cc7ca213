/**
 * Protection against requests that another site makes in our users' name: the browser's own word (Sec-Fetch-Site,
 * Origin) and a token bound to the session, masked anew in each page so that compression tells nothing about it.
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { HttpError } from "../fresh/error.ts";
import { type OriginOptions, sameOrigin } from "./origin.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const BYTES = 32;
/** Forms of ours are small; larger bodies carry the token in the header. */
const LARGEST_FORM = 64 * 1024;

/** The session's secret half: derived, so that nothing has to be stored. */
function secretOf(session: string): Uint8Array {
  return createHash("sha256").update(`csrf:${session}`).digest();
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]);
}

/** A token for a page of this session, different each time (BREACH). */
export function csrfToken(session: string): string {
  const pad = randomBytes(BYTES);
  return Buffer.concat([pad, xor(secretOf(session), pad)]).toString("base64url");
}

/** Whether a token was made for this session. */
export function isCsrfToken(token: string | null | undefined, session: string): boolean {
  const bytes = new Uint8Array(Buffer.from(token ?? "", "base64url"));
  if (session === "" || bytes.length !== 2 * BYTES) return false;
  return timingSafeEqual(xor(bytes.slice(BYTES), bytes.slice(0, BYTES)), secretOf(session));
}

export interface OwnPageOptions extends OriginOptions {
  /** Cookie values that a page's token may belong to: the session's, the anonymous door's. Empty ones are none. */
  sessions: readonly string[];
}

/**
 * Unsafe requests must come from a page of ours: by the browser's own word, and with the page's token in the header
 * `x-csrf` or the field `csrf` of a form. @throws {HttpError} 403
 */
export async function requireOwnPage(req: Request, options: OwnPageOptions): Promise<void> {
  if (SAFE.has(req.method)) return;
  const site = req.headers.get("sec-fetch-site");
  const own = site === null
    ? !req.headers.has("origin") || sameOrigin(req, options)
    : site === "same-origin" || site === "none";
  if (own) {
    const token = req.headers.get("x-csrf") ?? await formToken(req);
    if (options.sessions.some((session) => isCsrfToken(token, session))) return;
  }
  throw new HttpError(403, "web.error.forged");
}

async function formToken(req: Request): Promise<string | null> {
  if (!req.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return null;
  // Without a stated length the body would have to be kept twice before anything is known of it.
  if (Number(req.headers.get("content-length") ?? LARGEST_FORM + 1) > LARGEST_FORM) return null;
  return new URLSearchParams(await req.clone().text()).get("csrf");
}
