/** Sources of leads with what they bring and how soon it is answered. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { listSources, type Source, type SourceFigures, sourceFigures } from "@/crm/intake/mod.ts";
import { allowed, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ageText, KIND_ICONS } from "@/components/intake/words.ts";
import { formatPercent } from "@/locales/format.ts";
import type { Zone } from "@/components/time/format.ts";
import NewSource from "@/islands/NewSource.tsx";
import { useT } from "@/components/i18n.ts";

const DAYS = 30;

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, "sources.manage");
    const { store } = ctx.state;
    const [sources, figures] = await Promise.all([
      listSources(store, access),
      sourceFigures(store, access, { days: DAYS }),
    ]);
    return page<{ sources: Source[]; figures: SourceFigures[]; zone: Zone }>({
      sources,
      figures,
      zone: zoneOf(ctx.state),
    });
  },
});

export default define.page<typeof handlers>(function SourcesPage({ data }) {
  const t = useT();
  const { zone } = data;
  const columns = ["requests", "leads", "qualified", "answer", "in-target", "waiting"] as const;
  const label = (key: typeof columns[number]) => t(`intake.figures.${key}`);
  return (
    <>
      <Head>
        <title>{t("shell.nav.sources")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("intake.sources.title")}</h1>
          <p>{t("intake.sources.lead")}</p>
        </div>
        <div class="head-actions">
          <NewSource />
        </div>
      </div>
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t("intake.sources.title")}>
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col">{t("intake.sources.name")}</th>
              <th scope="col">{t("intake.sources.mode")}</th>
              {columns.map((key) => <th scope="col" class="num" key={key}>{label(key)}</th>)}
            </tr>
          </thead>
          <tbody>
            {data.sources.map((source) => {
              const Icon = KIND_ICONS[source.kind];
              const own = data.figures.find((one) => one.source === source.id);
              return (
                <tr key={source.id}>
                  <th scope="row">
                    <span class="row">
                      <Icon size={16} aria-hidden="true" />
                      <a href={`/admin/sources/${source.id}`}>
                        {source.builtin ? t(`intake.builtin.${source.builtin}`) : source.name}
                      </a>
                    </span>
                  </th>
                  <td data-label={t("intake.sources.mode")}>
                    <Mode source={source} />
                  </td>
                  <td class="num" data-label={label("requests")}>{own?.requests ?? 0}</td>
                  <td class="num" data-label={label("leads")}>{own?.leads ?? 0}</td>
                  <td class="num" data-label={label("qualified")}>{own?.qualified ?? 0}</td>
                  <td class="num" data-label={label("answer")}>
                    {own?.medianMs == null || own.p90Ms == null
                      ? "–"
                      : `${ageText(own.medianMs, zone)} / ${ageText(own.p90Ms, zone)}`}
                  </td>
                  <td class="num" data-label={label("in-target")}>
                    {own?.inTarget == null ? "–" : formatPercent(zone.locale, own.inTarget)}
                  </td>
                  <td class="num" data-label={label("waiting")}>
                    {own?.waiting ?? 0}
                    {own?.oldestWaitMs != null && own.waiting > 0 && (
                      <small class="quiet figures-oldest">
                        {t("intake.figures.oldest", { age: ageText(own.oldestWaitMs, zone) })}
                      </small>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
});

function Mode({ source }: { source: Source }) {
  const t = useT();
  if (!source.enabled) return <span class="badge">{t("intake.sources.off")}</span>;
  if (source.kind === "manual" || source.kind === "import") {
    return <span class="badge" data-tone="good">{t("intake.sources.on")}</span>;
  }
  return (
    <span class="badge" data-tone={source.autoAccept ? "good" : "accent"}>
      {t(source.autoAccept ? "intake.sources.mode.auto" : "intake.sources.mode.inbox")}
    </span>
  );
}
