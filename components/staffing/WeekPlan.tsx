/** A week's requirement: the curve day after day, and each day in a row. */
import { useT } from "@/components/i18n.ts";
import { scheduledFor } from "@/ml/staffing/requirement.ts";
import type { CallsWeek } from "@/ml/intraday/week.ts";
import { type DayPlan, gapOf, hoursOf } from "@/components/staffing/plan_day.ts";
import { Plot } from "@/components/staffing/Plot.tsx";
import { clockOf, type Say } from "@/components/staffing/say.ts";

export interface WeekPlanProps {
  week: CallsWeek;
  plans: ReadonlyMap<string, DayPlan>;
  say: Say;
  shrinkage: number;
  onDay(day: string): void;
}

export function WeekPlan(props: WeekPlanProps) {
  const t = useT();
  const { week, plans, say } = props;
  const told = week.days.filter((day) => day.planned !== null);
  const name = (day: string) => `${say.weekday(day)} ${say.day(day)}`;
  const slots = told.flatMap(({ day, planned, scheduled }) =>
    planned!.expected.map((_, slot) => ({
      name: slot === 0 ? say.weekday(day) : "",
      at: `${name(day)} ${clockOf(planned!.opens + slot * planned!.step)}`,
      needed: plans.get(day)?.curve[slot]?.scheduled ?? null,
      there: scheduled?.[slot] ?? null,
    }))
  );
  const listed = told.some(({ scheduled }) => scheduled !== null);
  return (
    <section class="card report-panel" aria-label={t("staffing.curve.week")}>
      <header>
        <h2>{t("staffing.curve.week")}</h2>
      </header>
      <Plot
        label={t("staffing.curve.week")}
        shape={{
          names: [...slots.map(({ name }) => name), ""],
          named: true,
          label: say.whole,
          layers: [
            { kind: "step", token: "--accent", values: slots.map(({ needed }) => needed) },
            ...listed ? [{ kind: "step" as const, token: "--ink-2", values: slots.map(({ there }) => there) }] : [],
          ],
          ...(listed && { gap: { needed: 0, there: 1 } }),
        }}
        legend={[
          { token: "--accent", kind: "line", text: t("staffing.needed") },
          ...listed ? [{ token: "--ink-2", kind: "line", text: t("staffing.on-list") }] : [],
        ]}
        tell={(slot) =>
          t("staffing.people.point", {
            time: slots[slot].at,
            needed: say.whole(slots[slot].needed),
            there: say.fine(slots[slot].there),
          })}
      >
        {t("staffing.point.hint")}
      </Plot>
      <div
        class="report-table"
        tabIndex={0}
        role="region"
        aria-label={t("staffing.table.of", { name: t("staffing.curve.week") })}
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("staffing.col.day")}</th>
              <th scope="col" class="num">{t("staffing.told")}</th>
              <th scope="col" class="num">{t("staffing.col.needed-hours")}</th>
              <th scope="col" class="num">{t("staffing.col.peak")}</th>
              <th scope="col" class="num">{t("staffing.col.mean-hours")}</th>
              {listed && <th scope="col" class="num">{t("staffing.col.list-hours")}</th>}
              {listed && <th scope="col" class="num">{t("staffing.col.under")}</th>}
              {listed && <th scope="col" class="num">{t("staffing.col.over")}</th>}
            </tr>
          </thead>
          <tbody>
            {week.days.map(({ day, planned, told, scheduled }) => {
              const plan = plans.get(day);
              const needed = plan?.curve.map(({ scheduled }) => scheduled) ?? [];
              const gap = plan && planned && scheduled ? gapOf(needed, scheduled, { step: planned.step }) : null;
              return (
                <tr key={day} aria-current={day === week.today ? "date" : undefined}>
                  <th scope="row">
                    {planned
                      ? <button type="button" class="link" onClick={() => props.onDay(day)}>{name(day)}</button>
                      : <span class="quiet">{name(day)}</span>}
                  </th>
                  <td class="num">{told ? say.whole(told.expected) : t("staffing.closed")}</td>
                  <td class="num">{plan && planned ? say.fine(hoursOf(needed, planned.step)) : planned ? "…" : ""}</td>
                  <td class="num">
                    {plan ? say.whole(needed.reduce<number>((most, one) => Math.max(most, one ?? 0), 0)) : ""}
                  </td>
                  <td class="num">
                    {plan && planned ? say.fine(hoursOf(meanOnList(plan, props.shrinkage), planned.step)) : ""}
                  </td>
                  {listed && (
                    <td class="num">{planned && scheduled ? say.fine(hoursOf(scheduled, planned.step)) : ""}</td>
                  )}
                  {listed && (
                    <td class="num" data-gap={gap?.under ? "under" : undefined}>{gap ? say.fine(gap.under) : ""}</td>
                  )}
                  {listed && (
                    <td class="num" data-gap={gap?.over ? "over" : undefined}>{gap ? say.fine(gap.over) : ""}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** People on the list by the mean alone: beside those needed on it, not beside the phones. */
function meanOnList({ curve }: DayPlan, shrinkage: number): (number | null)[] {
  return curve.map(({ forMean }) => forMean === null ? null : scheduledFor(forMean, shrinkage));
}
