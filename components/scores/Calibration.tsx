/** Told beside come true, by tenths of the records: columns with a line each. */
import { percentText, type ScoreWords } from "@/components/scores/words.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

export function Calibration(props: { groups: ScoreVersionReport["calibration"]; around: ScoreWords }) {
  const { groups, around: { t, locale } } = props;
  const most = Math.max(0.05, ...groups.flatMap(({ told, won }) => [told, won]));
  return (
    <section class="card report-panel" aria-labelledby="score-calibration">
      <header>
        <h2 id="score-calibration">{t("scores.report.calibration")}</h2>
      </header>
      <p class="report-hint">{t("scores.report.calibration.hint")}</p>
      <div class="score-tenths-box">
        <ol class="score-tenths">
          {groups.map(({ told, won, records }, n) => {
            const said = t("scores.report.calibration.group", {
              n: n + 1,
              told: percentText(told, locale),
              won: percentText(won, locale),
              records,
            });
            return (
              <li key={n} title={said} style={{ "--told": told / most, "--won": won / most }}>
                <span class="plot" aria-hidden="true">
                  <i class="won" />
                  <i class="told" />
                </span>
                <span class="small-text" aria-hidden="true">{Math.round(100 * told)}</span>
                <span class="unseen">{said}</span>
              </li>
            );
          })}
        </ol>
        <p class="score-legend small-text" aria-hidden="true">
          <span>
            <i class="won" /> {t("scores.report.won")}, %
          </span>
          <span>
            <i class="told" /> {t("scores.report.told")}, %
          </span>
        </p>
      </div>
    </section>
  );
}
