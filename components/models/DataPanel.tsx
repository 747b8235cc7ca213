/** What the version in use was made of, and what the next training will find. */
import { Database, RefreshCw } from "lucide-preact";
import { Findings } from "@/components/datasets/Findings.tsx";
import { Empty } from "@/components/Empty.tsx";
import { isVolume } from "@/components/models/draft.ts";
import { Quality } from "@/components/models/Quality.tsx";
import { Term } from "@/components/workshop/Term.tsx";
import type { Sheet } from "@/components/models/types.ts";
import { type ModelState, useDetails } from "@/components/models/useModel.ts";
import type { VersionRow } from "@/ml/registry/types.ts";

export function DataPanel(props: { sheet: Sheet; state: ModelState; shown: VersionRow | null }) {
  const { sheet, state, shown } = props;
  const { t, say } = sheet;
  const details = useDetails(state.model.id, [shown?.id ?? null]);
  const detail = shown && details.get(shown.id);
  return (
    <div class="stack">
      {shown && (
        <section class="card" aria-labelledby="mp-made-of">
          <header>
            <h2 id="mp-made-of">{t("models.data.made-of", { n: shown.n })}</h2>
          </header>
          <div class="body stack">
            <dl class="mp-facts">
              <div>
                <dt>{t("models.data.period")}</dt>
                <dd>
                  {say.range(shown.dataFrom, shown.dataTo)}
                </dd>
              </div>
              <div>
                <dt>{t("models.data.rows")}</dt>
                <dd>{say.count(shown.dataRows)}</dd>
              </div>
              {detail && isVolume(detail.settings) && "step" in detail.report && (
                <div>
                  <dt>
                    <Term of="step" kind="setting" />
                  </dt>
                  <dd>{t("models.minutes", { count: detail.report.step })}</dd>
                </div>
              )}
              <div>
                <dt>{t("models.data.cpu")}</dt>
                <dd>{say.seconds(shown.cpuMs)}</dd>
              </div>
              <div class="mp-fingerprint">
                <dt>
                  <Term of="fingerprint" />
                </dt>
                <dd>
                  <code title={shown.fingerprint}>{shown.fingerprint}</code>
                </dd>
              </div>
            </dl>
            {details.error && (
              <Empty
                icon={RefreshCw}
                title={t("models.failed")}
                action={<button type="button" class="btn primary" onClick={details.again}>{t("shell.retry")}</button>}
              >
                {t(details.error.code, details.error.detail)}
              </Empty>
            )}
            {detail && detail.findings.length > 0 && <Findings findings={detail.findings} locale={sheet.zone.locale} />}
            {detail && detail.findings.length === 0 && <p class="quiet">{t("models.data.no-findings")}</p>}
          </div>
        </section>
      )}
      {!shown && (
        <div class="card">
          <Empty icon={Database} title={t("models.data.none")}>{t("models.data.none.hint")}</Empty>
        </div>
      )}
      <section class="stack" data-tight aria-labelledby="mp-next-data">
        <h2 id="mp-next-data">{t("models.data.next")}</h2>
        <p class="quiet">{t("models.data.next.hint")}</p>
        <Quality sheet={sheet} model={state.model} />
      </section>
    </div>
  );
}
