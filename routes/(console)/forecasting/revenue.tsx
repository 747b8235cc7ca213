/** Expected revenue of the deals in reach. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { revenueSetUp } from "@/routes/(_door)/revenue_page.ts";
import { define } from "@/routes/(_door)/state.ts";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import Revenue from "@/islands/Revenue.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return page<{ setUp: RevenueSetUp }>({ setUp: await revenueSetUp(ctx, { months: 6 }) });
  },
});

export default define.page<typeof handlers>(function RevenuePage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.revenue")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("revenue.title.revenue")}</h1>
          <p>{t("revenue.lead.revenue")}</p>
        </div>
      </div>
      <Revenue setUp={data.setUp} />
    </>
  );
});
