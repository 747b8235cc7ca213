/** Settings of the installation. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { allowed } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import SiteForm from "@/islands/SiteForm.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  GET(ctx) {
    allowed(ctx, "settings.manage");
    return page<string[]>(Intl.supportedValuesOf("timeZone"));
  },
});

export default define.page<typeof handlers>(function SettingsPage({ data, state }) {
  const t = useT();
  const { companyName, timeZone, locale, escalateAfter } = state.site;
  return (
    <>
      <Head>
        <title>{t("shell.nav.settings")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("shell.nav.settings")}</h1>
        </div>
      </div>
      <SiteForm
        companyName={companyName}
        timeZone={timeZone}
        locale={locale}
        escalateAfter={escalateAfter}
        zones={data.includes(timeZone) ? data : [timeZone, ...data]}
      />
    </>
  );
});
