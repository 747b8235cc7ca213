/** How good data is: a verdict in words, what was found, calls by day, a usual day, special days to come. */
import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-preact";
import type { QualityPanelProps } from "@/components/datasets/types.ts";
import type { DataQuality } from "@/ml/datasets/types.ts";
import { Coming } from "@/components/datasets/Coming.tsx";
import { CourseChart, DailyChart } from "@/components/datasets/QualityCharts.tsx";
import { Findings } from "@/components/datasets/Findings.tsx";
import { clockOf, dayOf, daysText, shareText } from "@/components/datasets/say.ts";
import { formatNumber } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

/** Fewer days tell little of weekdays and months. */
const SHORT_DAYS = 42;

export function QualityPanel({ quality, locale, brief }: QualityPanelProps) {
  const t = useT();
  if (!quality) {
    return (
      <div class="dq" aria-busy="true">
        <p class="dq-wait" role="status">{t("datasets.quality.looking")}</p>
      </div>
    );
  }
  return (
    <div class="dq" data-refused={quality.refusal ? "" : undefined}>
      <Verdict quality={quality} />
      <Facts quality={quality} locale={locale} />
      {quality.findings.length > 0 && (
        <section aria-label={t("datasets.quality.findings")}>
          <h3>{t("datasets.quality.findings")}</h3>
          <Findings findings={quality.findings} locale={locale} />
        </section>
      )}
      {!brief && quality.series.length > 1 && <DailyChart quality={quality} locale={locale} />}
      {!brief && quality.course.length > 0 && <CourseChart quality={quality} locale={locale} />}
      {!brief && !quality.refusal && <Coming coming={quality.coming} locale={locale} />}
    </div>
  );
}

function Verdict({ quality }: { quality: DataQuality }) {
  const t = useT();
  const { refusal, days, series } = quality;
  if (refusal) {
    return (
      <div class="note-box" data-tone="bad" role="alert">
        <OctagonAlert size={18} aria-hidden="true" />
        <div>
          <b>{t(`datasets.refused.${refusal.code}`, refusal.detail)}</b>
          <p>{t(`datasets.remedy.${refusal.code}`, refusal.detail)}</p>
        </div>
      </div>
    );
  }
  if (days > 0 && series.length < SHORT_DAYS) {
    return (
      <p class="note-box" data-tone="warn">
        <TriangleAlert size={18} aria-hidden="true" />
        <span>{t("datasets.quality.short")}</span>
      </p>
    );
  }
  if (quality.findings.length > 0) return null;
  return (
    <p class="note-box" data-tone="good">
      <CircleCheck size={18} aria-hidden="true" />
      <span>
        <b>{t("datasets.quality.good")}</b> {t("datasets.quality.good.more")}
      </span>
    </p>
  );
}

function Facts({ quality, locale }: { quality: DataQuality; locale: string }) {
  const t = useT();
  const { from, to, step, opens, slots, days, calls, service } = quality;
  const seconds = (value: number | null | undefined) =>
    value === null || value === undefined ? null : t("datasets.quality.seconds", { value: Math.round(value) });
  const facts: [string, string | null][] = [
    ["period", from && to ? daysText(from, to, locale) : null],
    ["days", days > 0 ? formatNumber(locale, days) : null],
    ["calls", calls > 0 ? formatNumber(locale, Math.round(calls)) : null],
    ["step", step === null ? null : t("datasets.quality.step.value", { minutes: step })],
    [
      "hours",
      opens === null || !slots || !step
        ? null
        : `${clockOf(opens)}–${opens + slots * step === 1_440 ? "24:00" : clockOf(opens + slots * step)}`,
    ],
    ["handle", seconds(service?.handle)],
    ["patience", seconds(service?.patience)],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== null);
  if (known.length === 0) return null;
  return (
    <>
      <dl class="dq-facts" aria-label={t("datasets.quality.facts")}>
        {known.map(([key, text]) => (
          <div key={key}>
            <dt>{t(`datasets.quality.${key}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Source quality={quality} locale={locale} />
    </>
  );
}

/** What stands before the own history. */
function Source({ quality, locale }: { quality: DataQuality; locale: string }) {
  const t = useT();
  const { series, like } = quality;
  const first = series.find(({ source }) => source === "own")?.day ?? null;
  const before = series[0]?.source;
  if (like && before === "like") {
    const share = shareText(like.share, locale);
    return (
      <p class="quiet small-text">
        {first === null
          ? t("datasets.quality.source.like.all", { share })
          : t("datasets.quality.source.like", { day: dayOf(first, locale), share })} ({t(
            `datasets.quality.like.${like.told}`,
            { days: like.days },
          )}).
      </p>
    );
  }
  if (before !== "upload" || first === null) return null;
  return <p class="quiet small-text">{t("datasets.quality.source.upload", { day: dayOf(first, locale) })}</p>;
}
