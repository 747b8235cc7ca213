/**
 * The door of programs: `Authorization: Bearer kmt_…` on `/api/v1`. No cookie is read and none is set, so there is
 * nothing that another site could misuse. Each token has a bucket of requests; guesses are bounded by address.
 */
import { accessOfToken, type TokenAccess } from "@/crm/tokens/mod.ts";
import { isTokenText } from "@/crm/tokens/text.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { negotiate } from "@/locales/mod.ts";
import { type Draw, TokenBuckets } from "@/web/security/mod.ts";
import { type Ctx, refuse } from "./api.ts";
import { asProblem } from "./problem.ts";
import type { State } from "./state.ts";

/** A token's burst, in seconds of its rate. */
const BURST_SECONDS = 3;

const now = () => Date.now();
/** Shapes are per token; these stand for those that have none. */
const requests = new TokenBuckets({ capacity: 60, refillMs: 50, now });
/** Wrong tokens of an address: twenty at once, then ten a minute. 256 bits are not guessed; a flood is only work. */
const guesses = new TokenBuckets({ capacity: 20, refillMs: 6_000, now });
/** Tokens that were right lately pass though a neighbour at the same address guesses. */
const right = new Map<string, number>();
const RIGHT_MS = 3_600_000;
const MOST_RIGHT = 10_000;

export function isMachinePath(pathname: string): boolean {
  return pathname === "/api/v1" || pathname.startsWith("/api/v1/");
}

/** The token that a request brings, however wrong; null: it brings none, and the session counts. */
export function bearerOf(req: Request): string | null {
  const header = req.headers.get("authorization");
  if (header === null) return null;
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "";
}

/** Lets the program in, or answers why not. */
export async function enterByToken(ctx: Ctx, door: { token: string; ip: string }): Promise<Response> {
  const { state, req } = ctx;
  const site = await siteSettings(state.store.db);
  const locale = negotiate(req.headers.get("accept-language"), site.locale);
  const nobody = { session: null, user: null, access: null, theme: "auto" as const, csrf: "", ip: door.ip };
  Object.assign(state, { ...nobody, site, locale } satisfies Partial<State>);
  const entered = await known(ctx, door);
  if (entered instanceof Response) return await asProblem(ctx, entered);
  const { token, user, access, rate } = entered;
  Object.assign(state, { user, access, locale: negotiate(req.headers.get("accept-language"), user.locale) });
  const capacity = Math.max(rate * BURST_SECONDS, 1);
  const draw = requests.draw(token, { capacity, refillMs: 1_000 / rate });
  const answer = draw.waitMs > 0 ? tooMany(draw.waitMs) : await ctx.next();
  return withLimits(await asProblem(ctx, answer), { draw, capacity });
}

/** A session's answer on the same paths: its refusals are problems too. */
export async function enterBySession(ctx: Ctx): Promise<Response> {
  return await asProblem(ctx, await ctx.next());
}

async function known(ctx: Ctx, door: { token: string; ip: string }): Promise<TokenAccess | Response> {
  const { token, ip } = door;
  const trusted = (right.get(token) ?? 0) > now() - RIGHT_MS;
  if (!trusted) {
    const { waitMs } = guesses.draw(ip);
    if (waitMs > 0) return tooMany(waitMs);
  }
  const entered = isTokenText(token) ? await accessOfToken(ctx.state.store, token, { ip }) : null;
  right.delete(token);
  if (!entered) return refuse(401, "api.error.token");
  // A right one was no guess.
  if (!trusted) guesses.refund(ip);
  right.set(token, now());
  if (right.size > MOST_RIGHT) right.delete(right.keys().next().value!);
  return entered;
}

function tooMany(waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1_000);
  const response = refuse(429, "web.error.too-many", { seconds });
  response.headers.set("retry-after", String(seconds));
  return response;
}

/** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10): the burst over the time it fills in. */
function withLimits(response: Response, limit: { draw: Draw; capacity: number }): Response {
  const { draw, capacity } = limit;
  const headers = new Headers(response.headers);
  headers.set("ratelimit-policy", `"token";q=${capacity};w=${BURST_SECONDS}`);
  headers.set("ratelimit", `"token";r=${draw.left};t=${Math.ceil(draw.fullMs / 1_000)}`);
  return new Response(response.body, { status: response.status, headers });
}
