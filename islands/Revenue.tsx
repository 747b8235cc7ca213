/** Expected revenue: one filter, what is told and why, whose it is, what changed, and how far it has been off. */
import { CircleHelp, RefreshCw, TrendingUp } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { BackTestPanel } from "@/components/revenue/BackTestPanel.tsx";
import { CategoriesPanel } from "@/components/revenue/CategoriesPanel.tsx";
import { Figures } from "@/components/revenue/Figures.tsx";
import { RevenueFilters } from "@/components/revenue/Filters.tsx";
import { ForecastPanel } from "@/components/revenue/ForecastPanel.tsx";
import { GroupsPanel } from "@/components/revenue/GroupsPanel.tsx";
import { HistoryPanel } from "@/components/revenue/HistoryPanel.tsx";
import { PipelinePanel } from "@/components/revenue/PipelinePanel.tsx";
import { queryOf } from "@/components/revenue/query.ts";
import { sayIn } from "@/components/revenue/say.ts";
import { Notes, Nothing } from "@/components/revenue/States.tsx";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import { useAsked } from "@/components/revenue/use_asked.ts";
import { useRevenue } from "@/components/revenue/use_revenue.ts";
import { WaterfallPanel } from "@/components/revenue/WaterfallPanel.tsx";
import type { BackTestView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export default function Revenue(props: { setUp: RevenueSetUp }) {
  const t = useT();
  const { setUp } = props;
  const nothing = !setUp.any || setUp.blind;
  const { filter, asked, change, quotaSet } = useRevenue(setUp, { asks: !nothing });
  const { locale } = setUp.zone;
  const say = useMemo(() => sayIn(t, { locale, currency: filter.currency }), [locale, filter.currency]);
  // What is told first is asked first: both together would only wait for each other.
  const [ready, setReady] = useState(false);
  if (!ready && asked.value) setReady(true);
  const { months: _, ...who } = filter;
  const backTest = useAsked<BackTestView>(ready ? `/api/v1/forecasting/revenue/back-test?${queryOf(who)}` : null);
  if (nothing) return <Nothing setUp={setUp} />;
  const view = asked.value;
  const file = (table: string) => `/api/v1/forecasting/revenue/export?${queryOf(filter)}&table=${table}`;
  const files = setUp.mayExport ? file : null;
  const body = () => {
    if (asked.error) {
      return (
        <div class="card" role="alert">
          <Empty
            icon={RefreshCw}
            title={t("revenue.failed")}
            action={<button type="button" class="btn primary" onClick={asked.again}>{t("reports.again")}</button>}
          >
            {t(asked.error.code, asked.error.detail)}
          </Empty>
        </div>
      );
    }
    if (!view) {
      return (
        <div class="report-skeleton" role="status">
          <span class="unseen">{t("revenue.loading")}</span>
          {Array.from({ length: 5 }, (_, n) => <i key={n} />)}
        </div>
      );
    }
    const shared = { view, say };
    return (
      <>
        {view.refused && (
          <div class="card" data-refused={view.refused}>
            <Empty
              icon={TrendingUp}
              title={t("revenue.refused")}
              action={<a class="btn" href="/import">{t("revenue.refused.action")}</a>}
            >
              {t(`revenue.refused.${view.refused}`, { wins: view.wins })}
            </Empty>
          </div>
        )}
        <Figures {...shared} backTest={backTest} />
        <Notes {...shared} />
        <ForecastPanel {...shared} file={files?.("forecast") ?? null} />
        <GroupsPanel
          {...shared}
          file={files}
          mayQuota={setUp.mayQuota}
          change={change}
          quotaSet={quotaSet}
        />
        <CategoriesPanel {...shared} file={files?.("categories") ?? null} today={setUp.today} />
        <WaterfallPanel
          filter={filter}
          say={say}
          today={setUp.today}
          periods={view.categories.map(({ name }) => name)}
        />
        <HistoryPanel filter={filter} say={say} />
        <PipelinePanel {...shared} />
        <BackTestPanel asked={backTest} say={say} file={files?.("back-test") ?? null} />
        <details class="card rev-how">
          <summary>
            <CircleHelp size={16} aria-hidden="true" />
            {t("revenue.how")}
          </summary>
          {["open", "coming", "past", "interval", "parts"].map((key) => <p key={key}>{t(`revenue.how.${key}`)}</p>)}
        </details>
      </>
    );
  };
  return (
    <>
      <RevenueFilters setUp={setUp} filter={filter} change={change} />
      <div class="report-body" aria-busy={asked.busy} data-busy={asked.busy && view !== null}>{body()}</div>
    </>
  );
}
