/**
 * Protection against requests that another site makes in our users' name: the browser's own word (Sec-Fetch-Site,
 * Origin) and a token bound to the session, masked anew in each page so that compression tells nothing about it.
 */
import { Buffer } from "node:buffer";
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareFn } from "fresh";
import { HttpError } from "../fresh/error.ts";
import { type OriginOptions, sameOrigin } from "./origin.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const BYTES = 32;
/** Forms of ours are small; larger bodies carry the token in the header. */
const LARGEST_FORM = 256 * 1024;

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

/** Refuses unsafe requests that a browser itself calls foreign. Needs no session: it may stand in front of all. */
export function refuseForeign<State>(options: OriginOptions = {}): MiddlewareFn<State> {
  return (ctx) => {
    if (SAFE.has(ctx.req.method)) return ctx.next();
    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    const own = site === null
      ? origin === null || sameOrigin(ctx.req, options)
      : site === "same-origin" || site === "none";
    if (!own) throw new HttpError(403, "web.error.forged");
    return ctx.next();
  };
}

/**
 * Asks unsafe requests for the token: header `x-csrf`, or field `csrf` of a form.
 * @param sessionOf the session's or the anonymous door's cookie value; empty refuses
 */
export function requireToken<State>(sessionOf: (ctx: Context<State>) => string): MiddlewareFn<State> {
  return async (ctx) => {
    const { req } = ctx;
    if (SAFE.has(req.method)) return await ctx.next();
    const token = req.headers.get("x-csrf") ?? await formToken(req);
    if (!isCsrfToken(token, sessionOf(ctx))) throw new HttpError(403, "web.error.forged");
    return await ctx.next();
  };
}

async function formToken(req: Request): Promise<string | null> {
  if (!req.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return null;
  if (Number(req.headers.get("content-length") ?? 0) > LARGEST_FORM) return null;
  return new URLSearchParams(await req.clone().text()).get("csrf");
}
