/** What the back-test told beside what came: all of its days, one week, one day; the same in figures underneath. */
import { ChevronLeft, ChevronRight } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { ofDays, ofLine } from "@/components/models/drawing.ts";
import { Plot } from "@/components/models/Plot.tsx";
import {
  dayErrorOf,
  type DayTotal,
  lastTold,
  type Line,
  lineOf,
  mondayOf,
  totalOf,
  wapeOf,
  weeksOf,
} from "@/components/models/told.ts";
import type { Say } from "@/components/models/say.ts";
import type { Sheet } from "@/components/models/types.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

/** null: all weeks; a day is one of its week. */
interface Zoom {
  week: string | null;
  day: string | null;
}

export function ToldChart(props: { sheet: Sheet; report: VolumeReport; level: number; floor: number | null }) {
  const { t, say } = props.sheet;
  const { report, floor } = props;
  const days = useMemo(() => lastTold(report.told), [report]);
  const totals = useMemo(() => days.map(totalOf), [days]);
  const weeks = useMemo(() => weeksOf(days), [days]);
  const [zoom, setZoom] = useState<Zoom>({ week: null, day: null });
  const [at, setAt] = useState<number | null>(null);
  const shown = useMemo(
    () => days.filter(({ day }) => zoom.day ? day === zoom.day : !zoom.week || mondayOf(day) === zoom.week),
    [days, zoom],
  );
  const line = useMemo(() => zoom.week ? lineOf(shown) : null, [shown, zoom.week]);
  const drawing = useMemo(
    () => line ? ofLine(line, { say, report, single: zoom.day !== null }) : ofDays(totals, say),
    [line, totals, say, report, zoom.day],
  );
  const go = (to: Zoom) => {
    setAt(null);
    setZoom(to);
  };
  if (days.length === 0) return <p class="quiet">{t("models.told.none")}</p>;
  const part = shown.map(totalOf);
  const place = zoom.week ? weeks.indexOf(zoom.week) : -1;
  const step = (by: number) => {
    const week = weeks[place < 0 ? weeks.length - 1 : place + by];
    if (week) go({ week, day: null });
  };
  return (
    <div class="mp-told">
      <div class="mp-bar">
        <div class="segmented" role="group" aria-label={t("models.told.zoom")}>
          <button type="button" aria-pressed={!zoom.week} onClick={() => go({ week: null, day: null })}>
            {t("models.told.all")}
          </button>
          <button
            type="button"
            aria-pressed={zoom.week !== null}
            onClick={() => zoom.week ? go({ ...zoom, day: null }) : step(0)}
          >
            {t("models.told.week")}
          </button>
        </div>
        {zoom.week && (
          <div class="row mp-steps">
            <button
              type="button"
              class="btn icon small"
              aria-label={t("models.told.before")}
              disabled={place <= 0}
              onClick={() => step(-1)}
            >
              <ChevronLeft size={16} aria-hidden="true" />
            </button>
            <b aria-live="polite">{say.week(zoom.week)}</b>
            <button
              type="button"
              class="btn icon small"
              aria-label={t("models.told.after")}
              disabled={place >= weeks.length - 1}
              onClick={() => step(1)}
            >
              <ChevronRight size={16} aria-hidden="true" />
            </button>
          </div>
        )}
        {zoom.week && (
          <select
            class="select small"
            aria-label={t("models.told.day")}
            value={zoom.day ?? ""}
            onChange={(event) => go({ week: zoom.week, day: event.currentTarget.value || null })}
          >
            <option value="" selected={!zoom.day}>{t("models.told.whole-week")}</option>
            {days.filter(({ day }) => mondayOf(day) === zoom.week).map(({ day }) => (
              <option key={day} value={day} selected={day === zoom.day}>{say.dayOfWeek(day)}</option>
            ))}
          </select>
        )}
        <span class="grow" />
        <ul class="mp-legend" aria-hidden="true">
          <li data-part={zoom.week ? "fact" : "bars"}>
            <i />
            {t("models.told.fact")}
          </li>
          <li data-part="told">
            <i />
            {t("models.told.forecast")}
          </li>
          {zoom.week && (
            <li data-part="band">
              <i />
              {t("models.told.band", { level: say.percent(props.level) })}
            </li>
          )}
        </ul>
      </div>
      <Plot
        label={t("models.told.label", summary(part, say))}
        draw={drawing}
        onPoint={setAt}
        onPick={zoom.week ? undefined : (index) => {
          const { day } = totals[index];
          go({ week: mondayOf(day), day: null });
        }}
      />
      <p class="mp-readout small-text">
        {at !== null && pointed(at, { line, totals, report, sheet: props.sheet }) ||
          t(part.some(({ known }) => known > 0) ? "models.told.sum" : "models.told.sum.unknown", summary(part, say))}
      </p>
      {floor !== null && floor > 0.02 && (
        <p class="small-text quiet">{t("models.told.chance", { floor: say.percent(floor) })}</p>
      )}
      <details class="fold mp-days">
        <summary>{t("models.told.figures")}</summary>
        <div class="table-wrap" tabIndex={0} role="region" aria-label={t("models.told.figures")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("models.col.day")}</th>
                <th scope="col" class="num">{t("models.col.came")}</th>
                <th scope="col" class="num">{t("models.col.told")}</th>
                <th scope="col" class="num">{t("models.col.error")}</th>
                <th scope="col" class="num">{t("models.col.inside")}</th>
              </tr>
            </thead>
            <tbody>
              {part.map((one, n) => (
                <tr key={one.day}>
                  <th scope="row">
                    <button
                      type="button"
                      class="btn plain small"
                      onClick={() => go({ week: mondayOf(one.day), day: one.day })}
                    >
                      {say.dayOfWeek(one.day)}
                    </button>
                    <small class="quiet">{t("models.ahead", { days: shown[n].ahead })}</small>
                  </th>
                  <td class="num">{say.count(one.calls)}</td>
                  <td class="num">{say.count(one.expected)}</td>
                  <td class="num">{say.percent(wapeOf([one]))}</td>
                  <td class="num">{say.percent(one.known > 0 ? one.inside / one.known : null)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}

function summary(part: readonly DayTotal[], say: Say) {
  const sum = (of: (one: DayTotal) => number) => part.reduce((all, one) => all + of(one), 0);
  const known = sum((one) => one.known);
  return {
    days: part.length,
    came: say.count(sum((one) => one.calls ?? 0)),
    told: say.count(Math.round(sum((one) => one.expected))),
    error: say.percent(wapeOf(part)),
    day: say.percent(dayErrorOf(part)),
    inside: say.percent(known > 0 ? sum((one) => one.inside) / known : null),
  };
}

function pointed(
  at: number,
  of: { line: Line | null; totals: readonly DayTotal[]; report: VolumeReport; sheet: Sheet },
): string | null {
  const { t, say } = of.sheet;
  if (!of.line) {
    const one = of.totals[at];
    return one
      ? t("models.told.point.day", {
        day: say.dayOfWeek(one.day),
        came: say.count(one.calls),
        told: say.count(Math.round(one.expected)),
        error: say.percent(wapeOf([one])),
      })
      : null;
  }
  const point = of.line.points[at];
  if (!point || point.slot < 0) return null;
  const from = of.report.opens + point.slot * of.report.step;
  return t("models.told.point", {
    day: say.dayOfWeek(point.day),
    hours: say.hours(from, from + of.report.step),
    came: say.count(of.line.calls[at]),
    told: say.count(of.line.expected[at]),
    low: say.count(of.line.low[at]),
    high: say.count(of.line.high[at]),
  });
}
