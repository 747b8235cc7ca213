/** One's own profile: password, language, theme, sessions. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listOwnSessions } from "@/crm/people/mod.ts";
import { listOwnTokens } from "@/crm/tokens/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import ApiTokens from "@/islands/ApiTokens.tsx";
import type { TokenListProps } from "@/components/admin/api/TokenList.tsx";
import Preferences from "@/islands/Preferences.tsx";
import ProfileForm, { type ProfileProps } from "@/islands/ProfileForm.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx);
    const sessions = await listOwnSessions(ctx.state.store, access);
    const mayTokens = access.permissions.has("api.use") && !ctx.state.user?.mustChangePassword;
    const tokens = mayTokens
      ? {
        tokens: await listOwnTokens(ctx.state.store, access),
        held: [...access.permissions],
        zone: zoneOf(ctx.state),
        now: Date.now(),
      }
      : null;
    return page<ProfileProps & { api: (TokenListProps & { held: string[] }) | null }>({
      api: tokens,
      mustChange: ctx.state.user?.mustChangePassword ?? false,
      sessions: sessions.map(({ id, seenAt, ip, userAgent }) => ({
        id,
        seenAt,
        ip,
        userAgent,
        current: id === ctx.state.session?.id,
      })),
      zone: zoneOf(ctx.state),
    });
  },
});

export default define.page<typeof handlers>(function ProfilePage({ data, state }) {
  const t = useT();
  const { api, ...profile } = data;
  return (
    <>
      <Head>
        <title>{t("shell.nav.profile")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{state.user?.name}</h1>
          <p>{state.user?.login}</p>
        </div>
      </div>
      <div class="stack profile">
        <section class="card preferences" aria-label={t("auth.look")}>
          <Preferences locale={state.locale} theme={state.theme} />
        </section>
        <ProfileForm {...profile} />
        {api && <ApiTokens {...api} />}
      </div>
    </>
  );
});
