/** Calls by day with what is remarkable about days, and the usual course of each weekday. */
import { useMemo, useState } from "preact/hooks";
import type { DataQuality } from "@/ml/datasets/types.ts";
import { Chart, type ChartLine } from "@/components/datasets/Chart.tsx";
import { courseSeries, dailySeries, FLAG_TOKENS, hourSplits, monthSplits } from "@/components/datasets/chart.ts";
import { clockOf, dayOf, weekdayText } from "@/components/datasets/say.ts";
import { dayText } from "@/components/calendar/dates.ts";
import { formatNumber } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

interface Props {
  quality: DataQuality;
  locale: string;
}

export function DailyChart({ quality, locale }: Props) {
  const t = useT();
  const { series } = quality;
  const [at, setAt] = useState<number | null>(null);
  const { x, calls, flags } = useMemo(() => dailySeries(series), [series]);
  const lines = useMemo(() => [calls, ...flags.map(({ values }) => values)], [calls, flags]);
  const pointed = at === null ? undefined : series[at];
  const months = (n: number) => dayText(series[n]?.day ?? series[0].day, locale, { month: "short", day: "numeric" });
  return (
    <section class="dq-chart" aria-label={t("datasets.quality.daily")}>
      <header>
        <h3>{t("datasets.quality.daily")}</h3>
        {flags.length > 0 && (
          <ul class="dq-legend">
            {flags.map(({ flag }) => (
              <li key={flag}>
                <i style={{ background: `var(${FLAG_TOKENS[flag]})` }} aria-hidden="true" />
                {t(`datasets.flag.${flag}`)}
              </li>
            ))}
          </ul>
        )}
      </header>
      <Chart
        label={t("datasets.quality.daily.label", {
          from: dayOf(series[0].day, locale),
          to: dayOf(series[series.length - 1].day, locale),
          calls: Math.round(series.reduce((sum, one) => sum + (one.calls ?? 0), 0)),
        })}
        x={x}
        lines={lines}
        look={[
          { token: "--talking", width: 1.5 },
          ...flags.map(({ flag }) => ({ token: FLAG_TOKENS[flag], width: 0 })),
        ]}
        splits={(most) => monthSplits(series, most)}
        name={months}
        number={(value) => formatNumber(locale, value)}
        onPoint={setAt}
      />
      <p class="dq-point quiet small-text" aria-hidden="true">
        {pointed
          ? (
            <>
              {pointed.calls === null
                ? t("datasets.quality.daily.none", { day: dayOf(pointed.day, locale) })
                : t("datasets.quality.daily.one", {
                  day: dayOf(pointed.day, locale),
                  calls: Math.round(pointed.calls),
                })}
              {pointed.flag && <b>{t(`datasets.flag.${pointed.flag}`)}</b>}
            </>
          )
          : t("datasets.quality.daily.point")}
      </p>
    </section>
  );
}

/** A colour and a dash a weekday, so that lines are told apart without colours too. */
const WEEKDAYS: readonly ChartLine[] = [
  { token: "--talking", width: 2 },
  { token: "--ready", width: 2, dash: [8, 3] },
  { token: "--hold", width: 2, dash: [2, 3] },
  { token: "--ringing", width: 2, dash: [10, 3, 2, 3] },
  { token: "--teal", width: 2, dash: [5, 5] },
  { token: "--wrap-up", width: 1.5, dash: [1, 2] },
  { token: "--ink-3", width: 1.5 },
];

export function CourseChart({ quality, locale }: Props) {
  const t = useT();
  const { course } = quality;
  const { x, lines } = useMemo(() => courseSeries(quality), [quality]);
  return (
    <section class="dq-chart" aria-label={t("datasets.quality.course")}>
      <header>
        <h3>{t("datasets.quality.course")}</h3>
        <ul class="dq-legend">
          {course.map(({ weekday }) => (
            <li key={weekday}>
              <svg viewBox="0 0 26 4" width="26" height="4" aria-hidden="true">
                <line
                  x1="0"
                  y1="2"
                  x2="26"
                  y2="2"
                  stroke={`var(${WEEKDAYS[weekday].token})`}
                  stroke-width="2.5"
                  stroke-dasharray={WEEKDAYS[weekday].dash?.join(" ")}
                />
              </svg>
              {weekdayText(weekday, locale)}
            </li>
          ))}
        </ul>
      </header>
      <Chart
        label={t("datasets.quality.course.label")}
        x={x}
        lines={lines}
        look={course.map(({ weekday }) => WEEKDAYS[weekday])}
        splits={(most) => hourSplits(x, most)}
        name={clockOf}
        number={(value) => formatNumber(locale, value)}
      />
    </section>
  );
}
