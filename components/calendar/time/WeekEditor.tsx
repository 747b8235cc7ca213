/** A week of work: each day with its intervals. */
import { Copy, Plus, X } from "lucide-preact";
import type { Hours, Week } from "@/store/tables/calendar.ts";
import { useT } from "@/components/i18n.ts";

const MOST = 4;

export function WeekEditor(props: { id: string; week: Week; weekStart: number; change(week: Week): void }) {
  const { week, weekStart, change } = props;
  // Sunday stands where the language has it.
  const order = weekStart === 7 ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7];
  const set = (day: number, hours: Hours[]) => change(week.map((one, n) => n === day - 1 ? hours : one));
  return (
    <ul class="wt-week">
      {order.map((day) => (
        <DayEditor
          key={day}
          id={`${props.id}-${day}`}
          day={day}
          hours={week[day - 1]}
          monday={week[0]}
          change={(hours) => set(day, hours)}
        />
      ))}
    </ul>
  );
}

function DayEditor(
  props: { id: string; day: number; hours: Hours[]; monday: Hours[]; change(hours: Hours[]): void },
) {
  const t = useT();
  const { day, hours, monday, change } = props;
  const name = t(`calendar.weekday.${day}`);
  const last = hours.at(-1);
  const next = last && last.to > last.from && last.to < "22:00"
    ? { from: last.to, to: "23:00" }
    : { from: "09:00", to: "18:00" };
  const same = JSON.stringify(hours) === JSON.stringify(monday);
  const set = (n: number, part: Partial<Hours>) => change(hours.map((one, i) => i === n ? { ...one, ...part } : one));
  return (
    <li class="wt-day" data-day={day}>
      <b>{name}</b>
      <div class="wt-intervals">
        {hours.length === 0 && <span class="quiet wt-off">{t("calendar.time.off")}</span>}
        {hours.map((one, n) => (
          <div class="wt-interval" key={n} role="group" aria-label={t("calendar.time.of", { day: name, n: n + 1 })}>
            {(["from", "to"] as const).map((end) => (
              <input
                key={end}
                id={`${props.id}-${n}-${end}`}
                class="input"
                type="time"
                required
                aria-label={`${name}: ${t(`calendar.time.${end}`)}`}
                value={one[end]}
                onInput={(event) => set(n, { [end]: event.currentTarget.value })}
              />
            ))}
            <button
              type="button"
              class="btn icon small plain"
              aria-label={t("calendar.time.remove.of", { day: name, ...one })}
              onClick={() =>
                change(hours.filter((_, i) =>
                  i !== n
                ))}
            >
              <X size={14} aria-hidden="true" />
            </button>
            {one.to !== "" && one.to <= one.from && <small class="quiet">{t("calendar.time.overnight")}</small>}
          </div>
        ))}
      </div>
      <span class="row">
        {hours.length < MOST && (
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("calendar.time.add.of", { day: name })}
            title={t("calendar.time.add")}
            onClick={() => change([...hours, next])}
          >
            <Plus size={15} aria-hidden="true" />
          </button>
        )}
        {day > 1 && !same && (
          <button
            type="button"
            class="btn icon small plain"
            aria-label={t("calendar.time.copy.of", { day: name })}
            title={t("calendar.time.copy")}
            onClick={() => change(monday.map((one) => ({ ...one })))}
          >
            <Copy size={14} aria-hidden="true" />
          </button>
        )}
      </span>
    </li>
  );
}

/** Hours a week, for a glance. */
export function hoursOf(week: Week): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const sum = week.flat().reduce((sum, { from, to }) => {
    const length = minutes(to) - minutes(from);
    return sum + (length > 0 ? length : length + 1_440);
  }, 0);
  return Math.round(sum / 6) / 10;
}
