/** Who sells: won, plan, win rate, and what is told of the period that runs. */
import { groupCondition, listOf } from "@/components/reports/links.ts";
import { attained, quotaOf } from "@/components/revenue/quota.ts";
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { SalesReport } from "@/crm/reports/types.ts";
import type { RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

export function PeoplePanel(props: {
  report: SalesReport;
  say: RevenueSay;
  view: RevenueView | null;
  period: string | null;
}) {
  const t = useT();
  const { report, say, view, period } = props;
  if (report.people.length === 0) return null;
  const toldOf = (key: string | null) =>
    period === null || !view?.forecast
      ? undefined
      : view.groups.owner.find((one) => one.key === key)?.periods.find(({ name }) => name === period)?.expected;
  const quotas = report.people.map(({ key }) => view && period ? quotaOf(view, { by: "owner", key, period }) : null);
  const planned = quotas.some(Boolean);
  const told = report.people.some(({ key }) => toldOf(key) !== undefined);
  const most = Math.max(1, ...report.people.map(({ won }) => won.minor ?? 0));
  return (
    <Panel name="people">
      <Scroll label={t("revenue.panel.people")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("reports.col.person")}</th>
              <th scope="col" class="num">{t("revenue.col.won")}</th>
              {planned && <th scope="col" class="num">{t("revenue.col.attained")}</th>}
              {told && <th scope="col" class="num">{t("revenue.col.expected")}</th>}
              <th scope="col" class="num">{t("reports.col.win-rate")}</th>
            </tr>
          </thead>
          <tbody>
            {report.people.map((row, n) => {
              const name = row.key === null ? t("revenue.none") : report.names[row.key] ?? row.key;
              const more = groupCondition({ key: "owner", kind: "ref" }, row.key);
              const href = listOf(report, { status: "won", more });
              const money = say.money(row.won.minor);
              const quota = quotas[n];
              const expected = toldOf(row.key);
              return (
                <tr key={row.key ?? ""}>
                  <th scope="row">
                    {name}
                    <span
                      class="report-bar"
                      style={{ "--share": (row.won.minor ?? 0) / most }}
                      aria-hidden="true"
                    />
                  </th>
                  <td class="num">
                    {href && row.won.deals > 0
                      ? <a href={href} aria-label={t("revenue.open-list", { what: `${name}, ${money}` })}>{money}</a>
                      : money}
                  </td>
                  {planned && (
                    <td class="num">{quota ? say.percent(attained(row.won.minor ?? 0, quota.minor)) : "–"}</td>
                  )}
                  {told && <td class="num">{expected === undefined ? "–" : say.money(expected)}</td>}
                  <td class="num">{say.percent(row.winRate)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
