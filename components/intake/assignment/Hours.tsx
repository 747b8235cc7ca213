/** Days and hours of work. */
import { ZoneField } from "@/components/calendar/time/ZoneField.tsx";
import { TextField } from "@/components/form/Field.tsx";
import type { WorkingHours } from "@/store/tables/intake.ts";
import { useT } from "@/components/i18n.ts";

const DAYS = [1, 2, 3, 4, 5, 6, 7];

export function Hours(props: { id: string; hours: WorkingHours; change(hours: WorkingHours): void }) {
  const t = useT();
  const { hours, change, id } = props;
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
        <ZoneField
          id={`${id}-zone`}
          label={t("intake.assignment.hours.zone")}
          value={hours.timeZone}
          otherwise={t("intake.assignment.hours.zone.site")}
          onChange={(timeZone) => change({ ...hours, timeZone })}
        />
      </div>
    </>
  );
}
