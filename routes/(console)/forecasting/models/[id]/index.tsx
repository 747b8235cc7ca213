/** One model of forecasting. */
import { ChevronRight } from "lucide-preact";
import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { isId } from "@/crm/ids.ts";
import { listNumbers, listQueueNames } from "@/crm/queues/mod.ts";
import { listPipelines } from "@/crm/pipeline/mod.ts";
import { getModel, listRuns, listVersions } from "@/ml/registry/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { allowed, dayOf, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { type ModelSetup, type Tab, TABS } from "@/components/models/types.ts";
import { prettyNumber } from "@/components/time/format.ts";
import ModelPage from "@/islands/ModelPage.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "analytics.view");
    const { store, site } = ctx.state;
    const { id } = ctx.params;
    const model = isId(id) ? await getModel(store, access, { id }) : null;
    if (!model?.ok) throw new HttpError(404);
    // Analysts choose data by numbers and pipelines without the right to change them: only their names are given.
    const [versions, runs, queues, numbers, pipelines] = await Promise.all([
      listVersions(store, access, { id }),
      listRuns(store, access, { id }),
      listQueueNames(store, access),
      listNumbers(store, SYSTEM),
      listPipelines(store, SYSTEM),
    ]);
    const tab = ctx.url.searchParams.get("tab") as Tab;
    const { queue } = model.value;
    return page<{ setup: ModelSetup }>({
      setup: {
        model: model.value,
        versions: versions.ok ? versions.value : [],
        runs: runs.ok ? runs.value : [],
        tab: TABS.includes(tab) ? tab : "result",
        shown: ctx.url.searchParams.get("version"),
        mayManage: access.permissions.has("models.manage"),
        queues: queues.filter((one) => !one.archived || one.id === queue?.id)
          .map(({ id, name }) => ({ value: id, label: name })),
        numbers: numbers.filter((one) => one.queue === queue?.id)
          .map(({ did, label }) => ({ value: did, label: `${prettyNumber(did)} ${label}`.trim() })),
        pipelines: pipelines.map(({ id, name }) => ({ value: id, label: name })),
        today: dayOf(Date.now(), site.timeZone),
        zone: zoneOf(ctx.state),
        origin: ctx.state.publicOrigin ?? ctx.url.origin,
      },
    });
  },
});

export default define.page<typeof handlers>(function OneModelPage({ data }) {
  const t = useT();
  const { model } = data.setup;
  return (
    <>
      <Head>
        <title>{model.name} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/forecasting">{t("shell.nav.forecasting")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{model.name}</h1>
          <p>
            {model.kind === "volume"
              ? model.queue ? t("models.about.queue", { name: model.queue.name }) : t("models.about.upload")
              : t(`models.about.score.${model.recordKind ?? "upload"}`)}
          </p>
        </div>
        {model.queue && (
          <div class="head-actions btn-row">
            <a class="btn" href={`/forecasting/calls?queue=${model.queue.id}`}>{t("shell.nav.forecast-calls")}</a>
            <a class="btn" href={`/forecasting/staffing?queue=${model.queue.id}`}>{t("shell.nav.staffing")}</a>
          </div>
        )}
      </div>
      <ModelPage setup={data.setup} />
    </>
  );
});
