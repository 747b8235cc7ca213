/** Models of forecasting. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { CalendarX2, Plus } from "lucide-preact";
import { listModels } from "@/ml/registry/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { Dashboards } from "@/components/workshop/Dashboards.tsx";
import type { ListSetup } from "@/components/workshop/types.ts";
import ModelList from "@/islands/ModelList.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "analytics.view");
    const models = await listModels(ctx.state.store, access);
    const mayManage = access.permissions.has("models.manage");
    return page<{ setup: ListSetup }>({ setup: { models, mayManage, zone: zoneOf(ctx.state) } });
  },
});

export default define.page<typeof handlers>(function ForecastingPage({ data }) {
  const t = useT();
  const { mayManage, models } = data.setup;
  return (
    <>
      <Head>
        <title>{t("shell.nav.forecasting")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("workshop.title")}</h1>
          <p>{t("workshop.lead")}</p>
        </div>
        <div class="head-actions">
          <a class="btn" href="/forecasting/days">
            <CalendarX2 size={16} aria-hidden="true" />
            {t("workshop.days")}
          </a>
          {mayManage && models.length > 0 && (
            <a class="btn primary" href="/forecasting/models/new">
              <Plus size={16} aria-hidden="true" />
              {t("workshop.new")}
            </a>
          )}
        </div>
      </div>
      <Dashboards />
      <ModelList setup={data.setup} />
    </>
  );
});
