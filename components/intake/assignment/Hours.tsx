/** Days and hours of work. */
import { SelectField, TextField } from "@/components/form/Field.tsx";
import type { WorkingHours } from "@/store/tables/intake.ts";
import { useT } from "@/components/i18n.ts";

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const ZONES = [
  "Europe/Kaliningrad",
  "Europe/Moscow",
  "Europe/Samara",
  "Asia/Yekaterinburg",
  "Asia/Omsk",
  "Asia/Novosibirsk",
  "Asia/Krasnoyarsk",
  "Asia/Irkutsk",
  "Asia/Yakutsk",
  "Asia/Vladivostok",
  "Asia/Magadan",
  "Asia/Kamchatka",
  "Asia/Almaty",
  "Europe/Minsk",
  "UTC",
];

export function Hours(props: { id: string; hours: WorkingHours; change(hours: WorkingHours): void }) {
  const t = useT();
  const { hours, change, id } = props;
  const zones = ZONES.includes(hours.timeZone) || hours.timeZone === "" ? ZONES : [hours.timeZone, ...ZONES];
  return (
    <>
      <fieldset class="days">
        <legend class="label">{t("intake.assignment.hours.days")}</legend>
        <div class="segmented">
          {DAYS.map((day) => (
            <button
              type="button"
              key={day}
              aria-pressed={hours.days.includes(day)}
              onClick={() =>
                change({
                  ...hours,
                  days: hours.days.includes(day)
                    ? hours.days.filter((one) => one !== day)
                    : [...hours.days, day].sort(),
                })}
            >
              {t(`intake.assignment.day.${day}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <div class="form-grid">
        {(["from", "to"] as const).map((end) => (
          <TextField
            key={end}
            id={`${id}-${end}`}
            label={t(`intake.assignment.hours.${end}`)}
            type="time"
            required
            value={hours[end]}
            onInput={(event) => change({ ...hours, [end]: event.currentTarget.value })}
          />
        ))}
        <SelectField
          id={`${id}-zone`}
          label={t("intake.assignment.hours.zone")}
          value={hours.timeZone}
          options={[
            { value: "", label: t("intake.assignment.hours.zone.site") },
            ...zones.map((zone) => ({ value: zone, label: zone })),
          ]}
          onChange={(timeZone) => change({ ...hours, timeZone })}
        />
      </div>
    </>
  );
}
