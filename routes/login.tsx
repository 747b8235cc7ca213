/** The door. Works without scripts; in demo mode a click fills in one of the demo logins. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { Languages, TriangleAlert } from "lucide-preact";
import { logIn, logInSchema, SESSION_MAX_MS } from "@/crm/people/mod.ts";
import { SESSION_COOKIE, setCookie } from "@/routes/(_door)/cookies.ts";
import { LANGUAGE_COOKIE } from "@/routes/(_door)/language.ts";
import { define } from "@/routes/(_door)/state.ts";
import { Logo } from "@/components/Logo.tsx";
import { Board } from "@/components/shell/Board.tsx";
import DemoLogins from "@/islands/DemoLogins.tsx";
import { useT } from "@/components/i18n.ts";

interface Refusal {
  code: string;
  detail?: Record<string, string | number>;
  login: string;
}

/** Only paths of ours: a link to the log-in page must not lead anywhere else afterwards. */
function returnPath(given: string | null): string {
  return given && /^\/(?![/\\])[^\s]{0,500}$/.test(given) ? given : "/";
}

export const handlers = define.handlers({
  GET(ctx) {
    const language = ctx.url.searchParams.get("language");
    if (language === "ru" || language === "en") {
      const headers = new Headers({ location: "/login" });
      setCookie(headers, LANGUAGE_COOKIE, language, { secure: ctx.state.secureCookies, maxAgeMs: 365 * 86_400_000 });
      return new Response(null, { status: 303, headers });
    }
    if (ctx.state.access) return ctx.redirect("/", 303);
    return page<Refusal | null>(null);
  },
  async POST(ctx) {
    const { store, secureCookies } = ctx.state;
    const form = new URLSearchParams(await ctx.req.text());
    const login = form.get("login") ?? "";
    const input = logInSchema.safeParse({ login, password: form.get("password") ?? "" });
    const result = input.success
      ? await logIn(store, input.data, {
        ip: ctx.state.ip,
        userAgent: ctx.req.headers.get("user-agent") ?? "",
      })
      : { ok: false as const, code: "people.error.wrong-password" };
    if (!result.ok) {
      const { code } = result;
      const detail = "detail" in result ? result.detail : undefined;
      return page<Refusal | null>({ code, detail, login }, {
        status: code === "people.error.too-many" ? 429 : 401,
        headers: detail?.seconds === undefined ? {} : { "retry-after": String(detail.seconds) },
      });
    }
    const { mustChangePassword, token, expiresAt } = result.value;
    const headers = new Headers({
      location: mustChangePassword ? "/profile?password=1" : returnPath(form.get("to")),
    });
    setCookie(headers, SESSION_COOKIE, token, {
      secure: secureCookies,
      maxAgeMs: Math.min(SESSION_MAX_MS, expiresAt - Date.now()),
    });
    return new Response(null, { status: 303, headers });
  },
});

export default define.page<typeof handlers>(function LogIn({ data, state, url }) {
  const t = useT();
  const other = state.locale === "ru" ? "en" : "ru";
  return (
    <main class="gate">
      <Head>
        <title>{t("auth.title")} · {t("shell.product")}</title>
      </Head>
      <div class="gate-form">
        <div>
          <span class="brand">
            <Logo size={30} />
            {t("shell.product")}
          </span>
          <div>
            <h1>{t("auth.title")}</h1>
            {state.site.companyName && <p class="quiet">{state.site.companyName}</p>}
          </div>
          {data && (
            <p class="note-box" data-tone="bad" role="alert">
              <TriangleAlert size={18} aria-hidden="true" />
              <span>{t(data.code, data.detail)}</span>
            </p>
          )}
          <form method="post" class="form" id="log-in">
            <input type="hidden" name="csrf" value={state.csrf} />
            <input type="hidden" name="to" value={url.searchParams.get("to") ?? ""} />
            <div class="field">
              <label for="login">{t("auth.login")}</label>
              <input
                class="input"
                id="login"
                name="login"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                required
                maxLength={64}
                value={data?.login}
                autofocus={!data}
              />
            </div>
            <div class="field">
              <label for="password">{t("auth.password")}</label>
              <input
                class="input"
                id="password"
                name="password"
                type="password"
                autocomplete="current-password"
                required
                maxLength={256}
                autofocus={!!data}
              />
            </div>
            <button type="submit" class="btn primary">{t("auth.log-in")}</button>
          </form>
          {state.demo.length > 0 && <DemoLogins logins={[...state.demo]} />}
          <div class="gate-foot small-text">
            <a class="row" href={`/login?language=${other}`} lang={other}>
              <Languages size={15} aria-hidden="true" />
              {t(`shell.language.${other}.name`)}
            </a>
          </div>
        </div>
      </div>
      <div class="gate-side" aria-hidden="true">
        <Board />
        <p>{t("auth.promise")}</p>
      </div>
    </main>
  );
});
