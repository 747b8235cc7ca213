/** Heads of columns: a day with its holiday, or a colleague. */
import { Avatar } from "@/components/Avatar.tsx";
import { dayText, longDay } from "@/components/calendar/dates.ts";
import { dayName } from "@/components/calendar/words.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { useT } from "@/components/i18n.ts";

export function DayHead(props: { day: string; calendar: Calendar }) {
  const t = useT();
  const { day, calendar } = props;
  const { zone } = calendar.setup;
  const special = calendar.range.days.find((one) => one.day === day);
  return (
    <div class="cal-day-head" data-today={day === calendar.today || undefined} data-special={special?.type}>
      <button
        type="button"
        class="cal-day-open"
        data-plain
        aria-current={day === calendar.today ? "date" : undefined}
        onClick={() => calendar.show({ view: "day", date: day }, { push: true })}
      >
        <span aria-hidden="true">{dayText(day, zone.locale, { weekday: "short" })}</span>
        <b aria-hidden="true">{Number(day.slice(8))}</b>
        <span class="unseen">{longDay(day, zone.locale)}</span>
      </button>
      {special && <span class="cal-holiday" title={dayName(special, t)}>{dayName(special, t)}</span>}
    </div>
  );
}

export function PersonHead(props: { name: string }) {
  return (
    <div class="cal-day-head cal-person-head">
      <Avatar name={props.name} size="small" />
      <span class="clip" title={props.name}>{props.name}</span>
    </div>
  );
}
