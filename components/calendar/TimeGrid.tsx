/** Hours of days, or of one day for colleagues side by side. Things lie over all columns, so that they move as one. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { AllDayRow } from "@/components/calendar/AllDayRow.tsx";
import { ColumnGround } from "@/components/calendar/ColumnGround.tsx";
import { clockText, longDay } from "@/components/calendar/dates.ts";
import { ItemButton } from "@/components/calendar/ItemButton.tsx";
import { type Column, LEAST_MINUTES, segmentsOf } from "@/components/calendar/items.ts";
import type { Item } from "@/components/calendar/types.ts";
import { DayHead, PersonHead } from "@/components/calendar/Heads.tsx";
import { NowLine } from "@/components/calendar/NowLine.tsx";
import type { Calendar } from "@/components/calendar/useCalendar.ts";
import type { Drawing } from "@/components/calendar/useDrag.ts";
import { useT } from "@/components/i18n.ts";

export interface GridProps {
  calendar: Calendar;
  columns: readonly Column[];
  drawing: Drawing | null;
  nameOf(id: string): string;
  onOpen(item: Item): void;
  onCreate(drawing: Drawing): void;
  say(text: string): void;
}

const HOURS = Array.from({ length: 24 }, (_, n) => n);
/** Steps of the place for a new task, in minutes. */
const SLOT = 30;
/** Where the day is opened when nobody works. */
const FIRST_MINUTE = 8 * 60;

export function TimeGrid(props: GridProps) {
  const { calendar, columns, drawing } = props;
  const { zone, user } = calendar.setup;
  const { range, shown } = calendar;
  const scroller = useRef<HTMLDivElement>(null);
  const segments = segmentsOf(calendar.items, { columns, timeZone: zone.timeZone });
  const several = shown.people.length > 1 && columns.every(({ person }) => person === null);
  const worker = (column: Column) => column.person ?? (shown.people.includes(user) ? user : shown.people[0] ?? user);
  const opened = columns.map((one) => `${one.day}${one.person ?? ""}`).join();
  useOpenedHour(scroller, { calendar, worker: worker(columns[0]), day: columns[0].day, opened });
  return (
    <div class="cal-scroll" data-scroller ref={scroller}>
      <div class="cal-head" data-sticky style={`--cal-cols: ${columns.length}`}>
        <span class="cal-corner" />
        {columns.map((column) =>
          column.person === null
            ? <DayHead key={column.day} day={column.day} calendar={calendar} />
            : <PersonHead key={column.person} name={props.nameOf(column.person)} />
        )}
        <AllDayRow {...props} />
      </div>
      <div class="cal-body" style={`--cal-cols: ${columns.length}`}>
        <div class="cal-hours" aria-hidden="true">
          {HOURS.map((hour) => <span key={hour}>{hour === 0 ? "" : clockText(hour * 60)}</span>)}
        </div>
        <div class="cal-columns">
          {columns.map((column) => (
            <ColumnGround
              key={`${column.day}/${column.person ?? ""}`}
              column={column}
              range={range}
              worker={worker(column)}
              people={column.person === null ? shown.people : [column.person]}
              zone={zone}
              nameOf={props.nameOf}
            />
          ))}
          <div class="cal-layer">
            {segments.map(({ item, key, column, from, to, lane, lanes, span, ends }) => (
              <ItemButton
                key={key}
                item={item}
                zone={zone}
                owner={several ? props.nameOf(item.owner) : undefined}
                short={to - from < 45}
                grip={ends}
                carried={calendar.carried?.key === item.key}
                style={{
                  "--c": column,
                  "--l": lane / lanes,
                  "--w": span / lanes,
                  "--from": Math.min(from, 1_440 - LEAST_MINUTES),
                  "--long": Math.max(LEAST_MINUTES, to - from),
                }}
                onOpen={props.onOpen}
              />
            ))}
            {drawing && <Drawn drawing={drawing} columns={columns} timeZone={zone.timeZone} />}
            <NowLine columns={columns} timeZone={zone.timeZone} />
            <SlotCursor {...props} />
          </div>
        </div>
      </div>
    </div>
  );
}

function Drawn(props: { drawing: Drawing; columns: readonly Column[]; timeZone: string }) {
  const { drawing, columns } = props;
  const column = columns.findIndex(({ day, person }) => day === drawing.day && person === drawing.person);
  const { minute } = wallOf(drawing.due, props.timeZone);
  return (
    <div class="cal-drawn" style={{ "--c": Math.max(0, column), "--from": minute, "--long": drawing.minutes }}>
      {clockText(minute)}–{clockText(minute + drawing.minutes)}
    </div>
  );
}

/** The place for a new task, by keys: one stop of Tab that walks through the grid. */
function SlotCursor(props: GridProps) {
  const t = useT();
  const { calendar, columns } = props;
  const { zone, may } = calendar.setup;
  const [at, setAt] = useState({ column: 0, minute: 9 * 60 });
  const column = columns[Math.min(at.column, columns.length - 1)];
  const button = useRef<HTMLButtonElement>(null);
  if (may.edit === "none") return null;
  const due = momentOf({ day: column.day, minute: at.minute }, zone.timeZone);
  const busy = calendar.items.some((item) =>
    !item.allDay && item.from < due + SLOT * 60_000 && item.to > due && (column.person ?? item.owner) === item.owner
  );
  const label = t("calendar.slot", {
    day: column.person ? props.nameOf(column.person) : longDay(column.day, zone.locale),
    time: clockText(at.minute),
    busy: busy ? "yes" : "no",
  });
  const go = (column: number, minute: number) => {
    setAt({
      column: Math.min(columns.length - 1, Math.max(0, column)),
      minute: Math.min(1_440 - SLOT, Math.max(0, minute)),
    });
    requestAnimationFrame(() => {
      button.current?.scrollIntoView({ block: "nearest" });
      props.say(button.current?.getAttribute("aria-label") ?? "");
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { column, minute } = at;
    const moves: Record<string, () => void> = {
      ArrowUp: () => go(column, minute - SLOT),
      ArrowDown: () => go(column, minute + SLOT),
      ArrowLeft: () => go(column - 1, minute),
      ArrowRight: () => go(column + 1, minute),
      Home: () => go(column, 0),
      End: () => go(column, 1_440),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  };
  return (
    <button
      type="button"
      ref={button}
      class="cal-cursor"
      data-cursor
      style={{ "--c": Math.min(at.column, columns.length - 1), "--from": at.minute, "--long": SLOT }}
      aria-label={label}
      aria-describedby="cal-keys"
      onKeyDown={onKeyDown}
      onClick={() => props.onCreate({ day: column.day, person: column.person, due, minutes: SLOT })}
    />
  );
}

/** Opened where the work begins, and once for each range: who scrolls meanwhile is left alone. */
function useOpenedHour(
  scroller: RefObject<HTMLDivElement>,
  options: { calendar: Calendar; worker: string; day: string; opened: string },
): void {
  const { calendar, worker, day, opened } = options;
  const { timeZone } = calendar.setup.zone;
  const many = opened.split(",").length;
  useLayoutEffect(() => {
    const box = scroller.current;
    const body = box?.querySelector<HTMLElement>(".cal-body");
    if (!box || !body) return;
    const spans = calendar.range.working[worker] ?? [];
    const begins = spans.map(({ from }) => wallOf(Date.parse(from), timeZone)).filter((wall) => wall.day >= day);
    const minute = begins.length > 0 ? Math.min(...begins.map((wall) => wall.minute)) : FIRST_MINUTE;
    box.scrollTop = Math.max(0, (minute - 60) / 1_440 * body.offsetHeight);
  }, [many, calendar.shown.view]);
}
