/**
 * Session → access, language, theme, CSRF: for everything that is no static file. Services were put into the state by
 * main. Unsafe requests must come from our own pages (web/security/csrf.ts).
 */
import { accessOf } from "@/crm/people/mod.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { clientAddress, csrfToken, requireOwnPage } from "@/web/security/mod.ts";
import { DOOR_COOKIE, newDoorToken, readCookie, SESSION_COOKIE, setCookie } from "@/routes/(_door)/cookies.ts";
import { isOpenDoor } from "@/routes/(_door)/intake.ts";
import { languageOf } from "@/routes/(_door)/language.ts";
import { bearerOf, enterBySession, enterByToken, isMachinePath } from "@/routes/(_door)/machine.ts";
import { define, type State } from "@/routes/(_door)/state.ts";

export const handler = define.middleware(async (ctx) => {
  const { state, req } = ctx;
  if (isOpenDoor(ctx.url.pathname)) {
    // Strangers bring requests here: no session is looked up, no cookie set, and no page of ours can have sent them.
    const site = await siteSettings(state.store.db);
    const ip = clientAddress(req, ctx.info, { proxied: state.publicOrigin !== null });
    const nobody = { session: null, user: null, access: null, theme: "auto" as const, csrf: "" };
    Object.assign(state, { ...nobody, site, ip, locale: languageOf(req, site.locale) } satisfies Partial<State>);
    return ctx.next();
  }
  const machine = isMachinePath(ctx.url.pathname);
  const bearer = machine ? bearerOf(req) : null;
  if (bearer !== null) {
    const ip = clientAddress(req, ctx.info, { proxied: state.publicOrigin !== null });
    return await enterByToken(ctx, { token: bearer, ip });
  }
  const token = readCookie(req, SESSION_COOKIE);
  let door = readCookie(req, DOOR_COOKIE);
  const fresh = door === "";
  if (fresh) door = newDoorToken();
  const ip = clientAddress(req, ctx.info, { proxied: state.publicOrigin !== null });
  const [session, site] = await Promise.all([
    token === "" ? null : accessOf(state.store, token, {
      ip,
      userAgent: req.headers.get("user-agent") ?? "",
    }),
    siteSettings(state.store.db),
  ]);
  Object.assign(
    state,
    {
      session,
      site,
      ip,
      user: session?.user ?? null,
      access: session?.access ?? null,
      locale: session?.user.locale ?? languageOf(req, site.locale),
      theme: session?.user.theme ?? "auto",
      csrf: csrfToken(session ? token : door),
    } satisfies Partial<State>,
  );
  // A page of a session that has just ended still proves that it is ours; what it asks for is then refused as such.
  const allowed = state.publicOrigin === null ? [] : [state.publicOrigin];
  // A program without a token is told so, not that its page is old.
  if (session || !machine) await requireOwnPage(req, { sessions: session ? [token] : [door, token], allowed });
  const response = machine ? await enterBySession(ctx) : await ctx.next();
  if (machine || !fresh || response.headers.has("set-cookie")) return response;
  const headers = new Headers(response.headers);
  setCookie(headers, DOOR_COOKIE, door, { secure: state.secureCookies });
  return new Response(response.body, { status: response.status, headers });
});
