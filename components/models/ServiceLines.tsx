/** How well handle time and patience are told, beside the mean of the last four weeks. */
import type { Sheet } from "@/components/models/types.ts";
import type { ServiceFigures, VolumeReport } from "@/ml/volume/report.ts";

export function ServiceLines(props: { sheet: Sheet; report: VolumeReport }) {
  const { t } = props.sheet;
  const lines = (["handle", "patience"] as const).flatMap((key) => {
    const figures = props.report[key];
    return figures ? [{ key, figures }] : [];
  });
  if (lines.length === 0) return null;
  return (
    <section class="card report-panel" aria-labelledby="mp-service">
      <header>
        <h2 id="mp-service">{t("models.service")}</h2>
      </header>
      <p class="report-hint">{t("models.service.hint")}</p>
      <div class="report-table" tabIndex={0} role="region" aria-label={t("models.service")}>
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col">{t("models.service.what")}</th>
              <th scope="col" class="num">{t("models.service.mean")}</th>
              <th scope="col" class="num">{t("models.col.error")}</th>
              <th scope="col" class="num">{t("models.service.naive")}</th>
              <th scope="col">{t("models.col.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, figures }) => <Line key={key} sheet={props.sheet} name={key} figures={figures} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Line(props: { sheet: Sheet; name: string; figures: ServiceFigures }) {
  const { t, say } = props.sheet;
  const { error, naive, mean, calls } = props.figures;
  const told = error === null || naive === null
    ? "unknown"
    : error < naive
    ? "better"
    : error > naive
    ? "worse"
    : "chance";
  return (
    <tr>
      <th scope="row">
        <span>
          {t(`models.service.${props.name}`)}
          <small class="second">{t("models.service.calls", { count: calls })}</small>
        </span>
      </th>
      <td class="num" data-label={t("models.service.mean")}>{say.seconds(mean * 1000)}</td>
      <td class="num" data-label={t("models.col.error")}>
        <b>{say.percent(error)}</b>
      </td>
      <td class="num" data-label={t("models.service.naive")}>{say.percent(naive)}</td>
      <td data-label={t("models.col.verdict")}>
        <span class="badge" data-tone={told === "better" ? "good" : told === "worse" ? "warn" : undefined}>
          {t(`models.service.told.${told}`)}
        </span>
      </td>
    </tr>
  );
}
