/** The tables of the report; each number of deals leads to them. */
import { Filter } from "lucide-preact";
import { groupCondition, listOf, type Wanted } from "@/components/reports/links.ts";
import type { Say } from "@/components/reports/numbers.ts";
import type { Dimension, Group, SalesReport, Sum } from "@/crm/reports/types.ts";
import type { Condition } from "@/crm/record/types.ts";
import { useT } from "@/components/i18n.ts";

export interface TableProps {
  report: SalesReport;
  say: Say;
}

/** A number of deals, leading to them where a list can show them. */
export function Deals(props: TableProps & { count: number; wanted: Wanted; what: string }) {
  const t = useT();
  const { count } = props;
  const href = count > 0 ? listOf(props.report, props.wanted) : null;
  const text = props.say.count(count);
  return href
    ? <a href={href} aria-label={t("reports.open-list", { what: `${props.what}, ${text}` })}>{text}</a>
    : <>{text}</>;
}

export function Months(props: TableProps) {
  const t = useT();
  const { report, say } = props;
  const { totals } = report;
  const priced = totals.won.minor !== null;
  const sum = (value: Sum) => priced && <td class="num">{say.money(value.minor)}</td>;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t("reports.col.month")}</th>
          <th scope="col" class="num">{t("reports.col.created")}</th>
          <th scope="col" class="num">{t("reports.col.won")}</th>
          {priced && <th scope="col" class="num">{t("reports.col.won-sum")}</th>}
          <th scope="col" class="num">{t("reports.col.lost")}</th>
          {priced && <th scope="col" class="num">{t("reports.col.lost-sum")}</th>}
        </tr>
      </thead>
      <tbody>
        {report.months.map((row) => {
          const month = say.month(row.month);
          return (
            <tr key={row.month}>
              <th scope="row" class="nowrap">{month}</th>
              <td class="num">
                <Deals {...props} count={row.created} wanted={{ month: row.month }} what={month} />
              </td>
              <td class="num">
                <Deals {...props} count={row.won.deals} wanted={{ status: "won", month: row.month }} what={month} />
              </td>
              {sum(row.won)}
              <td class="num">
                <Deals {...props} count={row.lost.deals} wanted={{ status: "lost", month: row.month }} what={month} />
              </td>
              {sum(row.lost)}
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("reports.total")}</th>
          <td class="num">{say.count(totals.created)}</td>
          <td class="num">{say.count(totals.won.deals)}</td>
          {sum(totals.won)}
          <td class="num">{say.count(totals.lost.deals)}</td>
          {sum(totals.lost)}
        </tr>
      </tfoot>
    </table>
  );
}

export interface GroupsProps extends TableProps {
  title: string;
  rows: readonly Group[];
  dimension: Pick<Dimension, "key" | "kind">;
  /** Narrows the report to one group; null: it is. */
  only: ((key: string | null) => void) | null;
}

export function Groups(props: GroupsProps) {
  const t = useT();
  const { report, say, rows, dimension, only } = props;
  const priced = report.totals.won.minor !== null;
  const most = Math.max(1, ...rows.map(({ won }) => priced ? won.minor! : won.deals));
  const nameOf = (key: string | null) =>
    key === null ? t("reports.none") : key === "…" ? t("reports.rest") : report.names[key] ?? key;
  const still = dimension.kind !== "product";
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{props.title}</th>
          <th scope="col" class="num">{t("reports.col.won")}</th>
          {priced && <th scope="col" class="num">{t("reports.col.won-sum")}</th>}
          <th scope="col" class="num">{t("reports.col.lost")}</th>
          <th scope="col" class="num">{t("reports.col.win-rate")}</th>
          {priced && <th scope="col" class="num">{t("reports.col.average")}</th>}
          {still && <th scope="col" class="num">{t("reports.col.cycle")}</th>}
          {still && <th scope="col" class="num">{t("reports.col.open")}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const name = nameOf(row.key);
          const more = groupCondition(dimension, row.key);
          const deals = (status: "won" | "lost" | "open") => (
            <td class="num">
              <Deals {...props} count={row[status].deals} wanted={{ status, more }} what={name} />
            </td>
          );
          return (
            <tr key={row.key ?? ""}>
              <th scope="row">
                <span class="report-name">
                  <span class={row.key === null ? "quiet" : undefined}>{name}</span>
                  {only && row.key !== "…" && (
                    <button
                      type="button"
                      class="btn icon small plain"
                      aria-label={t("reports.only", { name })}
                      title={t("reports.only", { name })}
                      onClick={() => only(row.key)}
                    >
                      <Filter size={13} aria-hidden="true" />
                    </button>
                  )}
                </span>
                <span
                  class="report-bar"
                  style={{ "--share": (priced ? row.won.minor! : row.won.deals) / most }}
                  aria-hidden="true"
                />
              </th>
              {deals("won")}
              {priced && <td class="num">{say.money(row.won.minor)}</td>}
              {deals("lost")}
              <td class="num">{say.percent(row.winRate)}</td>
              {priced && <td class="num">{say.money(row.average)}</td>}
              {still && <td class="num">{say.days(row.cycleDays)}</td>}
              {still && deals("open")}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function Reasons(props: TableProps) {
  const t = useT();
  const { report, say } = props;
  const all = report.totals.lost.deals;
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t("reports.col.reason")}</th>
          <th scope="col" class="num">{t("reports.col.lost")}</th>
          <th scope="col" class="num">{t("reports.col.share")}</th>
          {report.totals.lost.minor !== null && <th scope="col" class="num">{t("reports.col.lost-sum")}</th>}
        </tr>
      </thead>
      <tbody>
        {report.lossReasons.map(({ key, lost }) => {
          const name = key === null ? t("reports.none") : report.names[key] ?? key;
          const more: Condition = key === null
            ? { field: "lossReason", op: "empty" }
            : { field: "lossReason", op: "is", value: key };
          return (
            <tr key={key ?? ""}>
              <th scope="row">
                <span class={key === null ? "quiet" : undefined}>{name}</span>
                <span
                  class="report-bar lost"
                  style={{ "--share": all > 0 ? lost.deals / all : 0 }}
                  aria-hidden="true"
                />
              </th>
              <td class="num">
                <Deals {...props} count={lost.deals} wanted={{ status: "lost", more }} what={name} />
              </td>
              <td class="num">{say.percent(all > 0 ? lost.deals / all : null)}</td>
              {lost.minor !== null && <td class="num">{say.money(lost.minor)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function Products(props: TableProps) {
  const t = useT();
  const { report, say } = props;
  const priced = report.totals.won.minor !== null;
  const most = Math.max(1, ...report.products.map(({ won }) => priced ? won.minor! : won.deals));
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t("reports.col.product")}</th>
          <th scope="col" class="num">{t("reports.col.quantity")}</th>
          <th scope="col" class="num">{t("reports.col.won")}</th>
          {priced && <th scope="col" class="num">{t("reports.col.won-sum")}</th>}
          <th scope="col" class="num">{t("reports.col.lost")}</th>
        </tr>
      </thead>
      <tbody>
        {report.products.map(({ key, name, won, lost, quantity }) => (
          <tr key={key ?? name}>
            <th scope="row">
              <span class={name ? undefined : "quiet"}>{name || t("reports.none")}</span>
              <span
                class="report-bar"
                style={{ "--share": (priced ? won.minor! : won.deals) / most }}
                aria-hidden="true"
              />
            </th>
            <td class="num">{say.count(quantity)}</td>
            <td class="num">{say.count(won.deals)}</td>
            {priced && <td class="num">{say.money(won.minor)}</td>}
            <td class="num">{say.count(lost.deals)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
