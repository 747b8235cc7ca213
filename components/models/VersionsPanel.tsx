/** All versions of a model: what they were made of, how well they tell, who put them to use; any two beside each other. */
import { Download, History, Trophy } from "lucide-preact";
import { useState } from "preact/hooks";
import { Empty } from "@/components/Empty.tsx";
import { BesideVersions } from "@/components/models/BesideVersions.tsx";
import { figureOf } from "@/components/models/names.ts";
import type { Sheet } from "@/components/models/types.ts";
import type { ModelState } from "@/components/models/useModel.ts";
import { verdictInWords } from "@/components/workshop/accuracy.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import type { VersionRow } from "@/ml/registry/types.ts";

export interface VersionsProps {
  sheet: Sheet;
  state: ModelState;
  show(version: string): void;
  promote(version: VersionRow): void;
  rollBack(): void;
  train(): void;
}

/** The one that was in use before the champion, which a roll-back brings back. */
export function before(versions: readonly VersionRow[]): VersionRow | null {
  return versions.filter(({ champion, promotedAt, blobBytes }) => !champion && promotedAt !== null && blobBytes > 0)
    .toSorted((a, b) => (a.promotedAt! < b.promotedAt! ? 1 : -1))[0] ?? null;
}

export function VersionsPanel(props: VersionsProps) {
  const { sheet, state } = props;
  const { t, say, zone, mayManage } = sheet;
  const { versions, model } = state;
  const [chosen, setChosen] = useState<string[]>([]);
  const pick = (id: string) =>
    setChosen((now) => now.includes(id) ? now.filter((one) => one !== id) : [...now, id].slice(-2));
  const path = `/api/v1/forecasting/models/${model.id}/versions`;
  const last = before(versions);
  if (versions.length === 0) {
    return (
      <div class="card">
        <Empty
          icon={History}
          title={t("models.versions.none")}
          action={mayManage && (
            <button type="button" class="btn primary" onClick={props.train}>{t("models.train")}</button>
          )}
        >
          {t("models.versions.none.hint")}
        </Empty>
      </div>
    );
  }
  const when = (at: string) => dateTimeOf(Date.parse(at), zone);
  const pair = chosen.map((id) => versions.find((one) => one.id === id)).filter((one) => one !== undefined)
    .sort((a, b) => b.n - a.n);
  return (
    <div class="stack">
      <section class="card report-panel" aria-labelledby="mp-versions">
        <header>
          <h2 id="mp-versions">{t("models.tab.versions")}</h2>
          {mayManage && last && (
            <button type="button" class="btn small" disabled={state.busy !== null} onClick={props.rollBack}>
              <History size={15} aria-hidden="true" />
              {t("models.roll-back.to", { n: last.n })}
            </button>
          )}
        </header>
        {versions.length > 1 && <p class="report-hint" id="mp-choose-two">{t("models.versions.choose")}</p>}
        <div class="report-table" tabIndex={0} role="region" aria-label={t("models.tab.versions")}>
          <table class="table cards mp-versions">
            <thead>
              <tr>
                <th scope="col">{t("models.col.version")}</th>
                <th scope="col" class="num">{t(`workshop.metric.${versions[0].verdict.figure.name}`)}</th>
                <th scope="col">{t("models.col.verdict")}</th>
                <th scope="col">{t("models.col.data")}</th>
                <th scope="col">{t("models.col.trained")}</th>
                <th scope="col">{t("models.col.promoted")}</th>
                <th scope="col">
                  <span class="unseen">{t("models.col.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {versions.map((one) => (
                <tr key={one.id} data-version={one.n} data-champion={one.champion || undefined}>
                  <th scope="row">
                    <span class="row">
                      {versions.length > 1 && (
                        <input
                          type="checkbox"
                          checked={chosen.includes(one.id)}
                          aria-label={t("models.versions.pick", { n: one.n })}
                          aria-describedby="mp-choose-two"
                          onChange={() => pick(one.id)}
                        />
                      )}
                      <button type="button" class="mp-link" onClick={() => props.show(one.id)}>
                        {t("models.version", { n: one.n })}
                      </button>
                      {one.champion && (
                        <span class="badge" data-tone="accent">
                          <Trophy size={12} aria-hidden="true" />
                          {t("models.champion")}
                        </span>
                      )}
                    </span>
                  </th>
                  <td class="num" data-label={t(`workshop.metric.${one.verdict.figure.name}`)}>
                    <b>{figureOf(one.verdict.figure.name, one.verdict.figure.own, say)}</b>
                  </td>
                  <td data-label={t("models.col.verdict")}>
                    <Mark version={one} sheet={sheet} />
                  </td>
                  <td data-label={t("models.col.data")}>
                    <span>
                      {say.range(one.dataFrom, one.dataTo)}
                      <small class="second">{t("models.rows", { count: one.dataRows })}</small>
                    </span>
                  </td>
                  <td data-label={t("models.col.trained")}>
                    <span>
                      {when(one.trainedAt)}
                      <small class="second">{one.trainedBy?.name ?? t("models.by-schedule")}</small>
                    </span>
                  </td>
                  <td data-label={t("models.col.promoted")}>
                    {one.promotedAt && (
                      <span>
                        {when(one.promotedAt)}
                        <small class="second">{one.promotedBy?.name ?? t("models.by-itself")}</small>
                        {one.promoteReason && (
                          <small class="second">{t("models.because", { reason: one.promoteReason })}</small>
                        )}
                      </span>
                    )}
                  </td>
                  <td class="actions">
                    {mayManage && !one.champion && one.blobBytes > 0 && (
                      <button
                        type="button"
                        class="btn small"
                        disabled={state.busy !== null}
                        aria-label={t("models.promote.of", { n: one.n })}
                        onClick={() => props.promote(one)}
                      >
                        {t("models.promote.short")}
                      </button>
                    )}
                    {one.blobBytes > 0 && (
                      <a
                        class="btn icon small plain"
                        href={`${path}/${one.id}/blob`}
                        download
                        title={t("models.blob.of", { n: one.n, size: say.bytes(one.blobBytes) })}
                        aria-label={t("models.blob.of", { n: one.n, size: say.bytes(one.blobBytes) })}
                      >
                        <Download size={15} aria-hidden="true" />
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {pair.length === 2 && <BesideVersions sheet={sheet} model={model.id} pair={[pair[0], pair[1]]} />}
    </div>
  );
}

/** What was found about a version when it was trained; of a champion too. */
function Mark(props: { version: VersionRow; sheet: Sheet }) {
  const { key, tone } = verdictInWords(props.version.verdict);
  return <span class="badge" data-tone={tone}>{props.sheet.t(key)}</span>;
}
