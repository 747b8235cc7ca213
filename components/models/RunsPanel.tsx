/** Trainings of a model: who asked, how long they took, how they ended. */
import { ScrollText } from "lucide-preact";
import { Empty } from "@/components/Empty.tsx";
import { RunError } from "@/components/models/RunError.tsx";
import type { Sheet } from "@/components/models/types.ts";
import type { ModelState } from "@/components/models/useModel.ts";
import { dateTimeOf } from "@/components/time/format.ts";
import type { RunRow, RunState } from "@/ml/registry/types.ts";

const TONES: Record<RunState, string | undefined> = {
  queued: undefined,
  running: "accent",
  done: "good",
  failed: "bad",
  cancelled: undefined,
};

export function RunsPanel(props: { sheet: Sheet; state: ModelState; show(version: string): void; train(): void }) {
  const { sheet, state } = props;
  const { t, say, zone, mayManage } = sheet;
  const { runs, versions } = state;
  if (runs.length === 0) {
    return (
      <div class="card">
        <Empty
          icon={ScrollText}
          title={t("models.runs.none")}
          action={mayManage && (
            <button type="button" class="btn primary" onClick={props.train}>{t("models.train")}</button>
          )}
        >
          {t("models.runs.none.hint")}
        </Empty>
      </div>
    );
  }
  const lasted = ({ startedAt, endedAt }: RunRow) =>
    startedAt && endedAt ? say.seconds(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))) : "–";
  return (
    <section class="card report-panel" aria-labelledby="mp-runs">
      <header>
        <h2 id="mp-runs">{t("models.tab.runs")}</h2>
      </header>
      <div class="report-table" tabIndex={0} role="region" aria-label={t("models.tab.runs")}>
        <table class="table cards">
          <thead>
            <tr>
              <th scope="col">{t("models.col.asked")}</th>
              <th scope="col">{t("models.col.state")}</th>
              <th scope="col">{t("models.col.outcome")}</th>
              <th scope="col" class="num">{t("models.col.lasted")}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((stored) => {
              const run = stored.id === state.run?.id ? state.run : stored;
              const version = versions.find(({ id }) => id === run.version);
              return (
                <tr key={run.id} data-state-of={run.state}>
                  <th scope="row">
                    <span>
                      {dateTimeOf(Date.parse(run.queuedAt), zone)}
                      <small class="second">{run.askedBy?.name ?? t("models.by-schedule")}</small>
                    </span>
                  </th>
                  <td data-label={t("models.col.state")}>
                    <span class="badge" data-tone={TONES[run.state]}>{t(`models.run.${run.state}`)}</span>
                  </td>
                  <td data-label={t("models.col.outcome")}>
                    {run.error
                      ? <RunError kind={state.model.kind} error={run.error} />
                      : version
                      ? (
                        <button type="button" class="btn small plain" onClick={() => props.show(version.id)}>
                          {t("models.version", { n: version.n })}
                        </button>
                      )
                      : null}
                  </td>
                  <td class="num" data-label={t("models.col.lasted")}>{lasted(run)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
