/**
 * A person's calendar by its secret address: `/ics/<secret>.ics`. No session; whoever knows the address reads. What is
 * asked again unchanged costs no bytes.
 */
import { createHash } from "node:crypto";
import { icsOfFeed, userOfFeed } from "@/crm/calendar/mod.ts";
import { type Ctx, refuse } from "@/routes/(_door)/api.ts";
import { ICS, icsWords } from "@/routes/(_door)/calendar.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ForbiddenError } from "@/store/access.ts";
import { TokenBuckets } from "@/web/security/mod.ts";

const now = () => Date.now();
/** Calendars ask every few minutes, several devices at once. */
const byFeed = new TokenBuckets({ capacity: 30, refillMs: 5_000, now });
/** Wrong addresses of one sender; 256 bits are not guessed, a flood is only work. */
const guesses = new TokenBuckets({ capacity: 20, refillMs: 6_000, now });

export const handlers = define.handlers({
  async GET(ctx) {
    const secret = /^(.+)\.ics$/.exec(ctx.params.file)?.[1] ?? "";
    const { ip, store } = ctx.state;
    const guess = guesses.take(ip);
    if (guess > 0) return tooMany(guess);
    const entered = await userOfFeed(store, secret, { ip });
    if (!entered) return refuse(404, "calendar.error.no-feed");
    guesses.refund(ip);
    const { user, access } = entered;
    const wait = byFeed.take(user.id);
    if (wait > 0) return tooMany(wait);
    try {
      const words = icsWords(ctx, { locale: user.locale, name: user.name });
      return answer(ctx, await icsOfFeed(store, access, { now: now(), words }));
    } catch (error) {
      // The person may see no tasks any more.
      if (error instanceof ForbiddenError) return refuse(404, "calendar.error.no-feed");
      throw error;
    }
  },
});

function answer(ctx: Ctx, body: string): Response {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  const headers = {
    etag,
    // Kept by the asking program and asked about each time.
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  };
  const known = (ctx.req.headers.get("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  return new Response(body, {
    headers: {
      ...headers,
      "content-type": `${ICS}; charset=utf-8`,
      "content-disposition": 'inline; filename="tasks.ics"',
    },
  });
}

function tooMany(waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1_000);
  const response = refuse(429, "web.error.too-many", { seconds });
  response.headers.set("retry-after", `${seconds}`);
  return response;
}
