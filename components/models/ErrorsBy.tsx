/** Where a version misses: by hour, weekday and distance. */
import { byAhead, byHour, byWeekday, type ErrorRow, largest } from "@/components/models/errors.ts";
import { Term } from "@/components/workshop/Term.tsx";
import type { Sheet } from "@/components/models/types.ts";
import type { VolumeReport } from "@/ml/volume/report.ts";

export function ErrorsBy(props: { sheet: Sheet; report: VolumeReport }) {
  const { t, say } = props.sheet;
  const { report } = props;
  const tables = [
    { key: "hour", rows: byHour(report.byHour), name: (row: ErrorRow) => say.hours(row.from, row.to) },
    { key: "weekday", rows: byWeekday(report.byWeekday), name: (row: ErrorRow) => say.weekday(row.from) },
    {
      key: "ahead",
      rows: byAhead(report.byAhead),
      name: (row: ErrorRow) =>
        row.from === row.to
          ? t("models.ahead", { days: row.from })
          : t("models.ahead.range", { from: row.from, to: row.to }),
    },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <div class="mp-errors">
      {tables.map(({ key, rows, name }) => (
        <section class="card" key={key} aria-labelledby={`mp-by-${key}`}>
          <header>
            <h2 id={`mp-by-${key}`}>{t(`models.by.${key}`)}</h2>
          </header>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">
                  <span class="unseen">{t(`models.by.${key}`)}</span>
                </th>
                <th scope="col">{t("models.col.error")}</th>
                <th scope="col" class="num">
                  <Term of="bias" />
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.from}>
                  <th scope="row" class="tight">{name(row)}</th>
                  <td>
                    <span class="mp-error">
                      <i aria-hidden="true" style={`--share: ${(row.wape ?? 0) / largest(rows)}`} />
                      <b>{say.percent(row.wape)}</b>
                    </span>
                  </td>
                  <td class="num quiet">{say.tilt(row.bias)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="report-hint">{t(`models.by.${key}.hint`, hintOf(rows, name))}</p>
        </section>
      ))}
    </div>
  );
}

/** Where it is worst, in words. */
function hintOf(rows: readonly ErrorRow[], name: (row: ErrorRow) => string) {
  const known = rows.filter(({ wape, calls }) => wape !== null && calls > 0);
  const worst = known.toSorted((a, b) => b.wape! * b.calls - a.wape! * a.calls)[0];
  return { worst: worst ? name(worst) : "", some: worst && known.length > 1 ? "yes" : "no" };
}
