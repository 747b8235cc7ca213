/** How well one version tells: the verdict, its competitors, the back-test day by day, and where it misses. */
import { ChartSpline, RefreshCw } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import { isVolume } from "@/components/models/draft.ts";
import { ErrorsBy } from "@/components/models/ErrorsBy.tsx";
import { ModelsTable } from "@/components/models/ModelsTable.tsx";
import { ScoreResult } from "@/components/models/ScoreResult.tsx";
import { ServiceLines } from "@/components/models/ServiceLines.tsx";
import { ToldChart } from "@/components/models/ToldChart.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { type ModelState, useDetails } from "@/components/models/useModel.ts";
import { isRunning } from "@/components/workshop/run.ts";
import { VerdictBox } from "@/components/models/VerdictBox.tsx";
import type { ModelRow, VersionDetail, VersionRow } from "@/ml/registry/types.ts";

export interface ResultProps {
  sheet: Sheet;
  state: ModelState;
  shown: VersionRow | null;
  show(version: string): void;
  promote(version: VersionRow): void;
  train(): void;
}

export function ResultPanel(props: ResultProps) {
  const { sheet, state, shown } = props;
  const { t, mayManage } = sheet;
  const details = useDetails(state.model.id, [shown?.id ?? null]);
  if (!shown) {
    return (
      <div class="card">
        <Empty
          icon={ChartSpline}
          title={t("models.result.none")}
          action={mayManage && !isRunning(state.run) && (
            <button type="button" class="btn primary" onClick={props.train}>{t("models.train")}</button>
          )}
        >
          {t(isRunning(state.run) ? "models.result.none.running" : "models.result.none.hint")}
        </Empty>
      </div>
    );
  }
  const detail = details.get(shown.id);
  return (
    <div class="stack">
      {state.versions.length > 1 && (
        <label class="mp-pick">
          <span>{t("models.result.of")}</span>
          <select class="select small" value={shown.id} onChange={(event) => props.show(event.currentTarget.value)}>
            {state.versions.map((one) => (
              <option key={one.id} value={one.id} selected={one.id === shown.id}>
                {t(one.champion ? "models.version.champion" : "models.version", { n: one.n })}
              </option>
            ))}
          </select>
        </label>
      )}
      <VerdictBox
        sheet={sheet}
        version={shown}
        busy={state.busy !== null}
        promote={() => props.promote(shown)}
      />
      {!detail && details.error && (
        <div class="card" role="alert">
          <Empty
            icon={RefreshCw}
            title={t("models.failed")}
            action={<button type="button" class="btn primary" onClick={details.again}>{t("shell.retry")}</button>}
          >
            {t(details.error.code, details.error.detail)}
          </Empty>
        </div>
      )}
      {!detail && !details.error && (
        <div class="report-skeleton" role="status">
          <span class="unseen">{t("shell.loading")}</span>
          {Array.from({ length: 3 }, (_, n) => <i key={n} />)}
        </div>
      )}
      {detail && <Report sheet={sheet} detail={detail} recordKind={state.model.recordKind} />}
    </div>
  );
}

function Report(props: { sheet: Sheet; detail: VersionDetail; recordKind: ModelRow["recordKind"] }) {
  const { sheet, detail } = props;
  const { t, say } = sheet;
  const { report, settings } = detail;
  if (!("told" in report)) return <ScoreResult sheet={sheet} report={report} recordKind={props.recordKind} />;
  const level = isVolume(settings) ? settings.level : 0.8;
  return (
    <>
      <section class="card report-panel" aria-labelledby="mp-told">
        <header>
          <h2 id="mp-told">{t("models.told")}</h2>
        </header>
        <p class="report-hint">
          {t("models.told.hint", { range: say.range(report.from, report.to) })}
        </p>
        <ToldChart sheet={sheet} report={report} level={level} floor={detail.verdict.figure.floor ?? null} />
      </section>
      <section class="card report-panel" aria-labelledby="mp-compare">
        <header>
          <h2 id="mp-compare">{t("models.compare")}</h2>
        </header>
        <p class="report-hint">{t("models.compare.hint")}</p>
        <ModelsTable sheet={sheet} models={report.models} level={level} />
      </section>
      <ErrorsBy sheet={sheet} report={report} />
      <ServiceLines sheet={sheet} report={report} />
    </>
  );
}
