/** Whether a score treats groups alike: told beside come true, and how often each is among the best. */
import { columnTitle, percentText, type ScoreWords, valueText } from "@/components/scores/words.ts";
import type { ScoreVersionReport } from "@/ml/scores/report.ts";

export function Fairness(props: { fairness: ScoreVersionReport["fairness"]; around: ScoreWords }) {
  const { fairness, around } = props;
  const { t } = around;
  return (
    <section class="card report-panel" aria-labelledby="score-fairness">
      <header>
        <h2 id="score-fairness">{t("scores.report.fairness")}</h2>
      </header>
      <p class="report-hint">
        {t(fairness.length === 0 ? "scores.report.fairness.none" : "scores.report.fairness.hint")}
      </p>
      {fairness.map(({ column, groups }) => (
        <div key={column}>
          <h3 class="score-column">{columnTitle(column, around)}</h3>
          {groups.length < 2 && <p class="report-hint">{t("scores.report.fairness.few")}</p>}
          {groups.length > 0 && <Groups column={column} groups={groups} around={around} />}
        </div>
      ))}
    </section>
  );
}

type Group = ScoreVersionReport["fairness"][number]["groups"][number];

function Groups(props: { column: string; groups: readonly Group[]; around: ScoreWords }) {
  const { column, groups, around } = props;
  const { t, locale } = around;
  const share = (value: number) => percentText(value, locale, 1);
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={columnTitle(column, around)}>
      <table class="table cards">
        <thead>
          <tr>
            <th scope="col">{t("scores.report.group")}</th>
            <th scope="col" class="num">{t("scores.report.records")}</th>
            <th scope="col" class="num">{t("scores.report.told")}</th>
            <th scope="col" class="num">{t("scores.report.won")}</th>
            <th scope="col" class="num">{t("scores.report.picked")}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.group}>
              <th scope="row">{valueText(column, group.group || null, around)}</th>
              <td class="num" data-label={t("scores.report.records")}>{group.records}</td>
              <td class="num" data-label={t("scores.report.told")}>{share(group.told)}</td>
              <td class="num" data-label={t("scores.report.won")}>{share(group.won)}</td>
              <td class="num" data-label={t("scores.report.picked")}>
                {t("scores.report.picked.value", { n: percentText(group.picked, locale) })}
              </td>
              <td>
                <span class="btn-row">
                  {group.off && <span class="badge" data-tone="bad">{t("scores.report.off")}</span>}
                  {group.seldom && <span class="badge" data-tone="warn">{t("scores.report.seldom")}</span>}
                  {!group.off && !group.seldom && <span class="badge" data-tone="good">{t("scores.report.even")}</span>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
