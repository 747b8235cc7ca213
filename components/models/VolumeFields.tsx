/** Settings of a queue's forecast. */
import { CheckField, UnitField } from "@/components/form/Field.tsx";
import { FAMILIES } from "@/components/models/draft.ts";
import { FamiliesSection } from "@/components/models/FamiliesSection.tsx";
import type { Sheet } from "@/components/models/types.ts";
import type { VolumeSettings } from "@/ml/volume/report.ts";

export interface VolumeFieldsProps {
  sheet: Sheet;
  settings: VolumeSettings;
  error(field: string): string | null;
  onChange(settings: VolumeSettings): void;
}

export function VolumeFields(props: VolumeFieldsProps) {
  const { t } = props.sheet;
  const { settings, error } = props;
  const change = (part: Partial<VolumeSettings>) => props.onChange({ ...settings, ...part });
  return (
    <>
      <FamiliesSection
        sheet={props.sheet}
        hint={t("workshop.setting.families.what")}
        all={FAMILIES}
        chosen={settings.families}
        error={error("families")}
        onChange={(families) => change({ families })}
      />
      <section class="form-section">
        <div>
          <h2>{t("models.settings.test")}</h2>
          <p>{t("models.settings.test.hint")}</p>
        </div>
        <div class="form-grid">
          <UnitField
            id="mp-weeks"
            label={t("workshop.setting.weeks")}
            hint={t("workshop.setting.weeks.what")}
            unit={t("models.unit.weeks")}
            min={2}
            max={26}
            value={settings.weeks}
            error={error("weeks")}
            onChange={(weeks) => change({ weeks })}
          />
          <UnitField
            id="mp-level"
            label={t("workshop.setting.level")}
            hint={t("workshop.setting.level.what")}
            unit="%"
            min={50}
            max={98}
            value={Math.round(settings.level * 100)}
            error={error("level")}
            onChange={(level) => change({ level: level / 100 })}
          />
          <UnitField
            id="mp-horizon"
            label={t("workshop.setting.horizon")}
            hint={t("workshop.setting.horizon.what")}
            unit={t("models.unit.days")}
            min={1}
            max={56}
            value={settings.horizon}
            error={error("horizon")}
            onChange={(horizon) => change({ horizon })}
          />
        </div>
      </section>
      <section class="form-section">
        <div>
          <h2>{t("models.settings.calendar")}</h2>
          <p>{t("models.settings.calendar.hint")}</p>
        </div>
        <div class="stack" data-tight>
          <CheckField
            label={t("models.settings.holidays")}
            hint={t("workshop.setting.holidays.what")}
            checked={settings.holidays}
            onChange={(holidays) => change({ holidays })}
          />
          <CheckField
            label={t("models.settings.closed")}
            hint={t("models.settings.closed.hint")}
            checked={settings.closed === "weekday"}
            onChange={(on) => change({ closed: on ? "weekday" : "none" })}
          />
          <p class="small-text">
            <a href="/forecasting/days">{t("models.settings.days")}</a>
          </p>
        </div>
      </section>
    </>
  );
}
