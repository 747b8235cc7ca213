/** Months that came beside what was told of them a month before, and the months that are told now. */
import { type Column, Columns } from "@/components/revenue/Columns.tsx";
import { Panel } from "@/components/revenue/Panel.tsx";
import { dealsOf } from "@/components/revenue/query.ts";
import type { RevenueSay } from "@/components/revenue/say.ts";
import type { Asked } from "@/components/revenue/use_asked.ts";
import { monthAfter } from "@/ml/revenue/periods.ts";
import type { BackTestView, RevenueView } from "@/ml/revenue/view.ts";
import { useT } from "@/components/i18n.ts";

const PAST = 8;
const AHEAD = 3;

export function FactPanel(props: { revenue: Asked<RevenueView>; backTest: Asked<BackTestView>; say: RevenueSay }) {
  const t = useT();
  const { revenue, backTest, say } = props;
  return (
    <Panel name="fact" asked={revenue} hint={t("revenue.panel.fact.hint")}>
      {revenue.value && <Fact view={revenue.value} told={backTest.value} say={say} />}
    </Panel>
  );
}

function Fact(props: { view: RevenueView; told: BackTestView | null; say: RevenueSay }) {
  const t = useT();
  const { view, say } = props;
  const told = new Map(
    (props.told?.ahead[0]?.told ?? []).map((one) => [monthAfter(one.origin, 1), one.expected]),
  );
  const ahead = view.forecast?.months.slice(0, AHEAD) ?? [];
  const first = ahead[0]?.name ?? "9999";
  const past = view.past.filter(({ name }) => name < first).slice(-PAST);
  const href = (period: string) => dealsOf(view.conditions, { status: "won", period });
  const open = dealsOf(view.conditions, { status: "open" });
  const columns: Column[] = [
    ...past.map(({ name, won }): Column => {
      const before = told.get(name);
      return {
        key: name,
        label: say.monthShort(name, name === past[0]?.name),
        parts: [{ tone: "won", minor: won, href: href(name), title: t("revenue.part.won") }],
        mark: before === undefined ? null : { minor: before, title: t("revenue.part.told") },
      };
    }),
    ...ahead.map((month): Column => ({
      key: month.name,
      label: say.monthShort(month.name, false),
      parts: [
        { tone: "won", minor: month.won, href: href(month.name), title: t("revenue.part.won") },
        { tone: "open", minor: month.open, href: open, title: t("revenue.part.open") },
        { tone: "coming", minor: month.coming, title: t("revenue.part.coming") },
      ],
      low: month.low,
      high: month.high,
    })),
  ];
  return (
    <>
      <ul class="rev-legend" aria-hidden="true">
        {(["won", "open", "coming"] as const).map((tone) => (
          <li key={tone} data-tone={tone}>
            <i />
            {t(`revenue.part.${tone}`)}
          </li>
        ))}
        <li data-tone="mark">
          <i />
          {t("revenue.part.told")}
        </li>
      </ul>
      <Columns columns={columns} say={say} label={t("revenue.panel.fact")} today={past.length} />
      {view.refused && <p class="report-hint">{t(`revenue.refused.${view.refused}`, { wins: view.wins })}</p>}
    </>
  );
}
