/** What the plan costs, what the cheapest one would, and where the money goes. */
import { useEffect, useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import type { DayPlan } from "@/components/staffing/plan_day.ts";
import type { Say } from "@/components/staffing/say.ts";
import { cheapest, type Cost, costOf, type Prices } from "@/ml/staffing/cost.ts";
import { dayOutcome } from "@/ml/staffing/plan.ts";

interface Sum extends Omit<Cost, "agents"> {
  hours: number;
  level: number;
  /** In some interval the line would grow for ever: no price says what that costs. */
  endless: boolean;
}

export interface CostPanelProps {
  plan: DayPlan;
  prices: Prices;
  people: readonly number[] | null;
  shrinkage: number;
  within: number | undefined;
  say: Say;
}

export function CostPanel(props: CostPanelProps) {
  const t = useT();
  const { plan, say } = props;
  const [sums, setSums] = useState<{ key: string; sum: Sum }[] | null>(null);
  useEffect(() => {
    // Behind the curve, so that it is drawn first.
    const timer = setTimeout(() => setSums(costsOf(props)), 30);
    return () => clearTimeout(timer);
  }, [plan, props.prices, props.people, props.shrinkage, props.within]);
  const target = sums?.find(({ key }) => key === "needed")?.sum;
  const best = sums?.find(({ key }) => key === "cheapest")?.sum;
  return (
    <section class="card report-panel" aria-label={t("staffing.cost")}>
      <header>
        <h2>{t("staffing.cost")}</h2>
      </header>
      {sums === null ? <p class="report-hint" role="status">{t("staffing.whatif.reckoning")}</p> : (
        <>
          <div
            class="report-table"
            tabIndex={0}
            role="region"
            aria-label={t("staffing.table.of", { name: t("staffing.cost") })}
          >
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t("staffing.cost.plan")}</th>
                  <th scope="col" class="num">{t("staffing.cost.hours")}</th>
                  <th scope="col" class="num">{t("staffing.col.level")}</th>
                  <th scope="col" class="num">{t("staffing.cost.work")}</th>
                  <th scope="col" class="num">{t("staffing.cost.idle")}</th>
                  <th scope="col" class="num">{t("staffing.cost.lost")}</th>
                  <th scope="col" class="num">{t("staffing.cost.total")}</th>
                </tr>
              </thead>
              <tbody>
                {sums.map(({ key, sum }) => (
                  <tr key={key}>
                    <th scope="row">{t(`staffing.cost.of.${key}`)}</th>
                    <td class="num">{say.whole(sum.hours)}</td>
                    <td class="num">{say.percent(sum.level)}</td>
                    {(["work", "idle", "lost", "total"] as const).map((part) => (
                      <td class="num" key={part}>{sum.endless ? "–" : say.money(sum[part])}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {target && best && (
            <p class="report-hint">
              {target.endless ? t("staffing.cost.endless") : t("staffing.cost.hint", {
                saved: say.money(Math.max(0, target.total - best.total)),
                level: say.percent(best.level),
              })}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function costsOf({ plan, prices, people, shrinkage, within }: CostPanelProps): { key: string; sum: Sum }[] {
  const best = plan.intervals.map((interval) => cheapest(interval, prices)?.agents ?? 0);
  const plans: [string, number[]][] = [
    ["needed", plan.curve.map(({ agents }) => agents ?? 0)],
    ...people ? [["list", people.map((one) => Math.round(one * (1 - shrinkage)))] as [string, number[]]] : [],
    ["cheapest", best],
  ];
  return plans.map(([key, agents]) => {
    const sum: Sum = { work: 0, idle: 0, lost: 0, total: 0, hours: 0, level: 0, endless: false };
    for (const [n, interval] of plan.intervals.entries()) {
      const cost = costOf(interval, agents[n], prices);
      if (!cost) sum.endless = true;
      for (const part of ["work", "idle", "lost", "total"] as const) sum[part] += cost?.[part] ?? 0;
    }
    const { day } = dayOutcome(plan.intervals, agents, { within });
    return { key, sum: { ...sum, hours: day.agentHours, level: day.serviceLevel } };
  });
}
