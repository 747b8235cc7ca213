/** The version beside the champion, the baselines and every other family, on the same days. */
import { Difference, reachOf } from "@/components/models/Difference.tsx";
import { Term } from "@/components/workshop/Term.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { BASELINES, type ModelFigures } from "@/ml/volume/report.ts";

export interface ModelsTableProps {
  sheet: Sheet;
  models: readonly ModelFigures[];
  /** Of the intervals, 0 to 1. */
  level: number;
}

/** The version, the champion, what has to be beaten, the rest; each from the best on. */
export function inOrder(models: readonly ModelFigures[]): ModelFigures[] {
  const rank = ({ name }: ModelFigures) =>
    name === "product" ? 0 : name === "champion" ? 1 : BASELINES.includes(name) ? 2 : 3;
  return [...models].sort((a, b) => rank(a) - rank(b) || (a.wape ?? Infinity) - (b.wape ?? Infinity));
}

export function ModelsTable(props: ModelsTableProps) {
  const { sheet } = props;
  const { t, say } = sheet;
  const models = inOrder(props.models);
  const reach = reachOf(models.map(({ difference }) => difference));
  return (
    <div class="report-table" tabIndex={0} role="region" aria-label={t("models.compare.table")}>
      <table class="table cards mp-models">
        <thead>
          <tr>
            <th scope="col">{t("models.col.model")}</th>
            <th scope="col" class="num">
              <Term of="wape" />
            </th>
            <th scope="col">
              <Term of="difference" />
            </th>
            <th scope="col" class="num">
              <Term of="mase" />
            </th>
            <th scope="col" class="num">
              <Term of="pinball" />
            </th>
            <th scope="col" class="num">
              <Term of="coverage" />
            </th>
            <th scope="col" class="num">
              <Term of="weight" />
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
                {one.name !== "product" && one.name !== "champion" && BASELINES.includes(one.name) && (
                  <small class="second">{t("models.baseline")}</small>
                )}
              </th>
              <td class="num" data-label={t("models.col.error")}>
                <b>{say.percent(one.wape)}</b>
              </td>
              <td data-label={t("models.col.difference")}>
                {one.name === "product"
                  ? null
                  : <Difference sheet={sheet} difference={one.difference} good="below" reach={reach} />}
              </td>
              <td class="num" data-label="MASE">{say.scale(one.mase)}</td>
              <td class="num" data-label={t("models.col.pinball")}>{say.scale(one.pinball)}</td>
              <td class="num" data-label={t("models.col.coverage", { level: say.percent(props.level) })}>
                {say.percent(one.coverage)}
              </td>
              <td class="num" data-label={t("models.col.weight")}>{say.percent(one.weight)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
