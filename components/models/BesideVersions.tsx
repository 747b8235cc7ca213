/** Two versions beside each other: on the days that both told, and by what they were made with. */
import { RefreshCw } from "lucide-preact";
import { useMemo } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { Difference, reachOf } from "@/components/models/Difference.tsx";
import { type Change, changesOf } from "@/components/models/draft.ts";
import { toldBy } from "@/components/models/errors.ts";
import { figureOf, nameOf } from "@/components/models/names.ts";
import { besideOf } from "@/components/models/told.ts";
import type { Sheet } from "@/components/models/types.ts";
import { useDetails } from "@/components/models/useModel.ts";
import type { VersionDetail, VersionRow } from "@/ml/registry/types.ts";

export interface BesideProps {
  sheet: Sheet;
  model: string;
  /** The newer one first. */
  pair: [VersionRow, VersionRow];
}

export function BesideVersions(props: BesideProps) {
  const { sheet, pair } = props;
  const { t, say } = sheet;
  const details = useDetails(props.model, pair.map(({ id }) => id));
  const [newer, older] = pair.map(({ id }) => details.get(id));
  const beside = useMemo(() => {
    if (!newer || !older || !("told" in newer.report) || !("told" in older.report)) return null;
    return besideOf(newer.report.told, older.report.told);
  }, [newer, older]);
  const title = t("models.beside", { newer: pair[0].n, older: pair[1].n });
  return (
    <section class="card" aria-label={title} data-beside={`${pair[0].n}-${pair[1].n}`}>
      <header>
        <h2>{title}</h2>
      </header>
      <div class="body stack">
        {details.error && (
          <Empty
            icon={RefreshCw}
            title={t("models.failed")}
            action={<button type="button" class="btn primary" onClick={details.again}>{t("shell.retry")}</button>}
          >
            {t(details.error.code, details.error.detail)}
          </Empty>
        )}
        {!details.error && (!newer || !older) && <p class="quiet" role="status">{t("shell.loading")}</p>}
        {newer && older && (
          <>
            {beside && (beside.days > 0
              ? (
                <div class="mp-beside">
                  <p>
                    {t("models.beside.days", {
                      days: beside.days,
                      newer: pair[0].n,
                      older: pair[1].n,
                      one: say.percent(beside.one),
                      other: say.percent(beside.other),
                      told: toldBy(beside.difference, "below"),
                    })}
                  </p>
                  <Difference
                    sheet={sheet}
                    difference={beside.difference}
                    good="below"
                    reach={reachOf([beside.difference])}
                  />
                </div>
              )
              : <p class="note-box" data-tone="warn">{t("models.beside.no-days")}</p>)}
            <Facts sheet={sheet} newer={newer} older={older} />
          </>
        )}
      </div>
    </section>
  );
}

function Facts(props: { sheet: Sheet; newer: VersionDetail; older: VersionDetail }) {
  const { sheet, newer, older } = props;
  const { t, say } = sheet;
  const own = (version: VersionDetail) => figureOf(version.verdict.figure.name, version.verdict.figure.own, say);
  const period = ({ dataFrom, dataTo }: VersionDetail) => say.range(dataFrom, dataTo);
  const rows: [string, string, string][] = [
    [t(`workshop.metric.${newer.verdict.figure.name}`), own(newer), own(older)],
    [t("models.col.data"), period(newer), period(older)],
    [t("models.data.rows"), say.count(newer.dataRows), say.count(older.dataRows)],
    [t("workshop.metric.fingerprint"), newer.fingerprint.slice(0, 12), older.fingerprint.slice(0, 12)],
    ...changesOf({ settings: older.settings, dataset: older.dataset }, {
      settings: newer.settings,
      dataset: newer.dataset,
    }).map(({ field, after, before }: Change): [string, string, string] => [
      t(`models.field.${field.split(".").at(-1)}`),
      inWords(after, { field, sheet }),
      inWords(before, { field, sheet }),
    ]),
  ];
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={t("models.beside.facts")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{t("models.beside.facts")}</span>
            </th>
            <th scope="col">{t("models.version", { n: newer.n })}</th>
            <th scope="col">{t("models.version", { n: older.n })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, one, other]) => (
            <tr key={name} data-same={one === other || undefined}>
              <th scope="row">{name}</th>
              <td>{one}</td>
              <td>{other}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inWords(value: unknown, of: { field: string; sheet: Sheet }): string {
  const { t, say } = of.sheet;
  const field = of.field.split(".").at(-1);
  if (field === "closed") return t(value === "weekday" ? "models.value.weekday" : "models.value.missing");
  if (typeof value === "number" && (field === "level" || field === "share")) return say.percent(value);
  if (value === null || value === "") return t("models.value.none");
  if (typeof value === "boolean") return t(value ? "shell.yes" : "shell.no");
  if (typeof value === "number") return say.count(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? t("models.value.none") : value.map((one) => nameOf(`${one}`, t)).join(", ");
  }
  return typeof value === "string" ? nameOf(value, t) : t("shell.yes");
}
