/** Columns by how far they move the score. */
import { useState } from "preact/hooks";
import { columnTitle, type ScoreWords } from "@/components/scores/words.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

const SHOWN = 8;

export function Importance(props: { importance: ScoreVersionReport["importance"]; around: ScoreWords }) {
  const { importance, around } = props;
  const { t } = around;
  const [all, setAll] = useState(false);
  const most = importance[0]?.effect ?? 1;
  return (
    <section class="card report-panel" aria-labelledby="score-importance">
      <header>
        <h2 id="score-importance">{t("scores.report.importance")}</h2>
      </header>
      <p class="report-hint">{t("scores.report.importance.hint")}</p>
      <ol class="score-importance">
        {importance.slice(0, all ? undefined : SHOWN).map(({ column, effect }) => (
          <li key={column} style={{ "--share": effect / most }}>
            <span class="clip" title={columnTitle(column, around)}>{columnTitle(column, around)}</span>
            <i aria-hidden="true" />
          </li>
        ))}
      </ol>
      {importance.length > SHOWN && (
        <p class="score-more">
          <button type="button" class="btn plain small" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? "scores.panel.less" : "scores.report.importance.more")}
          </button>
        </p>
      )}
    </section>
  );
}
