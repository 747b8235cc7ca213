/** Days one under the other with what is in them: for phones, and for those who read rather than look. */
import { CalendarCheck } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Empty } from "@/components/Empty.tsx";
import { capital, longDay } from "@/components/calendar/dates.ts";
import { TYPE_ICON } from "@/components/calendar/icons.ts";
import { itemsOn } from "@/components/calendar/items.ts";
import type { Item } from "@/components/calendar/types.ts";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import { dayName, hoursText, marksOf, nameOf } from "@/components/calendar/words.ts";
import { useT } from "@/components/i18n.ts";

export function Agenda(
  props: {
    calendar: Calendar;
    nameOf(id: string): string;
    onOpen(item: Item): void;
    /** What an empty list offers. */
    action: ComponentChildren;
  },
) {
  const t = useT();
  const { calendar } = props;
  const { days, range, today, setup: { zone } } = calendar;
  const filled = days.map((day) => ({
    day,
    items: itemsOn(calendar.items, { day, timeZone: zone.timeZone }),
    special: range.days.find((one) => one.day === day),
  })).filter(({ items, special, day }) => items.length > 0 || special?.name || day === today);
  if (filled.every(({ items }) => items.length === 0) && calendar.phase !== "loading") {
    return (
      <div class="card cal-agenda">
        <Empty icon={CalendarCheck} title={t("calendar.agenda.empty")} action={props.action}>
          {t("calendar.empty.hint")}
        </Empty>
      </div>
    );
  }
  return (
    <div class="cal-agenda card">
      {filled.map(({ day, items, special }) => (
        <section key={day} data-today={day === today || undefined} aria-labelledby={`cal-${day}`}>
          <h2 id={`cal-${day}`}>
            {capital(longDay(day, zone.locale))}
            {day === today && <span class="badge" data-tone="accent">{t("calendar.today")}</span>}
            {special && <span class="cal-holiday">{dayName(special, t)}</span>}
          </h2>
          {items.length === 0 ? <p class="quiet small-text">{t("calendar.empty")}</p> : (
            <ul>
              {items.map((item) => (
                <li key={item.key}>
                  <Row item={item} calendar={calendar} nameOf={props.nameOf} onOpen={props.onOpen} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function Row(props: { item: Item; calendar: Calendar; nameOf(id: string): string; onOpen(item: Item): void }) {
  const t = useT();
  const { item, calendar } = props;
  const { zone } = calendar.setup;
  const Icon = TYPE_ICON[item.type];
  const linked = calendar.record(item.task)?.values;
  const about = [linked?.deal, linked?.lead, linked?.contact].map((id) => calendar.range.names[`${id ?? ""}`])
    .find(Boolean) ?? `${linked?.company ?? ""}`;
  const several = calendar.shown.people.length > 1;
  return (
    <button
      type="button"
      class="cal-row"
      data-item={item.key}
      data-type={item.type}
      data-status={item.status}
      data-overdue={item.overdue || undefined}
      data-repeat={item.repeat || undefined}
      onClick={() => props.onOpen(item)}
    >
      <span class="cal-row-time">{hoursText(item, { t, zone })}</span>
      <span class="cal-row-icon">
        <Icon size={15} aria-hidden="true" />
      </span>
      <span class="cal-row-text">
        <span class="cal-item-name">{nameOf(item, t)}</span>
        <small>
          {[t(`records.type.${item.type}`), about, several ? props.nameOf(item.owner) : "", ...marksOf(item, t)]
            .filter(Boolean).join(" · ")}
        </small>
      </span>
    </button>
  );
}
