/** What a training of a score found out, in words and pictures: how good, whether its percents hold, what counts, what was
 * left out, and whether it is fair. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { useT } from "@/components/i18n.ts";
import { Calibration } from "@/components/scores/Calibration.tsx";
import { Fairness } from "@/components/scores/Fairness.tsx";
import { Importance } from "@/components/scores/Importance.tsx";
import { Leaks } from "@/components/scores/Leaks.tsx";
import { numberText, percentText, type ScoreWords } from "@/components/scores/words.ts";
import { currentLocale } from "@/locales/mod.ts";
import type { ColumnWords } from "@/ml/scores/describe.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

export interface ScoreReportProps {
  report: ScoreVersionReport;
  /** Whose fields the columns are; null: a file's, called by their own names. */
  recordKind: "lead" | "deal" | null;
}

export function ScoreReport({ report, recordKind }: ScoreReportProps) {
  const t = useT();
  const locale = currentLocale();
  const [words, setWords] = useState<ColumnWords | null>(null);
  useEffect(() => {
    if (recordKind === null) return;
    let gone = false;
    void call<ColumnWords>("GET", `/api/v1/forecasting/scores/columns?kind=${recordKind}`).then((answer) => {
      // Without them columns are called by their keys: no reason to hide the report.
      if (answer.ok && !gone) setWords(answer.value);
    });
    return () => {
      gone = true;
    };
  }, [recordKind]);
  const around: ScoreWords = { t, locale, recordKind, words };
  return (
    <div class="score-report stack" aria-busy={recordKind !== null && words === null}>
      <Summary report={report} around={around} />
      <div class="score-pair">
        <Calibration groups={report.calibration} around={around} />
        <Importance importance={report.importance} around={around} />
      </div>
      <Leaks leaks={report.leaks} around={around} />
      <Fairness fairness={report.fairness} around={around} />
    </div>
  );
}

function Summary({ report, around }: { report: ScoreVersionReport; around: ScoreWords }) {
  const { t, locale } = around;
  const { signal } = report;
  const own = report.models.find(({ name }) => name === "product");
  const auc = own?.auc ?? signal.auc;
  const of100 = (value: number) => numberText(100 * value, locale, 1);
  const verdict = auc >= 0.75 ? "good" : auc >= 0.62 ? "fair" : "weak";
  return (
    <section class="card report-panel" aria-labelledby="score-summary">
      <header>
        <h2 id="score-summary">{t("scores.report.title")}</h2>
        <span class="badge" data-tone={verdict === "good" ? "good" : verdict === "fair" ? "warn" : "bad"}>
          {t(`scores.report.verdict.${verdict}`)}
        </span>
      </header>
      <div class="body stack">
        <p>{t("scores.report.pairs", { n: Math.round(100 * auc) })}</p>
        <dl class="report-kpis">
          <Figure
            name={t("scores.report.auc")}
            value={percentText(auc, locale, 1)}
            hint={t("scores.report.auc.hint", {
              low: of100(signal.low),
              high: of100(signal.high),
              auc: numberText(auc, locale, 3),
            })}
          />
          <Figure
            name={t("scores.report.ahead")}
            value={percentText(signal.ahead.auc, locale, 1)}
            hint={t("scores.report.ahead.hint")}
          />
          {own?.ece !== null && own !== undefined && (
            <Figure
              name={t("scores.report.ece")}
              value={t("scores.report.ece.value", { n: of100(own.ece) })}
              hint={t("scores.report.ece.hint")}
            />
          )}
          <Figure
            name={t("scores.report.rows")}
            value={numberText(report.rows, locale)}
            hint={t("scores.report.rows.hint", {
              won: report.won,
              share: percentText(report.won / Math.max(1, report.rows), locale),
            })}
          />
        </dl>
      </div>
    </section>
  );
}

function Figure(props: { name: string; value: string; hint: string }) {
  return (
    <div class="report-kpi">
      <dt>{props.name}</dt>
      <dd>
        <strong>{props.value}</strong>
        <span>{props.hint}</span>
      </dd>
    </div>
  );
}
