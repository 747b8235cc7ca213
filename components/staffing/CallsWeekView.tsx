/** A week, a day a row: told and come, hours of people needed and on the list. Days are reckoned one after another. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useT } from "@/components/i18n.ts";
import type { Zone } from "@/components/time/format.ts";
import type { CallsWeek } from "@/ml/intraday/week.ts";
import { gapOf, hoursOf, planDay } from "@/components/staffing/plan_day.ts";
import { Plot } from "@/components/staffing/Plot.tsx";
import { sayIn } from "@/components/staffing/say.ts";

interface DayNeed {
  hours: number;
  under: number | null;
  over: number | null;
}

export function CallsWeekView(props: { data: CallsWeek; zone: Zone; onDay(day: string): void }) {
  const t = useT();
  const { data, zone } = props;
  const say = useMemo(() => sayIn(zone.locale), [zone.locale]);
  const needs = useNeeds(data);
  const { days } = data;
  const level = days.find(({ planned }) => planned)?.planned?.level ?? 0.8;
  const name = (day: string) => `${say.weekday(day)} ${say.day(day)}`;
  return (
    <>
      <section class="card report-panel" aria-label={t("staffing.week.chart")}>
        <header>
          <h2>{t("staffing.week.chart")}</h2>
        </header>
        <Plot
          label={t("staffing.week.chart")}
          shape={{
            names: [...days.map(({ day }) => say.weekday(day)), ""],
            centred: true,
            label: say.whole,
            layers: [
              { kind: "bars", token: "--talking", values: days.map(({ calls }) => calls) },
              {
                kind: "band",
                token: "--accent",
                values: days.map(({ told }) => told?.high ?? null),
                low: days.map(({ told }) => told?.low ?? null),
              },
              { kind: "line", token: "--accent", values: days.map(({ told }) => told?.expected ?? null) },
            ],
          }}
          legend={[
            { token: "--talking", kind: "bar", text: t("staffing.came") },
            { token: "--accent", kind: "line", text: t("staffing.told") },
            { token: "--accent", kind: "band", text: t("staffing.band", { level: say.percent(level) }) },
          ]}
          tell={(slot) =>
            t("staffing.calls.point", {
              time: name(days[slot].day),
              told: say.whole(days[slot].told?.expected),
              low: say.whole(days[slot].told?.low),
              high: say.whole(days[slot].told?.high),
              came: say.whole(days[slot].calls),
            })}
        >
          {t("staffing.point.hint")}
        </Plot>
        <div
          class="report-table"
          tabIndex={0}
          role="region"
          aria-label={t("staffing.table.of", { name: t("staffing.week.chart") })}
        >
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("staffing.col.day")}</th>
                <th scope="col" class="num">{t("staffing.told")}</th>
                <th scope="col" class="num">{t("staffing.came")}</th>
                <th scope="col" class="num">{t("staffing.col.off")}</th>
                <th scope="col" class="num">{t("staffing.col.needed-hours")}</th>
                <th scope="col" class="num">{t("staffing.col.list-hours")}</th>
                <th scope="col" class="num">{t("staffing.col.under")}</th>
                <th scope="col" class="num">{t("staffing.col.over")}</th>
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, planned, told, calls, scheduled }) => {
                const need = needs.get(day);
                const done = day < data.today && calls !== null && told && told.expected > 0;
                return (
                  <tr key={day} aria-current={day === data.today ? "date" : undefined}>
                    <th scope="row">
                      {planned
                        ? <button type="button" class="link" onClick={() => props.onDay(day)}>{name(day)}</button>
                        : <span class="quiet">{name(day)}</span>}
                    </th>
                    <td class="num">
                      {told ? say.whole(told.expected) : t("staffing.closed")}{" "}
                      {told && <small class="quiet">{say.whole(told.low)}–{say.whole(told.high)}</small>}
                    </td>
                    <td class="num">{planned ? say.whole(calls) : ""}</td>
                    <td class="num">{done ? say.signedPercent(calls / told.expected - 1) : ""}</td>
                    <td class="num">{need ? say.fine(need.hours) : planned ? "…" : ""}</td>
                    <td class="num">{planned && scheduled ? say.fine(hoursOf(scheduled, planned.step)) : ""}</td>
                    <td class="num" data-gap={need?.under ? "under" : undefined}>
                      {need?.under !== null && need ? say.fine(need.under) : ""}
                    </td>
                    <td class="num" data-gap={need?.over ? "over" : undefined}>
                      {need?.over !== null && need ? say.fine(need.over) : ""}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <p class="report-hint">{t("staffing.list.note", { members: data.members, shared: data.shared })}</p>
      </section>
    </>
  );
}

/** A day of five-minute intervals takes a quarter of a second: the page is drawn between days. */
function useNeeds(data: CallsWeek): Map<string, DayNeed> {
  const [needs, setNeeds] = useState(new Map<string, DayNeed>());
  useEffect(() => {
    let gone = false;
    const found = new Map<string, DayNeed>();
    const rest = data.days.filter(({ planned }) => planned !== null);
    const next = () => {
      const one = rest.shift();
      if (gone || !one) return;
      const { planned, scheduled, day } = one;
      const { curve } = planDay(planned!, { settings: data.kept.settings, usual: data.usual });
      const needed = curve.map(({ scheduled }) => scheduled);
      const gap = scheduled && gapOf(needed, scheduled, { step: planned!.step });
      found.set(day, {
        hours: hoursOf(needed, planned!.step),
        under: gap?.under ?? null,
        over: gap?.over ?? null,
      });
      setNeeds(new Map(found));
      setTimeout(next);
    };
    next();
    return () => {
      gone = true;
    };
  }, [data]);
  return needs;
}
