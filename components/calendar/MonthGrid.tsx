/** A month: a grid of days that arrows walk through, each with what fits into it. */
import { Plus } from "lucide-preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { addDays, momentOf } from "@/crm/calendar/zone.ts";
import { addMonths, dayText, longDay } from "@/components/calendar/dates.ts";
import { ItemButton } from "@/components/calendar/ItemButton.tsx";
import { itemsOn } from "@/components/calendar/items.ts";
import type { GridProps } from "@/components/calendar/TimeGrid.tsx";
import { dayName } from "@/components/calendar/words.ts";
import { useT } from "@/components/i18n.ts";

/** Lines of a day, by how many weeks share the height. */
const LINES = { few: 4, many: 3 };
/** When a task made for a day begins. */
const FIRST_MINUTE = 9 * 60;

export function MonthGrid(props: Omit<GridProps, "columns" | "drawing">) {
  const { calendar } = props;
  const { days, shown, setup: { zone, may } } = calendar;
  const [active, setActive] = useState(shown.date);
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const weeks = Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
  const stop = days.includes(active) ? active : shown.date;

  // Before the next key is read.
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-cell="${stop}"]`)?.focus();
  }, [stop, days]);

  const go = (day: string) => {
    moved.current = true;
    setActive(day);
    if (day.slice(0, 7) !== shown.date.slice(0, 7)) calendar.show({ date: day });
  };
  const create = (day: string) =>
    props.onCreate({ day, person: null, due: momentOf({ day, minute: FIRST_MINUTE }, zone.timeZone), minutes: 30 });
  const onKeyDown = (event: KeyboardEvent) => {
    const day = event.target instanceof HTMLElement ? event.target.dataset.cell : undefined;
    if (!day || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => go(addDays(day, -1)),
      ArrowRight: () => go(addDays(day, 1)),
      ArrowUp: () => go(addDays(day, -7)),
      ArrowDown: () => go(addDays(day, 7)),
      PageUp: () => go(addMonths(day, -1)),
      PageDown: () => go(addMonths(day, 1)),
      ...(may.edit === "none" ? {} : { Enter: () => create(day) }),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  };

  return (
    <div class="cal-month" role="grid" ref={grid} aria-describedby="cal-keys" onKeyDown={onKeyDown}>
      <div class="cal-month-week cal-month-names" role="row">
        {weeks[0].map((day) => (
          <span key={day} role="columnheader" aria-label={dayText(day, zone.locale, { weekday: "long" })}>
            {dayText(day, zone.locale, { weekday: "short" })}
          </span>
        ))}
      </div>
      {weeks.map((week) => (
        <div class="cal-month-week" role="row" key={week[0]}>
          {week.map((day) => (
            <MonthCell
              key={day}
              {...props}
              day={day}
              lines={weeks.length > 5 ? LINES.many : LINES.few}
              stop={day === stop}
              onFocus={() => setActive(day)}
              onNew={may.edit === "none" ? null : () => create(day)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function MonthCell(
  props: Omit<GridProps, "columns" | "drawing"> & {
    day: string;
    lines: number;
    stop: boolean;
    onFocus(): void;
    onNew: (() => void) | null;
  },
) {
  const t = useT();
  const { calendar, day, lines } = props;
  const { setup: { zone }, shown, range } = calendar;
  const items = itemsOn(calendar.items, { day, timeZone: zone.timeZone });
  const special = range.days.find((one) => one.day === day);
  const hidden = items.length > lines ? items.length - lines + 1 : 0;
  const several = shown.people.length > 1;
  const open = () => calendar.show({ view: "day", date: day }, { push: true });
  return (
    <div
      role="gridcell"
      class="cal-cell"
      tabIndex={props.stop ? 0 : -1}
      data-cell={day}
      data-spot="day"
      data-day={day}
      data-person=""
      data-other={day.slice(0, 7) !== shown.date.slice(0, 7) || undefined}
      data-special={special?.type}
      data-today={day === calendar.today || undefined}
      data-off={worksOn(range.working, { day, timeZone: zone.timeZone }) ? undefined : ""}
      onFocus={(event) => event.target === event.currentTarget && props.onFocus()}
      onDblClick={(event) => event.target === event.currentTarget && props.onNew?.()}
    >
      <span class="unseen">
        {[
          t("calendar.day-tasks", { day: longDay(day, zone.locale), count: items.length }),
          special && dayName(special, t),
        ]
          .filter(Boolean).join(", ")}
      </span>
      <div class="cal-cell-head">
        <button
          type="button"
          class="cal-cell-day"
          tabIndex={-1}
          data-plain
          onClick={open}
          aria-label={longDay(day, zone.locale)}
        >
          {Number(day.slice(8))}
        </button>
        {special && <span class="cal-holiday" title={dayName(special, t)}>{dayName(special, t)}</span>}
        {props.onNew && (
          <button
            type="button"
            class="cal-cell-new"
            tabIndex={-1}
            data-plain
            aria-label={`${t("calendar.new")}: ${longDay(day, zone.locale)}`}
            onClick={props.onNew}
          >
            <Plus size={13} aria-hidden="true" />
          </button>
        )}
      </div>
      {(hidden > 0 ? items.slice(0, lines - 1) : items).map((item) => (
        <ItemButton
          key={item.key}
          item={item}
          zone={zone}
          short
          owner={several ? props.nameOf(item.owner) : undefined}
          carried={calendar.carried?.key === item.key}
          onOpen={props.onOpen}
        />
      ))}
      {hidden > 0 && (
        <button
          type="button"
          class="cal-more"
          data-plain
          aria-label={t("calendar.more.of", { day: longDay(day, zone.locale), count: hidden })}
          onClick={open}
        >
          {t("calendar.more", { count: hidden })}
        </button>
      )}
    </div>
  );
}

function worksOn(
  working: Record<string, { from: string; to: string }[]>,
  options: { day: string; timeZone: string },
): boolean {
  const { day, timeZone } = options;
  const begin = momentOf({ day, minute: 0 }, timeZone);
  const end = momentOf({ day: addDays(day, 1), minute: 0 }, timeZone);
  return Object.values(working).some((spans) =>
    spans.some(({ from, to }) => Date.parse(from) < end && Date.parse(to) > begin)
  );
}
