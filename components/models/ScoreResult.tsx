/** How well a score tells: its competitors here, all else in the report of scores. */
import { Difference, reachOf } from "@/components/models/Difference.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { ScoreReport } from "@/components/scores/ScoreReport.tsx";
import { Term } from "@/components/workshop/Term.tsx";
import type { ModelRow } from "@/ml/registry/types.ts";
import type { ScoreFigures, ScoreVersionReport } from "@/ml/scores/report.ts";

export function ScoreResult(
  props: { sheet: Sheet; report: ScoreVersionReport; recordKind: ModelRow["recordKind"] },
) {
  const { sheet, report } = props;
  const { t } = sheet;
  return (
    <>
      <section class="card report-panel" aria-labelledby="mp-compare">
        <header>
          <h2 id="mp-compare">{t("models.compare")}</h2>
        </header>
        <p class="report-hint">{t("models.compare.score.hint")}</p>
        <ScoreModels sheet={sheet} models={report.models} />
      </section>
      <ScoreReport report={report} recordKind={props.recordKind} />
    </>
  );
}

function ScoreModels(props: { sheet: Sheet; models: readonly ScoreFigures[] }) {
  const { sheet } = props;
  const { t, say } = sheet;
  const rank = ({ name }: ScoreFigures) => name === "product" ? 0 : name === "champion" ? 1 : 2;
  const models = props.models.toSorted((a, b) => rank(a) - rank(b) || (b.auc ?? 0) - (a.auc ?? 0));
  const reach = reachOf(models.map(({ difference }) => difference));
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={t("models.compare.table")}>
      <table class="table cards mp-models">
        <thead>
          <tr>
            <th scope="col">{t("models.col.model")}</th>
            <th scope="col" class="num">
              <Term of="auc" />
            </th>
            <th scope="col">
              <Term of="difference" />
            </th>
            <th scope="col" class="num">
              <Term of="brier" />
            </th>
            <th scope="col" class="num">
              <Term of="ece" />
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((one) => (
            <tr key={one.name} data-model={one.name} data-own={one.name === "product" || undefined}>
              <th scope="row">
                {one.name === "product" || one.name === "champion"
                  ? t(`models.name.${one.name}`)
                  : <Term of={one.name} kind="family" />}
              </th>
              <td class="num" data-label={t("workshop.metric.auc")}>
                <b>{say.scale(one.auc)}</b>
              </td>
              <td data-label={t("models.col.difference")}>
                {one.name !== "product" && (
                  <Difference sheet={sheet} difference={one.difference} good="above" reach={reach} />
                )}
              </td>
              <td class="num" data-label={t("workshop.metric.brier")}>{say.scale(one.brier)}</td>
              <td class="num" data-label={t("workshop.metric.ece")}>{say.scale(one.ece)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
