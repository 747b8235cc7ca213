/** What the next training of a model takes: its data, families and when it is trained by itself. */
import { RotateCcw, TriangleAlert } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { SelectField, TextField } from "@/components/form/Field.tsx";
import { CallsFields, RecordsFields, UploadFields } from "@/components/models/DatasetFields.tsx";
import { type Draft, draftOf, isVolume, patchOf, SCHEDULES, usual, wrongIn } from "@/components/models/draft.ts";
import { ScoreFields } from "@/components/models/ScoreFields.tsx";
import type { Choice, Refusal, Sheet } from "@/components/models/types.ts";
import type { ModelState } from "@/components/models/useModel.ts";
import { VolumeFields } from "@/components/models/VolumeFields.tsx";
import { isRunning } from "@/components/workshop/run.ts";
import { toast } from "@/components/toast.ts";

export interface SettingsProps {
  sheet: Sheet;
  state: ModelState;
  queues: readonly Choice[];
  numbers: readonly Choice[];
  pipelines: readonly Choice[];
  /** Columns that the last version knows, by which a score can be told what to leave out. */
  columns: readonly string[];
  /** Columns that the guard took away: those may be kept. */
  leaks: readonly string[];
  train(): void;
}

export function SettingsForm(props: SettingsProps) {
  const { sheet, state } = props;
  const { t } = sheet;
  const { model } = state;
  const [draft, setDraft] = useState<Draft>(() => draftOf(model));
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const patch = patchOf(draft, model);
  const wrong = wrongIn(draft);
  const error = (field: string) => checked && wrong.has(field) ? t(`models.wrong.${wrong.get(field)}`) : null;
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setRefusal(null);
    setSaved(false);
  };
  useEffect(() => {
    if (!patch) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [patch !== null]);
  const save = async (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if (wrong.size > 0) return document.getElementById(`mp-${[...wrong.keys()][0]}`)?.focus();
    if (!patch) return;
    setBusy(true);
    const answer = await state.save(patch);
    setBusy(false);
    if (!answer.ok) return setRefusal(answer);
    setDraft(draftOf(answer.value));
    setSaved(true);
    toast("good", t("shell.saved"));
  };
  const { settings, dataset } = draft;
  return (
    <form class="card mp-settings" onSubmit={save} noValidate>
      {!sheet.mayManage && <p class="note-box mp-note">{t("models.read-only")}</p>}
      <fieldset disabled={!sheet.mayManage || busy}>
        <legend class="unseen">{t("models.tab.settings")}</legend>
        <section class="form-section">
          <div>
            <h2>{t("models.settings.model")}</h2>
            <p>{t("models.settings.model.hint")}</p>
          </div>
          <div class="form-grid">
            <TextField
              id="mp-name"
              label={t("models.settings.name")}
              maxLength={120}
              value={draft.name}
              error={error("name")}
              onInput={(event) => change({ name: event.currentTarget.value })}
            />
            <SelectField
              id="mp-schedule"
              label={t("models.settings.schedule")}
              hint={t("models.settings.schedule.hint")}
              value={draft.schedule}
              options={SCHEDULES.map((value) => ({ value, label: t(`models.schedule.${value}`) }))}
              onChange={(value) => change({ schedule: value as Draft["schedule"] })}
            />
          </div>
        </section>
        <section class="form-section">
          <div>
            <h2>{t("models.settings.data")}</h2>
            <p>{t(`models.settings.data.${dataset.from}.hint`)}</p>
          </div>
          {dataset.from === "calls" && (
            <CallsFields
              {...props}
              dataset={dataset}
              error={error}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "upload" && (
            <UploadFields
              sheet={sheet}
              dataset={dataset}
              error={error}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "records" && (
            <RecordsFields
              {...props}
              dataset={dataset}
              onChange={(dataset) => change({ dataset })}
            />
          )}
          {dataset.from === "outcome-upload" && (
            <p>
              {t("models.data.target")}: <b>{dataset.target}</b>
            </p>
          )}
        </section>
        {isVolume(settings)
          ? (
            <VolumeFields
              sheet={sheet}
              settings={settings}
              error={error}
              onChange={(settings) => change({ settings })}
            />
          )
          : (
            <ScoreFields
              sheet={sheet}
              settings={settings}
              columns={props.columns}
              leaks={props.leaks}
              recordKind={model.recordKind}
              error={error}
              onChange={(settings) => change({ settings })}
            />
          )}
      </fieldset>
      {refusal && (
        <div class="note-box mp-note" data-tone="bad" role="alert">
          <TriangleAlert size={16} aria-hidden="true" />
          <span class="grow">{t(refusal.code, refusal.detail)}</span>
          {refusal.code.endsWith(".stale") && (
            <button type="button" class="btn small" onClick={() => location.reload()}>{t("models.reload")}</button>
          )}
        </div>
      )}
      {saved && !patch && !isRunning(state.run) && (
        <div class="note-box mp-note" data-tone="good" role="status">
          <span class="grow">{t("models.settings.saved")}</span>
          <button type="button" class="btn small primary" onClick={props.train}>{t("models.train")}</button>
        </div>
      )}
      {sheet.mayManage && (
        <div class="form-foot">
          <button type="submit" class="btn primary" disabled={busy || !patch}>{t("shell.save")}</button>
          {patch && (
            <button type="button" class="btn" onClick={() => change(draftOf(model))}>
              {t("models.settings.undo")}
            </button>
          )}
          <span class="grow" />
          <button
            type="button"
            class="btn plain"
            disabled={JSON.stringify(usual(draft).settings) === JSON.stringify(settings)}
            onClick={() => change(usual(draft))}
          >
            <RotateCcw size={15} aria-hidden="true" />
            {t("models.settings.usual")}
          </button>
        </div>
      )}
    </form>
  );
}
