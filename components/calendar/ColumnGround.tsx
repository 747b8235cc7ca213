/** What lies beneath the things of a column: hours of work, and when colleagues are busy. */
import { addDays, momentOf, wallOf } from "@/crm/calendar/zone.ts";
import type { CalendarRange, Interval } from "@/crm/calendar/range.ts";
import type { Column } from "@/components/calendar/items.ts";
import type { Zone } from "@/components/time/format.ts";
import { useT } from "@/components/i18n.ts";

export function ColumnGround(
  props: {
    column: Column;
    range: CalendarRange;
    /** Whose hours are shaded. */
    worker: string;
    people: readonly string[];
    zone: Zone;
    nameOf(id: string): string;
  },
) {
  const t = useT();
  const { column, range, people, zone } = props;
  const within = (spans: readonly Interval[] = []) => minutesOn(spans, { day: column.day, timeZone: zone.timeZone });
  const alone = people.length === 1;
  return (
    <div class="cal-col" data-spot="time" data-day={column.day} data-person={column.person ?? ""}>
      {within(range.working[props.worker]).map(({ from, to }) => (
        <i key={`w${from}`} class="cal-work" style={{ "--from": from, "--long": to - from }} />
      ))}
      {people.flatMap((person) =>
        within(range.busy[person]).map(({ from, to }) => (
          <span key={`${person}${from}`} class="cal-busy" style={{ "--from": from, "--long": to - from }}>
            {alone ? t("calendar.busy") : t("calendar.busy.of", { name: props.nameOf(person) })}
          </span>
        ))
      )}
    </div>
  );
}

/** Parts of a day, in minutes of its clock. */
function minutesOn(
  spans: readonly Interval[],
  options: { day: string; timeZone: string },
): { from: number; to: number }[] {
  const { day, timeZone } = options;
  const [begin, end] = [day, addDays(day, 1)].map((one) => momentOf({ day: one, minute: 0 }, timeZone));
  return spans.flatMap((span) => {
    const [from, to] = [Math.max(begin, Date.parse(span.from)), Math.min(end, Date.parse(span.to))];
    if (to <= from) return [];
    return [{ from: wallOf(from, timeZone).minute, to: to === end ? 1_440 : wallOf(to, timeZone).minute }];
  });
}
