/** Sums over everything the filter finds, not over the page. */
import type { CallTotals } from "@/crm/calls/mod.ts";
import { clock, percent } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function Totals(props: { totals: CallTotals }) {
  const t = useT();
  const { totals } = props;
  const figures: [string, string][] = [
    ["calls", String(totals.calls)],
    ["answered", `${totals.answered} · ${percent(totals.answered, totals.calls - totals.live)}`],
    ["abandoned", `${totals.abandoned} · ${percent(totals.abandoned, totals.calls - totals.live)}`],
    ["service-level", percent(totals.answeredInTime, totals.answered)],
    ["asa", totals.answered ? clock(totals.answeredWaitMs / totals.answered) : "–"],
    ["talk", totals.answered ? clock(totals.talkMs / totals.answered) : "–"],
  ];
  return (
    <dl class="totals">
      {figures.map(([key, value]) => (
        <div key={key} title={t(`history.total.${key}.hint`)}>
          <dt>{t(`history.total.${key}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
