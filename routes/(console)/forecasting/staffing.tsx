/** How many agents a queue needs, what if, and what it costs. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { staffingSetUp } from "@/routes/(_door)/staffing_page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { StaffingSetUp } from "@/components/staffing/types.ts";
import Staffing from "@/islands/Staffing.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return page<{ setUp: StaffingSetUp }>({ setUp: await staffingSetUp(ctx, "day") });
  },
});

export default define.page<typeof handlers>(function StaffingPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.staffing")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("staffing.staffing.title")}</h1>
          <p>{t("staffing.staffing.lead")}</p>
        </div>
      </div>
      <Staffing setUp={data.setUp} />
    </>
  );
});
