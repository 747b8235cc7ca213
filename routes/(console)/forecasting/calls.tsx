/** Calls of a queue beside their forecast, and who is on the list beside who is needed. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { staffingSetUp } from "@/routes/(_door)/staffing_page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { StaffingSetUp } from "@/components/staffing/types.ts";
import CallsForecast from "@/islands/CallsForecast.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return page<{ setUp: StaffingSetUp }>({ setUp: await staffingSetUp(ctx, "day") });
  },
});

export default define.page<typeof handlers>(function CallsForecastPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.forecast-calls")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("staffing.calls.title")}</h1>
          <p>{t("staffing.calls.lead")}</p>
        </div>
      </div>
      <CallsForecast setUp={data.setUp} />
    </>
  );
});
