/** Sales reports: one filter, all tables of it. */
import { ChartNoAxesCombined, RefreshCw } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { Filters } from "@/components/reports/Filters.tsx";
import { queryOf } from "@/components/reports/links.ts";
import { MonthsChart } from "@/components/reports/MonthsChart.tsx";
import { numbersIn } from "@/components/reports/numbers.ts";
import { Panel } from "@/components/reports/Panel.tsx";
import { daysOfPeriod } from "@/components/reports/period.ts";
import { Stages } from "@/components/reports/Stages.tsx";
import { Groups, Months, Products, Reasons } from "@/components/reports/Tables.tsx";
import { Totals } from "@/components/reports/Totals.tsx";
import type { ReportSetUp } from "@/components/reports/types.ts";
import { useReport } from "@/components/reports/use_report.ts";
import { minorDigits } from "@/crm/record/money.ts";
import { useT } from "@/components/i18n.ts";

export default function SalesReport(props: { setUp: ReportSetUp }) {
  const t = useT();
  const { setUp } = props;
  const { filter, report, busy, error, change, again } = useReport(setUp.filter, setUp.usual);
  const [what, setWhat] = useState<"sum" | "deals">("sum");
  const currency = report?.filter.currency ?? filter.currency;
  const say = useMemo(() => numbersIn(setUp.zone.locale, currency), [setUp.zone.locale, currency]);
  const file = (table: string) =>
    setUp.mayExport && report ? `/api/v1/reports/sales/export?${queryOf(report.filter)}&table=${table}` : null;
  const by = setUp.dimensions.find(({ key }) => key === report?.filter.by) ?? setUp.dimensions[0];
  const sliced = filter.value === null ? null : report?.names[filter.value] ?? filter.value;

  if (!setUp.any) {
    return (
      <div class="card">
        <Empty
          icon={ChartNoAxesCombined}
          title={t("reports.first")}
          action={<a class="btn primary" href="/deals">{t("reports.first.action")}</a>}
        >
          {t("reports.first.hint")}
        </Empty>
      </div>
    );
  }
  const body = () => {
    if (error) {
      return (
        <div class="card" role="alert">
          <Empty
            icon={RefreshCw}
            title={t("reports.failed")}
            action={<button type="button" class="btn primary" onClick={again}>{t("reports.again")}</button>}
          >
            {t(error.code, error.detail)}
          </Empty>
        </div>
      );
    }
    if (!report) return <Skeleton label={t("reports.loading")} />;
    const { totals } = report;
    const none = totals.won.deals + totals.lost.deals + totals.created === 0 &&
      report.stages.rows.every(({ entered }) => entered === 0);
    if (none) {
      return (
        <div class="card">
          <Empty
            icon={ChartNoAxesCombined}
            title={t("reports.empty")}
            action={
              <button
                type="button"
                class="btn primary"
                onClick={() => change({ ...setUp.usual, ...daysOfPeriod("12-months", setUp.today), by: filter.by })}
              >
                {t("reports.empty.action")}
              </button>
            }
          >
            {t("reports.empty.hint")}
          </Empty>
        </div>
      );
    }
    const table = { report, say };
    const priced = totals.won.minor !== null;
    const shown = priced ? what : "deals";
    const flow = report.stages.rows.some(({ entered }) => entered > 0);
    return (
      <>
        <Totals {...table} />
        {report.others.length > 0 && (
          <p class="note-box report-note">
            {t("reports.others", {
              list: report.others.map((one) =>
                `${numbersIn(setUp.zone.locale, one.currency).money(one.minor)} (${
                  t("reports.deals", { count: one.deals })
                })`
              ).join(", "),
            })}
          </p>
        )}
        <Panel
          table="months"
          file={file("months")}
          empty={false}
          actions={priced && (
            <div class="segmented" role="group" aria-label={t("reports.show")}>
              {(["sum", "deals"] as const).map((one) => (
                <button
                  type="button"
                  key={one}
                  aria-pressed={one === what}
                  onClick={() => setWhat(one)}
                >
                  {t(`reports.show.${one}`)}
                </button>
              ))}
            </div>
          )}
          chart={
            <>
              <ul class="stage-legend" aria-hidden="true">
                <li data-part="on">
                  <i />
                  {t("reports.col.won")}
                </li>
                <li data-part="lost">
                  <i />
                  {t("reports.col.lost")}
                </li>
              </ul>
              <MonthsChart months={report.months} what={shown} say={say} unit={10 ** minorDigits(currency)} />
            </>
          }
        >
          <Months {...table} />
        </Panel>
        <Panel
          table="stages"
          hint={report.stages.pipeline ? t("reports.stages.of", { name: report.stages.pipeline.name }) : undefined}
          file={file("stages")}
          empty={!flow}
        >
          <Stages {...table} />
        </Panel>
        <Panel table="people" file={file("people")} empty={report.people.length === 0}>
          <Groups
            {...table}
            title={t("reports.col.person")}
            rows={report.people}
            dimension={{ key: "owner", kind: "ref" }}
            only={filter.owner === null
              ? (key) => key === null ? change({ slice: "owner", value: null }) : change({ owner: key })
              : null}
          />
        </Panel>
        {by && (
          <Panel
            table="groups"
            file={file("groups")}
            empty={report.groups.length === 0}
            hint={report.cut ? t("reports.cut") : undefined}
            actions={
              <select
                class="select small"
                aria-label={t("reports.by")}
                value={by.key}
                onChange={(event) => change({ by: event.currentTarget.value })}
              >
                {setUp.dimensions.map(({ key, title }) => (
                  <option key={key} value={key} selected={key === by.key}>{title}</option>
                ))}
              </select>
            }
          >
            <Groups
              {...table}
              title={by.title}
              rows={report.groups}
              dimension={by}
              only={filter.slice === null ? (value) => change({ slice: by.key, value }) : null}
            />
          </Panel>
        )}
        <div class="report-pair">
          <Panel table="reasons" file={file("reasons")} empty={report.lossReasons.length === 0}>
            <Reasons {...table} />
          </Panel>
          <Panel
            table="products"
            hint={t("reports.products.hint")}
            file={file("products")}
            empty={report.products.length === 0}
          >
            <Products {...table} />
          </Panel>
        </div>
      </>
    );
  };
  return (
    <>
      <Filters setUp={setUp} filter={filter} sliced={sliced} change={change} />
      <div class="report-body" aria-busy={busy} data-busy={busy && report !== null}>{body()}</div>
    </>
  );
}

function Skeleton(props: { label: string }) {
  return (
    <div class="report-skeleton" role="status">
      <span class="unseen">{props.label}</span>
      {Array.from({ length: 7 }, (_, n) => <i key={n} />)}
    </div>
  );
}
