/** Sales at a glance: what is won against plan and forecast, how deals move, and who sells. */
import { RefreshCw } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { daysOfPeriod } from "@/components/reports/period.ts";
import { Stages } from "@/components/reports/Stages.tsx";
import { FactPanel } from "@/components/revenue/FactPanel.tsx";
import { RevenueFilters } from "@/components/revenue/Filters.tsx";
import { Funnel } from "@/components/revenue/Funnel.tsx";
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import { PeoplePanel } from "@/components/revenue/PeoplePanel.tsx";
import { queryOf } from "@/components/revenue/query.ts";
import { SalesFigures } from "@/components/revenue/SalesFigures.tsx";
import { sayIn } from "@/components/revenue/say.ts";
import { Nothing } from "@/components/revenue/States.tsx";
import type { RevenueSetUp } from "@/components/revenue/types.ts";
import { useAsked } from "@/components/revenue/use_asked.ts";
import { useRevenue } from "@/components/revenue/use_revenue.ts";
import type { SalesReport } from "@/crm/reports/types.ts";
import { quarterOf } from "@/ml/revenue/periods.ts";
import type { BackTestView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

const SPANS = ["this-month", "this-quarter", "last-month", "last-quarter", "12-months"] as const;
type Span = typeof SPANS[number];

export default function SalesDashboard(props: { setUp: RevenueSetUp }) {
  const t = useT();
  const { setUp } = props;
  const nothing = !setUp.any || setUp.blind;
  const { filter, asked: revenue, change } = useRevenue(setUp, { asks: !nothing });
  const [span, setSpan] = useState<Span>("this-quarter");
  const [ready, setReady] = useState(false);
  if (!ready && revenue.value) setReady(true);
  const { months: _, ...who } = filter;
  const { from, to } = daysOfPeriod(span, setUp.today);
  const report = useAsked<SalesReport>(nothing ? null : `/api/v1/reports/sales?${queryOf(who)}&from=${from}&to=${to}`);
  const backTest = useAsked<BackTestView>(ready ? `/api/v1/forecasting/revenue/back-test?${queryOf(who)}` : null);
  const { locale } = setUp.zone;
  const say = useMemo(() => sayIn(t, { locale, currency: filter.currency }), [locale, filter.currency]);
  if (nothing) return <Nothing setUp={setUp} />;
  const month = setUp.today.slice(0, 7);
  // What is told is of the present: past periods have their fact only.
  const period = span === "this-month" ? month : span === "this-quarter" ? quarterOf(setUp.today) : null;
  const body = () => {
    if (report.error) {
      return (
        <div class="card" role="alert">
          <Empty
            icon={RefreshCw}
            title={t("revenue.failed")}
            action={<button type="button" class="btn primary" onClick={report.again}>{t("reports.again")}</button>}
          >
            {t(report.error.code, report.error.detail)}
          </Empty>
        </div>
      );
    }
    if (!report.value) {
      return (
        <div class="report-skeleton" role="status">
          <span class="unseen">{t("revenue.loading")}</span>
          {Array.from({ length: 5 }, (_, n) => <i key={n} />)}
        </div>
      );
    }
    const shared = { report: report.value, say };
    const moved = report.value.stages.rows.some(({ entered }) => entered > 0);
    return (
      <>
        <SalesFigures {...shared} view={revenue.value} period={period} />
        <FactPanel revenue={revenue} backTest={backTest} say={say} />
        <div class="rev-pair">
          <Panel
            name="funnel"
            hint={report.value.stages.pipeline
              ? t("reports.stages.of", { name: report.value.stages.pipeline.name })
              : undefined}
          >
            {moved ? <Funnel {...shared} /> : <p class="report-hint">{t("reports.nothing")}</p>}
          </Panel>
          <PeoplePanel {...shared} view={revenue.value} period={period} />
        </div>
        {moved && (
          <Panel name="conversion">
            <Scroll label={t("revenue.panel.conversion")}>
              <Stages {...shared} />
            </Scroll>
          </Panel>
        )}
        <p class="rev-links">
          <a href="/forecasting/revenue">{t("revenue.to-forecast")}</a>
          <a href="/reports/sales">{t("revenue.to-reports")}</a>
        </p>
      </>
    );
  };
  return (
    <>
      <div class="rev-bar">
        <div class="segmented" role="group" aria-label={t("reports.period")}>
          {SPANS.map((one) => (
            <button type="button" key={one} aria-pressed={one === span} onClick={() => setSpan(one)}>
              {t(`reports.period.${one}`)}
            </button>
          ))}
        </div>
        <RevenueFilters setUp={setUp} filter={filter} change={change} plain />
      </div>
      <div class="report-body" aria-busy={report.busy} data-busy={report.busy && report.value !== null}>{body()}</div>
    </>
  );
}
