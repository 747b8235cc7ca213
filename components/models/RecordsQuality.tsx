/** Records that a score would learn from, looked at now. */
import { OctagonAlert } from "lucide-preact";
import type { Sheet } from "@/components/models/types.ts";
import { refusalKeys } from "@/components/workshop/accuracy.ts";
import { firstWords } from "@/components/workshop/RunRefused.tsx";
import type { RecordsQuality as Quality } from "@/ml/datasets/types.ts";

export function RecordsQuality(props: { sheet: Sheet; quality: Quality | null }) {
  const { t, say } = props.sheet;
  const { quality } = props;
  if (!quality) return <p class="quiet" role="status">{t("shell.loading")}</p>;
  const { refusal } = quality;
  const keys = refusal && refusalKeys("score", refusal.code);
  const [words, remedy] = keys ? [firstWords(keys.words), firstWords(keys.remedies)] : [null, null];
  return (
    <div class="card">
      <div class="body stack">
        {refusal && (
          <div class="note-box" data-tone="bad" role="alert">
            <OctagonAlert size={18} aria-hidden="true" />
            <div>
              <b>{t(words ?? "workshop.run.failed.data", refusal.detail)}</b>
              {remedy && <p>{t(remedy, refusal.detail)}</p>}
            </div>
          </div>
        )}
        <dl class="mp-facts">
          <div>
            <dt>{t("models.data.period")}</dt>
            <dd>{say.range(quality.from, quality.to)}</dd>
          </div>
          <div>
            <dt>{t("models.data.records")}</dt>
            <dd>{say.count(quality.rows)}</dd>
          </div>
          <div>
            <dt>{t("models.data.won")}</dt>
            <dd>
              {say.count(quality.won)}
              {quality.rows > 0 && <span class="quiet">({say.percent(quality.won / quality.rows)})</span>}
            </dd>
          </div>
          <div>
            <dt>{t("models.data.columns")}</dt>
            <dd>{say.count(quality.columns.length)}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
}
