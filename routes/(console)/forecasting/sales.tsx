/** Sales at a glance: fact, plan and forecast of the deals in reach. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { revenueSetUp } from "@/routes/(_door)/revenue_page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import SalesDashboard from "@/islands/SalesDashboard.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return page<{ setUp: RevenueSetUp }>({ setUp: await revenueSetUp(ctx, { months: 3 }) });
  },
});

export default define.page<typeof handlers>(function SalesPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.sales-dashboard")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("revenue.title.sales")}</h1>
          <p>{t("revenue.lead.sales")}</p>
        </div>
      </div>
      <SalesDashboard setUp={data.setUp} />
    </>
  );
});
