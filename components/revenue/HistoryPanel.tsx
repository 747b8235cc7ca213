/** What was told of a month or a quarter each day, with what came. */
import { useMemo, useState } from "preact/hooks";
import { HistoryChart } from "@/components/revenue/HistoryChart.tsx";
import { Panel } from "@/components/revenue/Panel.tsx";
import { queryOf } from "@/components/revenue/query.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import { useAsked } from "@/components/revenue/use_asked.ts";
import type { HistoryView, RevenueFilter } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function HistoryPanel(props: { filter: RevenueFilter; say: RevenueSay }) {
  const t = useT();
  const { say } = props;
  const { months: _, ...who } = props.filter;
  const [period, setPeriod] = useState("");
  const asked = useAsked<HistoryView>(
    `/api/v1/forecasting/revenue/history?${queryOf(who)}${period ? `&period=${period}` : ""}`,
  );
  const view = asked.value;
  const points = useMemo(() => view?.points ?? [], [view]);
  const last = points.at(-1);
  return (
    <Panel
      name="history"
      asked={asked}
      hint={t("revenue.panel.history.hint")}
      actions={view && view.periods.length > 0 && (
        <select
          class="select small"
          aria-label={t("revenue.col.period")}
          value={view.period}
          onChange={(event) => setPeriod(event.currentTarget.value)}
        >
          {view.periods.map((name) => (
            <option key={name} value={name} selected={name === view.period}>{say.period(name)}</option>
          ))}
        </select>
      )}
    >
      {view && points.length < 2 ? <p class="report-hint">{t("revenue.history.none")}</p> : view && last && (
        <>
          <ul class="rev-legend" aria-hidden="true">
            <li data-tone="line">
              <i />
              {t("revenue.col.expected")}
            </li>
            <li data-tone="whisker">
              <i />
              {t("revenue.col.interval")}
            </li>
            <li data-tone="won">
              <i />
              {t("revenue.col.won")}
            </li>
            <li data-tone="commit">
              <i />
              {t("revenue.category.sure")}
            </li>
          </ul>
          <HistoryChart
            points={points}
            say={say}
            label={t("revenue.history.summary", {
              period: say.period(view.period),
              first: say.money(points[0].expected),
              last: say.money(last.expected),
            })}
          />
          <p class="report-hint">
            {view.came === null
              ? t("revenue.history.now", { sum: say.money(last.expected), won: say.money(last.won) })
              : t("revenue.history.came", { sum: say.money(view.came) })}
            {points.some(({ told }) => !told) && ` ${t("revenue.history.reckoned")}`}
          </p>
        </>
      )}
    </Panel>
  );
}
