/** A new model, from the data to the first version. A model that was begun here goes on: `?model=…`. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { ChevronRight } from "lucide-preact";
import { isId } from "@/crm/ids.ts";
import { listUploads } from "@/ml/datasets/mod.ts";
import { getVersion, listModels } from "@/ml/registry/mod.ts";
import { allowed, dayOf, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { queueChoices, recordsChoices } from "@/routes/(_door)/workshop.ts";
import type { NewSetup } from "@/components/workshop/types.ts";
import NewModel from "@/islands/NewModel.tsx";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "models.manage");
    const { store, site } = ctx.state;
    const today = dayOf(Date.now(), site.timeZone);
    const models = await listModels(store, access);
    const asked = ctx.url.searchParams.get("model");
    const model = models.find(({ id }) => id === asked) ?? null;
    const made = model?.run?.version ?? null;
    const [queues, records, pipelines, uploads, version] = await Promise.all([
      queueChoices(store, access, { models, today, timeZone: site.timeZone }),
      recordsChoices(store, models),
      store.db.selectFrom("pipelines").select(["id", "name"]).where("archived_at", "is", null).orderBy("position")
        .orderBy("id").execute(),
      listUploads(store, access),
      model && made ? getVersion(store, access, { id: model.id, version: made }) : null,
    ]);
    const queue = ctx.url.searchParams.get("queue");
    return page<{ setup: NewSetup }>({
      setup: {
        queues,
        records,
        pipelines: pipelines.map(({ id, name }) => ({ value: id, label: name })),
        uploads,
        begun: model ? { model, version: version?.ok ? version.value : null } : null,
        queue: queue !== null && isId(queue) ? queue : null,
        today,
        zone: zoneOf(ctx.state),
      },
    });
  },
});

export default define.page<typeof handlers>(function NewModelPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("workshop.new")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <nav class="crumbs" aria-label={t("shell.crumbs")}>
            <a href="/forecasting">{t("shell.nav.forecasting")}</a>
            <ChevronRight size={13} aria-hidden="true" />
          </nav>
          <h1>{t("workshop.new")}</h1>
        </div>
      </div>
      <NewModel setup={data.setup} />
    </>
  );
});
