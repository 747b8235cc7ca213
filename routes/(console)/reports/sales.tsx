/** Sales reports of the deals in reach. */
import { Head } from "fresh/runtime";
import { page } from "fresh";
import { sql } from "kysely";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import { listPipelines } from "@/crm/pipeline/mod.ts";
import { fieldRight, reachOf } from "@/crm/record/mod.ts";
import { dimensionsOf, type SalesFilter } from "@/crm/reports/mod.ts";
import { anyReach } from "@/store/access.ts";
import { salesQuery } from "@/routes/(_door)/api_schemas/reports.ts";
import { allowed, dayOf, filled, zoneOf } from "@/routes/(_door)/page.ts";
import { define } from "@/routes/(_door)/state.ts";
import { daysOfPeriod } from "@/components/reports/period.ts";
import type { ReportSetUp } from "@/components/reports/types.ts";
import SalesReport from "@/islands/SalesReport.tsx";
import { t as wordsOf } from "@/locales/mod.ts";
import { useT } from "@/components/i18n.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const access = allowed(ctx, ...anyReach("deals", "view"));
    const { store, locale, site } = ctx.state;
    const [pipelines, people, teams, dimensions, used] = await Promise.all([
      listPipelines(store, access, { archived: true }),
      listPeople(store, access),
      listTeams(store, access),
      dimensionsOf(store, access),
      // Currencies by how often they are met; the totals of columns know them without counting deals.
      sql<{ currency: string }>`select currency from deal_totals group by 1 having sum(deals) > 0
        order by sum(deals) desc`.execute(store.db),
    ]);
    const reach = reachOf(access, "deal", "view");
    const today = dayOf(Date.now(), site.timeZone);
    const currencies = used.rows.map(({ currency }) => currency).filter(Boolean);
    const usual: SalesFilter = {
      ...daysOfPeriod("12-months", today),
      pipeline: null,
      owner: null,
      team: null,
      currency: currencies[0] ?? "RUB",
      by: dimensions.find(({ key }) => key === "team" || key === "source")?.key ?? "team",
      slice: null,
      value: null,
    };
    const asked = salesQuery.safeParse({ ...compact(usual), ...filled(ctx.url.searchParams) });
    const known = (key: string) => fieldRight(access, "deal", key) !== "hidden";
    const inTeams = (team: string | null) => reach === "all" || (team !== null && access.teams.includes(team));
    return page<{ setUp: ReportSetUp }>({
      setUp: {
        filter: asked.success ? asked.data : usual,
        usual,
        today,
        pipelines: pipelines.map(({ id, name }) => ({ value: id, label: name })),
        people: reach === "own" || !known("owner")
          ? []
          : people.filter(({ team }) => inTeams(team)).map(({ id, name }) => ({ value: id, label: name })),
        teams: reach === "own" || !known("team")
          ? []
          : teams.filter(({ id }) => inTeams(id)).map(({ id, name }) => ({ value: id, label: name })),
        currencies: known("amount") ? [...new Set([...currencies, usual.currency])] : [],
        dimensions: dimensions.map(({ key, kind, title }) => ({
          key,
          kind,
          title: title?.[locale] ?? wordsOf(locale)(`reports.by.${key}`),
        })),
        any: used.rows.length > 0,
        mayExport: reachOf(access, "deal", "export") !== "none",
        zone: zoneOf(ctx.state),
      },
    });
  },
});

const compact = (filter: SalesFilter) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));

export default define.page<typeof handlers>(function SalesReportsPage({ data }) {
  const t = useT();
  return (
    <>
      <Head>
        <title>{t("shell.nav.sales-reports")} · {t("shell.product")}</title>
      </Head>
      <div class="page-head">
        <div>
          <h1>{t("reports.title")}</h1>
          <p>{t("reports.lead")}</p>
        </div>
      </div>
      <SalesReport setUp={data.setUp} />
    </>
  );
});
