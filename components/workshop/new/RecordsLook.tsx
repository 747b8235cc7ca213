/** Records that a score would learn from: how many, how many of them won, and whether that is enough. */
import { ShieldCheck, TriangleAlert } from "lucide-preact";
import type { NewSetup } from "@/components/workshop/types.ts";
import type { DatasetSpec } from "@/ml/datasets/types.ts";
import { formatNumber, formatPercent } from "@/locales/format.ts";
import { useT } from "@/components/i18n.ts";

/** As the training asks for (ml/scores/score.ts); it looks again, as the period may leave fewer. */
const LEAST = 100;
const LEAST_OF_OUTCOME = 20;

function countsOf(setup: NewSetup, dataset: DatasetSpec): { rows: number; won: number | null } | null {
  if (dataset.from === "records") {
    const found = setup.records.find(({ kind }) => kind === dataset.kind);
    return found ? { rows: found.closed, won: found.won } : null;
  }
  if (dataset.from !== "outcome-upload") return null;
  const upload = setup.uploads.find(({ id }) => id === dataset.upload);
  return upload ? { rows: upload.rows, won: null } : null;
}

/** A file that this page does not know is left to the training. */
export function enoughRecords(setup: NewSetup, dataset: DatasetSpec): boolean {
  const counts = countsOf(setup, dataset);
  if (!counts) return dataset.from === "outcome-upload";
  const { rows, won } = counts;
  return rows >= LEAST && (won === null || Math.min(won, rows - won) >= LEAST_OF_OUTCOME);
}

export function RecordsLook({ setup, dataset, locale }: { setup: NewSetup; dataset: DatasetSpec; locale: string }) {
  const t = useT();
  const counts = countsOf(setup, dataset);
  const kind = dataset.from === "records" ? dataset.kind : "file";
  const tell = (value: number) => formatNumber(locale, value);
  return (
    <div class="card ws-records">
      {counts && (
        <dl class="ws-figures">
          <div>
            <dt>{t("workshop.new.records.rows")}</dt>
            <dd>{tell(counts.rows)}</dd>
          </div>
          {counts.won !== null && (
            <>
              <div>
                <dt>{t(`workshop.new.records.${kind}.won`)}</dt>
                <dd>
                  {tell(counts.won)}
                  {counts.rows > 0 && <small>{formatPercent(locale, counts.won / counts.rows)}</small>}
                </dd>
              </div>
              <div>
                <dt>{t(`workshop.new.records.${kind}.lost`)}</dt>
                <dd>{tell(counts.rows - counts.won)}</dd>
              </div>
            </>
          )}
        </dl>
      )}
      <p>{t(`workshop.new.records.${kind}.what`)}</p>
      <p class="row ws-guard">
        <ShieldCheck size={16} aria-hidden="true" />
        <span>{t("workshop.new.records.guard")}</span>
      </p>
      {!enoughRecords(setup, dataset) && (
        <div class="note-box" data-tone="warn" role="alert" data-refused="too-few">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">
            {t("workshop.new.records.few", { least: LEAST, each: LEAST_OF_OUTCOME })}
          </span>
        </div>
      )}
    </div>
  );
}
