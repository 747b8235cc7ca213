/**
 * Session → access, language, theme, CSRF: for everything that is no static file. Services were put into the state by
 * main. Unsafe requests must come from our own pages: same site by the browser's own word, and with the token.
 */
import { accessOf } from "@/crm/people/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { csrfToken, isCsrfToken } from "@/web/security/csrf.ts";
import { refuse } from "@/routes/(_door)/api.ts";
import { DOOR_COOKIE, newDoorToken, readCookie, SESSION_COOKIE, setCookie } from "@/routes/(_door)/cookies.ts";
import { languageOf } from "@/routes/(_door)/language.ts";
import { define, type State } from "@/routes/(_door)/state.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const LARGEST_FORM = 64 * 1024;

export const handler = define.middleware(async (ctx) => {
  const { state, req } = ctx;
  const token = readCookie(req, SESSION_COOKIE);
  let door = readCookie(req, DOOR_COOKIE);
  const fresh = door === "";
  if (fresh) door = newDoorToken();
  const [session, site] = await Promise.all([
    token === "" ? null : accessOf(state.store, token, {
      ip: ipOf(ctx.info),
      userAgent: req.headers.get("user-agent") ?? "",
    }),
    siteSettings(state.store.db),
  ]);
  Object.assign(
    state,
    {
      session,
      site,
      user: session?.user ?? null,
      access: session?.access ?? null,
      locale: session?.user.locale ?? languageOf(req, site.locale),
      theme: session?.user.theme ?? "auto",
      csrf: csrfToken(session ? token : door),
    } satisfies Partial<State>,
  );
  if (!SAFE.has(req.method)) {
    const refused = await refuseForeign(req, session ? token : door);
    if (refused) return refused;
  }
  const response = await ctx.next();
  if (!fresh || response.headers.has("set-cookie")) return response;
  const headers = new Headers(response.headers);
  setCookie(headers, DOOR_COOKIE, door, { secure: state.secureCookies });
  return new Response(response.body, { status: response.status, headers });
});

async function refuseForeign(req: Request, cookie: string): Promise<Response | null> {
  const site = req.headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return refuse(403, "shell.error.foreign");
  const token = req.headers.get("x-csrf") ?? await formToken(req);
  return isCsrfToken(token, cookie) ? null : refuse(403, "shell.error.foreign");
}

/** Only the log-in and log-out forms come as forms; they are small. */
async function formToken(req: Request): Promise<string | null> {
  if (!req.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return null;
  if (Number(req.headers.get("content-length") ?? LARGEST_FORM + 1) > LARGEST_FORM) return null;
  return new URLSearchParams(await req.clone().text()).get("csrf");
}

function ipOf(info: Deno.ServeHandlerInfo): string {
  return "hostname" in info.remoteAddr ? info.remoteAddr.hostname : "";
}
