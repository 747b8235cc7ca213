/** The person's notices, and what they want to be told. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import {
  listNotices,
  listNoticesSchema,
  NOTICE_KINDS,
  type NoticePreferences,
  noticePreferences,
  ownAddress,
  type ShownNotice,
} from "@/crm/notices/mod.ts";
import { allowed, filled, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import NoticeList from "@/islands/NoticeList.tsx";
import NoticeSettings from "@/islands/NoticeSettings.tsx";
import { useT } from "@/components/i18n.ts";

interface Data {
  settings: (NoticePreferences & { email: string | null }) | null;
  list: { rows: ShownNotice[]; next: string | null } | null;
  state: "all" | "unread";
  kind: string | null;
}

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx);
    const { store } = ctx.state;
    const { tab, ...given } = filled(ctx.url.searchParams);
    if (tab === "settings") {
      const [preferences, email] = await Promise.all([noticePreferences(store, access), ownAddress(store, access)]);
      return page<Data>({ settings: { ...preferences, email }, list: null, state: "all", kind: null });
    }
    const asked = listNoticesSchema.safeParse(given);
    const query = asked.success ? asked.data : listNoticesSchema.parse({});
    const list = await listNotices(store, access, query);
    return page<Data>({ settings: null, list, state: query.state, kind: query.kind ?? null });
  },
});

export default define.page<typeof handlers>(function NotificationsPage({ data, state }) {
  const t = useT();
  const tabs = [["list", "/notifications"], ["settings", "/notifications?tab=settings"]] as const;
  const here = data.settings ? "settings" : "list";
  return (
    <>
      <Head>
        <title>{t("notices.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("notices.title")}</h1>
          <p>{t("notices.lead")}</p>
        </div>
      </div>
      <nav class="tabs" aria-label={t("notices.title")}>
        {tabs.map(([tab, href]) => (
          <a key={tab} href={href} aria-current={tab === here ? "page" : "false"}>{t(`notices.tab.${tab}`)}</a>
        ))}
      </nav>
      {data.list && (
        <NoticeList page={data.list} state={data.state} kind={data.kind} kinds={NOTICE_KINDS} zone={zoneOf(state)} />
      )}
      {data.settings && (
        <NoticeSettings
          preferences={data.settings}
          email={data.settings.email}
          timeZone={state.site.timeZone}
        />
      )}
    </>
  );
});
