/** The requirement curve of a day, why it is so, and its numbers. */
import { useMemo } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import { figuresOf } from "@/components/staffing/curve_figures.ts";
import type { DayPlan } from "@/components/staffing/plan_day.ts";
import { Plot } from "@/components/staffing/Plot.tsx";
import { clockOf, type Say } from "@/components/staffing/say.ts";
import { Tile, Tiles } from "@/components/staffing/Tiles.tsx";
import type { PlannedDay, StaffingSettings } from "@/ml/staffing/settings.ts";

export interface CurvePanelProps {
  planned: PlannedDay;
  plan: DayPlan;
  settings: StaffingSettings;
  /** People on the list by interval; null: calls of a file. */
  people: readonly number[] | null;
  say: Say;
}

export function CurvePanel(props: CurvePanelProps) {
  const t = useT();
  const { planned, plan, settings, people, say } = props;
  const within = settings.serviceLevel?.within;
  const figures = useMemo(() => figuresOf(plan, within), [plan, within]);
  const { curve, intervals } = plan;
  const names = Array.from({ length: curve.length + 1 }, (_, n) => clockOf(planned.opens + n * planned.step));
  const { day, mean } = figures;
  return (
    <>
      <Tiles>
        <Tile title={t("staffing.plan.hours")} value={say.whole(figures.listHours)}>
          {t("staffing.plan.hours.hint", { phones: say.whole(figures.hours) })}
        </Tile>
        <Tile title={t("staffing.plan.peak")} value={say.whole(figures.peak.people)}>
          {t("staffing.plan.peak.hint", { time: names[figures.peak.slot] })}
        </Tile>
        <Tile title={t("staffing.plan.level", { within: within ?? 20 })} value={say.percent(day.serviceLevel)}>
          {t("staffing.plan.level.hint", { abandon: say.percent(day.abandon), wait: say.fine(day.meanWait) })}
        </Tile>
        <Tile title={t("staffing.plan.occupancy")} value={say.percent(day.occupancy)}>
          {t("staffing.plan.occupancy.hint")}
        </Tile>
      </Tiles>
      {figures.refused && <p class="note-box" role="alert">{t(`staffing.refused.${figures.refused}`)}</p>}
      <section class="card report-panel" aria-label={t("staffing.curve")}>
        <header>
          <h2>{t("staffing.curve")}</h2>
        </header>
        <Plot
          label={t("staffing.curve.label", { peak: figures.peak.people, time: names[figures.peak.slot] })}
          shape={{
            names,
            label: say.whole,
            layers: [
              { kind: "step", token: "--accent", values: curve.map(({ scheduled }) => scheduled) },
              ...people ? [{ kind: "step" as const, token: "--ink-2", values: people }] : [],
              { kind: "step", token: "--talking", values: curve.map(({ agents }) => agents) },
              { kind: "step", token: "--hold", values: curve.map(({ forMean }) => forMean) },
            ],
            ...(people && { gap: { needed: 0, there: 1 } }),
          }}
          legend={[
            { token: "--accent", kind: "line", text: t("staffing.needed") },
            ...people ? [{ token: "--ink-2", kind: "line", text: t("staffing.on-list") }] : [],
            { token: "--talking", kind: "line", text: t("staffing.on-phones") },
            { token: "--hold", kind: "line", text: t("staffing.for-mean") },
          ]}
          tell={(slot) =>
            t("staffing.curve.point", {
              time: names[slot],
              calls: say.fine(planned.expected[slot]),
              agents: say.whole(curve[slot].agents),
              scheduled: say.whole(curve[slot].scheduled),
              mean: say.whole(curve[slot].forMean),
            })}
        >
          {t("staffing.point.hint")}
        </Plot>
        <div class="staff-why">
          <h3>{t("staffing.why")}</h3>
          <p>
            {mean.hours < figures.hours
              ? t("staffing.why.more", {
                hours: say.whole(figures.hours),
                mean: say.whole(mean.hours),
                level: say.percent(mean.day.serviceLevel),
                target: settings.serviceLevel
                  ? say.percent(settings.serviceLevel.share)
                  : say.percent(day.serviceLevel),
              })
              : t("staffing.why.same")}
          </p>
          <p class="quiet">{t("staffing.why.erlang")}</p>
        </div>
      </section>
      <details class="card report-panel staff-fold">
        <summary>{t("staffing.table")}</summary>
        <div
          class="report-table"
          tabIndex={0}
          role="region"
          aria-label={t("staffing.table.of", { name: t("staffing.table") })}
        >
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("staffing.col.time")}</th>
                <th scope="col" class="num">{t("staffing.told")}</th>
                <th scope="col" class="num">{t("staffing.col.handle")}</th>
                <th scope="col" class="num">{t("staffing.on-phones")}</th>
                <th scope="col" class="num">{t("staffing.for-mean")}</th>
                <th scope="col" class="num">{t("staffing.needed")}</th>
                {people && <th scope="col" class="num">{t("staffing.on-list")}</th>}
                <th scope="col" class="num">{t("staffing.col.level")}</th>
                <th scope="col" class="num">{t("staffing.col.occupancy")}</th>
              </tr>
            </thead>
            <tbody>
              {curve.map((one, slot) => (
                <tr key={slot}>
                  <th scope="row">{names[slot]}</th>
                  <td class="num">
                    {say.fine(planned.expected[slot])}{" "}
                    <small class="quiet">{say.fine(planned.low[slot])}–{say.fine(planned.high[slot])}</small>
                  </td>
                  <td class="num">{say.whole(intervals[slot].handle)}</td>
                  <td class="num">{say.whole(one.agents)}</td>
                  <td class="num">{say.whole(one.forMean)}</td>
                  <td class="num">{say.whole(one.scheduled)}</td>
                  {people && (
                    <td
                      class="num"
                      data-gap={one.scheduled !== null && people[slot] < one.scheduled - 0.05 ? "under" : undefined}
                    >
                      {say.fine(people[slot])}
                    </td>
                  )}
                  <td class="num">{say.percent(one.outcome?.serviceLevel)}</td>
                  <td class="num">{say.percent(one.outcome?.occupancy)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
