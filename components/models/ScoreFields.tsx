/** Settings of a score: families, and what columns it may learn from. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { CheckField } from "@/components/form/Field.tsx";
import { SCORE_FAMILIES, toggled } from "@/components/models/draft.ts";
import { FamiliesSection } from "@/components/models/FamiliesSection.tsx";
import { columnTitle } from "@/components/scores/words.ts";
import type { Sheet } from "@/components/models/types.ts";
import { useT } from "@/components/i18n.ts";
import { currentLocale } from "@/locales/mod.ts";
import type { ModelRow } from "@/ml/registry/types.ts";
import type { ColumnWords } from "@/ml/scores/describe.ts";
import type { ScoreSettings } from "@/ml/scores/report.ts";

export interface ScoreFieldsProps {
  sheet: Sheet;
  settings: ScoreSettings;
  columns: readonly string[];
  leaks: readonly string[];
  /** Whose fields they are; null: a file's. */
  recordKind: ModelRow["recordKind"];
  error(field: string): string | null;
  onChange(settings: ScoreSettings): void;
}

const LISTS = ["without", "keep", "fairness"] as const;

export function ScoreFields(props: ScoreFieldsProps) {
  const { t } = props.sheet;
  const { settings } = props;
  const title = useTitles(props.recordKind);
  const change = (part: Partial<ScoreSettings>) => props.onChange({ ...settings, ...part });
  return (
    <>
      <FamiliesSection
        sheet={props.sheet}
        hint={t("models.settings.score-families.hint")}
        all={SCORE_FAMILIES}
        chosen={settings.families}
        error={props.error("families")}
        onChange={(families) => change({ families })}
      />
      {LISTS.map((list) => {
        const all = [...new Set([...(list === "keep" ? props.leaks : props.columns), ...settings[list]])].sort();
        return (
          <section class="form-section" key={list}>
            <div>
              <h2>{t(`models.settings.${list}`)}</h2>
              <p>{t(`models.settings.${list}.hint`)}</p>
            </div>
            <div class="mp-columns" role="group" aria-label={t(`models.settings.${list}`)}>
              {all.length === 0 && (
                <p class="quiet">
                  {t(
                    list === "keep" && props.columns.length > 0
                      ? "models.settings.keep.none"
                      : "models.settings.columns.none",
                  )}
                </p>
              )}
              {all.map((column) => (
                <CheckField
                  key={column}
                  label={title(column)}
                  checked={settings[list].includes(column)}
                  onChange={() => change({ [list]: toggled(all, settings[list], column) })}
                />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

/** What columns are called; until that is known, by their keys. */
function useTitles(recordKind: ModelRow["recordKind"]): (column: string) => string {
  const t = useT();
  const [words, setWords] = useState<ColumnWords | null>(null);
  useEffect(() => {
    if (recordKind === null) return;
    const abort = new AbortController();
    const path = `/api/v1/forecasting/scores/columns?kind=${recordKind}`;
    void call<ColumnWords>("GET", path, undefined, { signal: abort.signal }).then((answer) => {
      if (answer.ok && !abort.signal.aborted) setWords(answer.value);
    });
    return () => abort.abort();
  }, [recordKind]);
  return (column) => columnTitle(column, { t, locale: currentLocale(), recordKind, words });
}
