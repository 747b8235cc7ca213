/** How the queue is to be staffed. Changes are seen at once; those who may keep them. */
import { RotateCcw, Save } from "lucide-preact";
import { useT } from "@/components/i18n.ts";
import { NumberField, OptionalNumber } from "@/components/staffing/NumberField.tsx";
import type { StaffingSettings, UsualService } from "@/ml/staffing/settings.ts";

export interface SettingsFormProps {
  settings: StaffingSettings;
  usual: UsualService;
  /** Handle time and patience are forecast by interval. */
  forecast: { handle: boolean; patience: boolean };
  changed: boolean;
  saving: boolean;
  mayManage: boolean;
  change(patch: Partial<StaffingSettings>): void;
  save(): void;
  reset(): void;
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;

export function SettingsForm(props: SettingsFormProps) {
  const t = useT();
  const { settings, usual, change } = props;
  const { serviceLevel, abandon, occupancy, sure, prices } = settings;
  // The last part of a target cannot be taken away: without any, nobody would be needed.
  const only = [serviceLevel, abandon, occupancy].filter((one) => one !== null).length === 1;
  return (
    <form
      class="card staff-settings"
      aria-label={t("staffing.settings")}
      onSubmit={(event) => {
        event.preventDefault();
        props.save();
      }}
    >
      <h2>{t("staffing.settings")}</h2>
      <fieldset>
        <legend>{t("staffing.settings.target")}</legend>
        <OptionalNumber
          id="staff-share"
          label={t("staffing.settings.share")}
          unit="%"
          min={1}
          max={99}
          usual={80}
          value={serviceLevel && round(serviceLevel.share * 100)}
          onChange={(value) => {
            if (value === null && only) return;
            change({
              serviceLevel: value === null ? null : { share: value / 100, within: serviceLevel?.within ?? 20 },
            });
          }}
        />
        {serviceLevel && (
          <NumberField
            id="staff-within"
            label={t("staffing.settings.within")}
            unit={t("staffing.unit.seconds")}
            min={0}
            max={3_600}
            value={serviceLevel.within}
            onChange={(within) => change({ serviceLevel: { ...serviceLevel, within } })}
          />
        )}
        <OptionalNumber
          id="staff-abandon"
          label={t("staffing.settings.abandon")}
          unit="%"
          min={0.1}
          max={100}
          usual={5}
          value={abandon === null ? null : round(abandon * 100)}
          onChange={(value) => {
            if (value !== null || !only) change({ abandon: value === null ? null : value / 100 });
          }}
        />
        <OptionalNumber
          id="staff-occupancy"
          label={t("staffing.settings.occupancy")}
          unit="%"
          min={10}
          max={100}
          usual={90}
          value={occupancy === null ? null : round(occupancy * 100)}
          onChange={(value) => {
            if (value !== null || !only) change({ occupancy: value === null ? null : value / 100 });
          }}
        />
        <label class="field" for="staff-sure">
          <span class="label">{t("staffing.settings.sure")}</span>
          <select
            id="staff-sure"
            class="select"
            value={sure === null ? "" : String(sure)}
            onChange={(event) => change({ sure: event.currentTarget.value ? Number(event.currentTarget.value) : null })}
          >
            <option value="" selected={sure === null}>{t("staffing.settings.sure.mean")}</option>
            {[...new Set([0.7, 0.8, 0.9, 0.95, ...sure === null ? [] : [sure]])].sort().map((one) => (
              <option key={one} value={String(one)} selected={one === sure}>
                {t("staffing.settings.sure.of", { of: Math.round(one * 100) })}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>{t("staffing.settings.work")}</legend>
        <NumberField
          id="staff-shrinkage"
          label={t("staffing.settings.shrinkage")}
          unit="%"
          min={0}
          max={90}
          value={round(settings.shrinkage * 100)}
          hint={t("staffing.settings.shrinkage.hint")}
          onChange={(value) => change({ shrinkage: value / 100 })}
        />
        <OptionalNumber
          id="staff-handle"
          label={t("staffing.settings.handle")}
          unit={t("staffing.unit.seconds")}
          min={1}
          max={86_400}
          usual={Math.round(usual.handle)}
          value={settings.handle}
          hint={settings.handle === null ? from("handle", props.forecast.handle, usual) : undefined}
          onChange={(handle) => change({ handle })}
        />
        <OptionalNumber
          id="staff-patience"
          label={t("staffing.settings.patience")}
          unit={t("staffing.unit.seconds")}
          min={1}
          max={86_400}
          usual={Math.round(usual.patience)}
          value={settings.patience === "endless" ? null : settings.patience}
          disabled={settings.patience === "endless"}
          hint={settings.patience === null ? from("patience", props.forecast.patience, usual) : undefined}
          onChange={(patience) => change({ patience })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={settings.patience === "endless"}
            onChange={(event) => change({ patience: event.currentTarget.checked ? "endless" : null })}
          />
          <span>{t("staffing.settings.endless")}</span>
        </label>
      </fieldset>
      <fieldset>
        <legend>{t("staffing.settings.prices")}</legend>
        <label class="check">
          <input
            type="checkbox"
            checked={prices !== null}
            onChange={(event) =>
              change({
                prices: event.currentTarget.checked ? { agentHour: 400, abandoned: 150, waitingMinute: 3 } : null,
              })}
          />
          <span>
            {t("staffing.settings.prices.on")}
            <small>{t("staffing.settings.prices.hint")}</small>
          </span>
        </label>
        {prices && (["agentHour", "abandoned", "waitingMinute"] as const).map((key) => (
          <NumberField
            key={key}
            id={`staff-price-${key}`}
            label={t(`staffing.settings.price.${key}`)}
            unit={t("staffing.unit.money")}
            min={key === "agentHour" ? 1 : 0}
            max={1_000_000}
            value={prices[key]}
            onChange={(value) => change({ prices: { ...prices, [key]: value } })}
          />
        ))}
      </fieldset>
      <div class="btn-row">
        {props.mayManage && (
          <button type="submit" class="btn primary" disabled={!props.changed || props.saving}>
            <Save size={15} aria-hidden="true" />
            {t("staffing.settings.save")}
          </button>
        )}
        <button type="button" class="btn plain" disabled={!props.changed || props.saving} onClick={props.reset}>
          <RotateCcw size={15} aria-hidden="true" />
          {t("staffing.settings.reset")}
        </button>
      </div>
      <p class="quiet small-text" role="status">
        {props.changed ? t(props.mayManage ? "staffing.settings.unsaved" : "staffing.settings.trial") : ""}
      </p>
    </form>
  );

  function from(what: "handle" | "patience", forecast: boolean, { handled, hungUp }: UsualService): string {
    if (forecast) return t(`staffing.settings.${what}.forecast`);
    const calls = what === "handle" ? handled : hungUp;
    const seconds = Math.round(usual[what]);
    return calls > 0
      ? t(`staffing.settings.${what}.lately`, { seconds, calls })
      : t(`staffing.settings.${what}.customary`, { seconds });
  }
}
