/** The data of the next training, looked at now. */
import { RefreshCw } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { Empty } from "@/components/Empty.tsx";
import type { Refusal, Sheet } from "@/components/models/types.ts";
import type { ModelRow } from "@/ml/registry/types.ts";

/** Years of calls are read for it. */
const PATIENCE_MS = 60_000;

export function Quality(props: { sheet: Sheet; model: ModelRow }) {
  const { t } = props.sheet;
  const { dataset, settings } = props.model;
  const [quality, setQuality] = useState<unknown>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify({ dataset, settings });
  useEffect(() => {
    const abort = new AbortController();
    void call<unknown>("POST", "/api/v1/forecasting/inspect", { dataset, settings }, {
      signal: abort.signal,
      patienceMs: PATIENCE_MS,
    }).then((answer) => {
      if (abort.signal.aborted) return;
      setError(answer.ok ? null : { code: answer.code, detail: answer.detail });
      if (answer.ok) setQuality(answer.value);
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
  if (!quality) {
    return (
      <div class="report-skeleton" role="status">
        <span class="unseen">{t("shell.loading")}</span>
        {Array.from({ length: 3 }, (_, n) => <i key={n} />)}
      </div>
    );
  }
  return null;
}
