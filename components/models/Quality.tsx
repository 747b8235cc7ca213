/** The data of the next training, looked at now. */
import { RefreshCw } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { QualityPanel } from "@/components/datasets/QualityPanel.tsx";
import { Empty } from "@/components/Empty.tsx";
import { RecordsQuality } from "@/components/models/RecordsQuality.tsx";
import type { Refusal, Sheet } from "@/components/models/types.ts";
import type { DataQuality, RecordsQuality as Records } from "@/ml/datasets/types.ts";
import type { ModelRow } from "@/ml/registry/types.ts";

/** Years of calls are read for it. */
const PATIENCE_MS = 60_000;

export function Quality(props: { sheet: Sheet; model: ModelRow }) {
  const { t, zone } = props.sheet;
  const { dataset, settings, kind } = props.model;
  const [quality, setQuality] = useState<DataQuality | Records | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify({ dataset, settings });
  useEffect(() => {
    const abort = new AbortController();
    setError(null);
    void call<DataQuality | Records>("POST", "/api/v1/forecasting/inspect", { dataset, settings }, {
      signal: abort.signal,
      patienceMs: PATIENCE_MS,
    }).then((answer) => {
      if (abort.signal.aborted) return;
      if (answer.ok) setQuality(answer.value);
      else setError({ code: answer.code, detail: answer.detail });
    });
    return () => abort.abort();
  }, [asked, turn]);
  if (error) {
    return (
      <div class="card" role="alert">
        <Empty
          icon={RefreshCw}
          title={t("models.failed")}
          action={
            <button type="button" class="btn primary" onClick={() => setTurn(turn + 1)}>{t("shell.retry")}</button>
          }
        >
          {t(error.code, error.detail)}
        </Empty>
      </div>
    );
  }
  if (kind === "volume") {
    return (
      <div class="card">
        <div class="body">
          <QualityPanel quality={quality?.kind === "volume" ? quality : null} locale={zone.locale} />
        </div>
      </div>
    );
  }
  return <RecordsQuality sheet={props.sheet} quality={quality?.kind === "volume" ? null : quality} />;
}
