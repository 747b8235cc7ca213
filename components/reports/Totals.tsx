/** The report in eight figures, each with how it is counted. */
import type { ComponentChildren } from "preact";
import type { Say } from "@/components/reports/numbers.ts";
import { listOf } from "@/components/reports/links.ts";
import type { SalesReport } from "@/crm/reports/types.ts";
import { useT } from "@/components/i18n.ts";

export function Totals(props: { report: SalesReport; say: Say }) {
  const t = useT();
  const { report, say } = props;
  const { totals } = report;
  const priced = totals.won.minor !== null;
  const deals = (count: number) => t("reports.deals", { count });
  const days = (number: number) => t("reports.days", { days: Math.round(number) });
  const linked = (status: "won" | "lost" | "open", text: string) => {
    const href = listOf(report, { status });
    return href ? <a href={href}>{text}</a> : text;
  };
  return (
    <dl class="report-kpis">
      <Kpi title={t("reports.kpi.won")} value={say.short(totals.won.minor)} tone="won">
        {linked("won", deals(totals.won.deals))}
      </Kpi>
      <Kpi title={t("reports.kpi.lost")} value={say.short(totals.lost.minor)} tone="lost">
        {linked("lost", deals(totals.lost.deals))}
      </Kpi>
      <Kpi title={t("reports.kpi.win-rate")} value={say.percent(totals.winRate)}>{t("reports.kpi.win-rate.hint")}</Kpi>
      {priced && (
        <Kpi title={t("reports.kpi.average")} value={say.short(totals.average)}>{t("reports.kpi.average.hint")}</Kpi>
      )}
      <Kpi title={t("reports.kpi.cycle")} value={totals.cycleDays ? days(totals.cycleDays.mean) : say.days(null)}>
        {totals.cycleDays && t("reports.kpi.cycle.hint", { days: days(totals.cycleDays.median) })}
      </Kpi>
      {priced && (
        <Kpi
          title={t("reports.kpi.velocity")}
          value={totals.velocity === null
            ? say.money(null)
            : t("reports.kpi.per-day", { sum: say.short(totals.velocity) })}
        >
          {t("reports.kpi.velocity.hint", { deals: totals.openAtEnd })}
        </Kpi>
      )}
      <Kpi title={t("reports.kpi.open")} value={priced ? say.short(totals.open.minor) : deals(totals.open.deals)}>
        {linked("open", deals(totals.open.deals))}
        {priced && <>, {t("reports.kpi.weighted", { sum: say.short(totals.open.weighted) })}</>}
        <br />
        {t("reports.kpi.created", { count: totals.created })}
      </Kpi>
    </dl>
  );
}

function Kpi(props: { title: string; value: string; tone?: string; children?: ComponentChildren }) {
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
