/** Months behind and ahead as columns, and the same in a table with quarters. */
import { type Column, Columns } from "@/components/revenue/Columns.tsx";
import { wholeQuota } from "@/components/revenue/quota.ts";
import { dealsOf } from "@/components/revenue/query.ts";
import { Panel, Scroll } from "@/components/revenue/Panel.tsx";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { PeriodView, RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

const PAST = 6;
const TONES = ["won", "open", "coming"] as const;

export function ForecastPanel(props: { view: RevenueView; say: RevenueSay; file: string | null }) {
  const t = useT();
  const { view, say } = props;
  const { forecast } = view;
  if (!forecast) return null;
  const href = (period: string) => dealsOf(view.conditions, { status: "won", period });
  const open = dealsOf(view.conditions, { status: "open" });
  const mark = (period: string) => {
    const minor = wholeQuota(view, period);
    return minor === null ? null : { minor, title: t("revenue.col.quota") };
  };
  const first = forecast.months[0].name;
  const past = view.past.filter(({ name }) => name < first).slice(-PAST);
  const columns: Column[] = [
    ...past.map(({ name, won }): Column => ({
      key: name,
      label: say.monthShort(name, name === past[0]?.name),
      parts: [{ tone: "won", minor: won, href: href(name), title: t("revenue.part.won") }],
    })),
    ...forecast.months.map((month): Column => ({
      key: month.name,
      label: say.monthShort(month.name, false),
      parts: [
        { tone: "won", minor: month.won, href: href(month.name), title: t("revenue.part.won") },
        { tone: "open", minor: month.open, href: open, title: t("revenue.part.open") },
        { tone: "coming", minor: month.coming, title: t("revenue.part.coming") },
      ],
      low: month.low,
      high: month.high,
      mark: mark(month.name),
    })),
  ];
  return (
    <Panel
      name="forecast"
      file={props.file}
      hint={t("revenue.panel.forecast.hint", { share: say.percent(forecast.level) })}
    >
      <ul class="rev-legend" aria-hidden="true">
        {TONES.map((tone) => (
          <li key={tone} data-tone={tone}>
            <i />
            {t(`revenue.part.${tone}`)}
          </li>
        ))}
        <li data-tone="whisker">
          <i />
          {t("revenue.part.interval", { share: say.percent(forecast.level) })}
        </li>
      </ul>
      <Columns columns={columns} say={say} label={t("revenue.chart")} today={past.length} />
      <Scroll label={t("revenue.panel.forecast")}>
        <table class="table rev-tight">
          <thead>
            <tr>
              <th scope="col">{t("revenue.col.period")}</th>
              <th scope="col" class="num">{t("revenue.col.expected")}</th>
              <th scope="col" class="num">{t("revenue.col.interval")}</th>
              <th scope="col" class="num">{t("revenue.col.won")}</th>
              <th scope="col" class="num">{t("revenue.col.open")}</th>
              <th scope="col" class="num">{t("revenue.col.coming")}</th>
              <th scope="col" class="num">{t("revenue.col.quota")}</th>
            </tr>
          </thead>
          <tbody>
            {forecast.months.map((month) => (
              <Row key={month.name} view={view} say={say} period={month} parts={month} href={href(month.name)} />
            ))}
          </tbody>
          <tbody class="rev-quarters">
            {forecast.quarters.map((quarter) => (
              <Row key={quarter.name} view={view} say={say} period={quarter} href={href(quarter.name)} />
            ))}
            <Row view={view} say={say} period={forecast.total} href={null} />
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function Row(props: {
  view: RevenueView;
  say: RevenueSay;
  period: PeriodView;
  parts?: { open: number; coming: number };
  href: string | null;
}) {
  const t = useT();
  const { view, say, period, parts, href } = props;
  const quota = period.name.includes("…") ? null : wholeQuota(view, period.name);
  const name = say.period(period.name);
  return (
    <tr>
      <th scope="row" class="nowrap">{name}</th>
      <td class="num">
        <strong>{say.money(period.expected)}</strong>
      </td>
      <td class="num nowrap">{say.range(period.low, period.high)}</td>
      <td class="num">
        {href && period.won > 0
          ? (
            <a href={href} aria-label={t("revenue.open-list", { what: `${name}, ${say.money(period.won)}` })}>
              {say.money(period.won)}
            </a>
          )
          : say.money(period.won)}
      </td>
      <td class="num">{parts ? say.money(parts.open) : ""}</td>
      <td class="num">{parts ? say.money(parts.coming) : ""}</td>
      <td class="num">
        {quota === null ? <span class="quiet">–</span> : (
          <>
            {say.money(quota)}
            <small class="rev-under">
              <Gap gap={period.expected - quota} say={say} />
            </small>
          </>
        )}
      </td>
    </tr>
  );
}

/** What is told above or below the quota. */
export function Gap(props: { gap: number; say: RevenueSay }) {
  return <span class="rev-gap" data-short={props.gap < 0}>{props.say.change(props.gap)}</span>;
}
