/** Sales of a period in figures: won beside plan and forecast, win rate, mean deal, cycle, velocity, what stands open. */
import type { ComponentChildren } from "preact";
import { listOf } from "@/components/reports/links.ts";
import { attained, wholeQuota } from "@/components/revenue/quota.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { SalesReport } from "@/crm/reports/types.ts";
import type { RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function SalesFigures(props: {
  report: SalesReport;
  say: RevenueSay;
  view: RevenueView | null;
  /** The month or quarter that is told; null: a past one. */
  period: string | null;
}) {
  const t = useT();
  const { report, say, view, period } = props;
  const { totals } = report;
  const quota = view && period ? wholeQuota(view, period) : null;
  const share = attained(totals.won.minor ?? 0, quota);
  const told = view?.forecast && period
    ? [...view.forecast.months, ...view.forecast.quarters].find(({ name }) => name === period)
    : undefined;
  const linked = (status: "won" | "lost" | "open", count: number) => {
    const href = listOf(report, { status });
    const text = t("reports.deals", { count });
    return href ? <a href={href}>{text}</a> : text;
  };
  return (
    <dl class="report-kpis">
      <Figure title={t("reports.kpi.won")} value={say.short(totals.won.minor)} tone="won">
        {linked("won", totals.won.deals)}
        {quota !== null && (
          <>
            <br />
            {t("revenue.figure.quota", { sum: say.short(quota), share: say.percent(share) })}
          </>
        )}
        {share !== null && (
          <span class="rev-meter" aria-hidden="true">
            <i style={{ width: `${Math.min(100, 100 * share)}%` }} />
          </span>
        )}
      </Figure>
      {told && (
        <Figure title={t("revenue.figure.told")} value={say.short(told.expected)}>
          {say.range(told.low, told.high)}
          {quota !== null && (
            <>
              <br />
              {t(told.expected >= quota ? "revenue.figure.over" : "revenue.figure.under", {
                sum: say.short(Math.abs(told.expected - quota)),
              })}
            </>
          )}
        </Figure>
      )}
      <Figure title={t("reports.kpi.win-rate")} value={say.percent(totals.winRate)}>
        {t("revenue.figure.closed", { won: totals.won.deals, lost: totals.lost.deals })}
      </Figure>
      <Figure title={t("reports.kpi.average")} value={say.short(totals.average)}>
        {t("reports.kpi.average.hint")}
      </Figure>
      <Figure
        title={t("reports.kpi.cycle")}
        value={totals.cycleDays ? t("reports.days", { days: Math.round(totals.cycleDays.mean) }) : "–"}
      >
        {totals.cycleDays && t("reports.kpi.cycle.hint", {
          days: t("reports.days", { days: Math.round(totals.cycleDays.median) }),
        })}
      </Figure>
      <Figure
        title={t("reports.kpi.velocity")}
        value={totals.velocity === null ? "–" : t("reports.kpi.per-day", { sum: say.short(totals.velocity) })}
      >
        {t("revenue.figure.velocity")}
      </Figure>
      <Figure title={t("reports.kpi.open")} value={say.short(totals.open.minor)}>
        {linked("open", totals.open.deals)}
      </Figure>
    </dl>
  );
}

function Figure(props: { title: string; value: string; tone?: string; children?: ComponentChildren }) {
  return (
    <div class="card report-kpi" data-tone={props.tone}>
      <dt>{props.title}</dt>
      <dd>
        <strong>{props.value}</strong>
        <span>{props.children}</span>
      </dd>
    </div>
  );
}
