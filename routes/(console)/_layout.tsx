/** The frame around every page of the console. */
import type { PageProps } from "fresh";
import { FlaskConical } from "lucide-preact";
import { zoneOf } from "@/routes/(_door)/page.ts";
import type { State } from "@/routes/(_door)/state.ts";
import { commandsFor } from "@/components/palette/catalogue.ts";
import { ANY_CALLS, ANY_COMPANIES, ANY_CONTACTS, ANY_LEADS } from "@/components/shell/nav.ts";
import { anyReach, type Permission } from "@/store/access.ts";
import { BottomBar, Side, TopBar } from "@/components/shell/Side.tsx";
import Palette, { type SearchedList } from "@/islands/Palette.tsx";
import NoticeWatch from "@/islands/NoticeWatch.tsx";
import NewTask from "@/islands/NewTask.tsx";
import Toasts from "@/islands/Toasts.tsx";
import { useT } from "@/components/i18n.ts";

/** Lists that the palette offers to look in, with who may. */
const SEARCHED: readonly [SearchedList, readonly Permission[]][] = [
  ["leads", ANY_LEADS],
  ["contacts", ANY_CONTACTS],
  ["companies", ANY_COMPANIES],
  ["calls", ANY_CALLS],
];

export default function ConsoleLayout({ Component, state, url }: PageProps<unknown, State>) {
  const t = useT();
  const { user, access } = state;
  if (!user || !access) return <Component />;
  const frame = {
    path: url.pathname,
    user,
    permissions: access.permissions,
    company: state.site.companyName,
    locale: state.locale,
    theme: state.theme,
    csrf: state.csrf,
  };
  return (
    <>
      <a class="unseen skip" href="#page">{t("shell.skip")}</a>
      <TopBar />
      <div class="shell">
        <Side {...frame} />
        <div class="main">
          {state.site.demo && (
            <p class="notice-bar not-on-wall">
              <FlaskConical size={16} aria-hidden="true" />
              {t("shell.demo")}
            </p>
          )}
          <main class="page" id="page" tabIndex={-1}>
            <Component />
          </main>
        </div>
      </div>
      <BottomBar {...frame} />
      <Palette
        commands={commandsFor(access.permissions, state.locale)}
        lists={SEARCHED.filter(([, needs]) => needs.some((need) => access.permissions.has(need))).map(([list]) => list)}
        locale={state.locale}
      />
      <NoticeWatch user={user.id} zone={zoneOf(state)} />
      {anyReach("tasks", "view").some((need) => access.permissions.has(need)) && (
        <NewTask
          zone={zoneOf(state)}
          mayMake={anyReach("tasks", "edit").some((need) => access.permissions.has(need))}
        />
      )}
      <Toasts />
    </>
  );
}
