/** Marked days: closures, campaigns, mailings and others that forecasts have to know. */
import { ArrowLeft } from "lucide-preact";
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listQueueNames } from "@/crm/queues/mod.ts";
import { listMarkedDays } from "@/ml/datasets/mod.ts";
import type { MarkedDaysProps } from "@/components/datasets/types.ts";
import MarkedDays from "@/islands/MarkedDays.tsx";
import { allowed, dayOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "analytics.view");
    const { store, site, locale } = ctx.state;
    const [days, queues] = await Promise.all([
      listMarkedDays(store, access, { from: "1970-01-01" }),
      listQueueNames(store, access),
    ]);
    return page<MarkedDaysProps>({
      days,
      queues: queues.filter(({ archived }) => !archived).map(({ id, name }) => ({ id, name })),
      may: access.permissions.has("models.manage"),
      today: dayOf(Date.now(), site.timeZone),
      locale,
    });
  },
});

export default define.page<typeof handlers>(function MarkedDaysPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("datasets.days.title")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("datasets.days.title")}</h1>
          <p>{t("datasets.days.lead")}</p>
        </div>
        <a class="btn" href="/forecasting">
          <ArrowLeft size={16} aria-hidden="true" />
          {t("datasets.days.back")}
        </a>
      </div>
      <MarkedDays {...data} />
    </>
  );
});
