/** Columns that the guard took away, each with its plain reason. */
import { CircleCheck, ShieldAlert } from "lucide-preact";
import { columnTitle, percentText, type ScoreWords } from "@/components/scores/words.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

export function Leaks(props: { leaks: ScoreVersionReport["leaks"]; around: ScoreWords }) {
  const { leaks, around } = props;
  const { t, locale } = around;
  return (
    <section class="card report-panel" aria-labelledby="score-leaks">
      <header>
        <h2 id="score-leaks">{t("scores.report.leaks")}</h2>
        {leaks.length > 0 && <span class="badge" data-tone="warn">{leaks.length}</span>}
      </header>
      {leaks.length === 0
        ? (
          <p class="report-hint score-none">
            <CircleCheck size={16} aria-hidden="true" />
            {t("scores.report.leaks.none")}
          </p>
        )
        : (
          <>
            <p class="report-hint">{t("scores.report.leaks.hint")}</p>
            <ul class="score-leaks">
              {leaks.map(({ column, code, auc, share, lately }) => (
                <li key={column}>
                  <ShieldAlert size={16} aria-hidden="true" />
                  <span>
                    <b>{columnTitle(column, around)}</b>{" "}
                    <span class="quiet">
                      {t(`scores.leak.${code}`, {
                        auc: Math.round(100 * auc),
                        share: percentText(share, locale),
                        lately: percentText(lately ?? 0, locale),
                      })}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
    </section>
  );
}
