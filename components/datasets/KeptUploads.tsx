/** Files that were taken in, to pick one from or to take away. */
import { Trash2 } from "lucide-preact";
import { call } from "@/components/api.ts";
import { daysText } from "@/components/datasets/say.ts";
import { explain } from "@/components/desk/act.ts";
import { toast } from "@/components/toast.ts";
import type { UploadRow } from "@/ml/datasets/types.ts";
import { useT } from "@/components/i18n.ts";

export interface KeptUploadsProps {
  uploads: readonly UploadRow[];
  value: string | null;
  locale: string;
  onPick(id: string): void;
  onRemoved(id: string): void;
}

export function KeptUploads({ uploads, value, locale, onPick, onRemoved }: KeptUploadsProps) {
  const t = useT();
  const what = (one: UploadRow) => {
    if (one.kind === "records") return t("datasets.upload.records", { rows: one.rows, columns: one.columns.length });
    const period = one.from && one.to ? daysText(one.from, one.to, locale) : "–";
    const step = one.step === null ? t("datasets.upload.per-call") : t("datasets.upload.step", { minutes: one.step });
    return `${t("datasets.upload.calls", { rows: one.rows, period })}, ${step}`;
  };
  const remove = async (one: UploadRow) => {
    const answer = await call("DELETE", `/api/v1/forecasting/uploads/${one.id}`);
    if (!explain(answer, t)) return;
    toast("good", t("datasets.upload.removed"));
    onRemoved(one.id);
  };
  return (
    <fieldset class="du-kept">
      <legend>{t("datasets.upload.kept")}</legend>
      <div>
        {uploads.map((one) => (
          <div key={one.id} class="du-file">
            <label>
              <input
                type="radio"
                name="dataset-upload"
                value={one.id}
                checked={one.id === value}
                onChange={() => onPick(one.id)}
              />
              <span>
                <b class="clip">{one.name}</b>
                <small class="quiet">
                  {what(one)}
                  {one.models > 0 && ` · ${t("datasets.upload.used", { models: one.models })}`}
                </small>
              </span>
            </label>
            {one.models === 0 && (
              <button
                type="button"
                class="btn icon small plain"
                aria-label={t("datasets.upload.remove", { name: one.name })}
                onClick={() => void remove(one)}
              >
                <Trash2 size={15} aria-hidden="true" />
              </button>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
