/** The calendar of tasks: months, weeks, days, colleagues side by side; drawn, moved and resized by any hand. */
import { useEffect, useRef, useState } from "preact/hooks";
import { momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { Agenda } from "@/components/calendar/Agenda.tsx";
import { FeedDialog } from "@/components/calendar/FeedDialog.tsx";
import type { Column } from "@/components/calendar/items.ts";
import { MonthGrid } from "@/components/calendar/MonthGrid.tsx";
import { Notices } from "@/components/calendar/Notices.tsx";
import { Peek } from "@/components/calendar/Peek.tsx";
import { TimeGrid } from "@/components/calendar/TimeGrid.tsx";
import { Toolbar } from "@/components/calendar/Toolbar.tsx";
import { stepped } from "@/components/calendar/dates.ts";
import type { CalendarSetup, CalendarView, Item } from "@/components/calendar/types.ts";
import { useCalendar } from "@/components/calendar/useCalendar.ts";
import { useCarry } from "@/components/calendar/useCarry.ts";
import { type Drawing, useDrag } from "@/components/calendar/useDrag.ts";
import { listenForKeys } from "@/components/keys.ts";
import { TaskDialog } from "@/components/tasks/TaskDialog.tsx";
import { serverNow } from "@/components/time/now.ts";
import { useT } from "@/components/i18n.ts";

type Open = { what: "peek"; item: Item } | { what: "task"; id: string } | { what: "new"; drawing: Drawing } | {
  what: "feed";
};

export default function Calendar(setup: CalendarSetup) {
  const t = useT();
  const calendar = useCalendar(setup);
  const { shown, days, carried } = calendar;
  const { zone, may, user } = setup;
  const root = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [said, say] = useState("");
  const [ready, setReady] = useState(false);
  const mayCreate = may.edit !== "none";
  const sideBySide = shown.view === "day" && shown.people.length > 1;
  const columns: Column[] = sideBySide
    ? shown.people.map((person) => ({ day: shown.date, person }))
    : days.map((day) => ({ day, person: null }));
  const nameOf = (id: string) => setup.people.find((one) => one.id === id)?.name ?? "";
  const item = (key: string) => calendar.items.find((one) => one.key === key);
  const drop = (one: Item, place: Parameters<typeof calendar.move>[1]) => calendar.move(one.task, place);
  const create = (drawing: Drawing) => setOpen({ what: "new", drawing });

  useDrag(root, { item, timeZone: zone.timeZone, mayCreate, carry: calendar.carry, drop, draw: setDrawing, create });
  const keys = useCarry(root, {
    item,
    view: shown.view,
    days,
    people: sideBySide ? shown.people : null,
    zone,
    carried,
    carry: calendar.carry,
    drop,
    say,
  });

  const fresh = () => {
    const at = Math.ceil(serverNow() / 1_800_000) * 1_800_000;
    const { minute } = wallOf(at, zone.timeZone);
    const day = shown.view === "day" ? shown.date : calendar.today;
    const person = shown.people.length === 1 ? shown.people[0] : null;
    create({ day, person, due: momentOf({ day, minute }, zone.timeZone), minutes: 30 });
  };
  const shortcuts = useRef({ calendar, fresh });
  shortcuts.current = { calendar, fresh };
  useEffect(() => {
    // A phone has no room for a week: it begins with the list.
    if (!new URLSearchParams(location.search).has("view") && matchMedia("(max-width: 600px)").matches) {
      calendar.show({ view: "agenda" });
    }
    setReady(true);
    const view = (code: string, view: CalendarView) => ({
      code,
      run: () => shortcuts.current.calendar.show({ view }, { push: true }),
    });
    const step = (code: string, by: -1 | 1) => ({
      code,
      run: () => {
        const { calendar } = shortcuts.current;
        calendar.show({ date: stepped(calendar.shown, by) }, { push: true });
      },
    });
    return listenForKeys(() => [
      view("KeyM", "month"),
      view("KeyW", "week"),
      view("KeyD", "day"),
      view("KeyA", "agenda"),
      step("KeyK", -1),
      step("KeyJ", 1),
      { code: "KeyT", run: () => shortcuts.current.calendar.show({ date: shortcuts.current.calendar.today }) },
      ...(mayCreate ? [{ code: "KeyN", run: () => shortcuts.current.fresh() }] : []),
    ]);
  }, []);

  const peek = (one: Item) => setOpen({ what: "peek", item: one });
  const shared = { calendar, nameOf, onOpen: peek, onCreate: create, say };
  return (
    <div
      class="cal"
      ref={root}
      data-view={shown.view}
      data-phase={calendar.phase}
      data-link={calendar.status.value}
      data-ready={ready || undefined}
      onKeyDown={keys.onKeyDown}
      onKeyUp={keys.onKeyUp}
    >
      <Toolbar calendar={calendar} onNew={mayCreate ? fresh : null} onFeed={() => setOpen({ what: "feed" })} />
      <Notices calendar={calendar} />
      <p id="cal-keys" class="unseen">{t(shown.view === "month" ? "calendar.keys.month" : "calendar.keys")}</p>
      <p class="unseen" role="status" aria-live="assertive" data-said>{said}</p>
      <div class="cal-frame" role="region" aria-label={t("calendar.grid")} aria-busy={calendar.phase === "loading"}>
        {shown.view === "month" ? <MonthGrid {...shared} /> : shown.view === "agenda"
          ? (
            <Agenda
              {...shared}
              action={mayCreate && (
                <button type="button" class="btn primary" onClick={fresh}>{t("calendar.new")}</button>
              )}
            />
          )
          : <TimeGrid {...shared} columns={columns} drawing={drawing} />}
      </div>
      {open?.what === "peek" && (
        <Peek
          key={open.item.key}
          item={item(open.item.key) ?? open.item}
          calendar={calendar}
          nameOf={nameOf}
          onEdit={(id) => setOpen({ what: "task", id })}
          onClose={() => setOpen((now) => now?.what === "peek" ? null : now)}
        />
      )}
      {open?.what === "feed" && <FeedDialog calendar={calendar} onClose={() => setOpen(null)} />}
      {(open?.what === "task" || open?.what === "new") && (
        <TaskDialog
          zone={zone}
          task={open.what === "task" ? open.id : null}
          initial={open.what === "new"
            ? {
              due: new Date(open.drawing.due).toISOString(),
              minutes: open.drawing.minutes,
              allDay: false,
              owner: open.drawing.person ?? (shown.people.includes(user) ? user : shown.people[0]),
            }
            : undefined}
          onClose={() => setOpen(null)}
          onSaved={() => calendar.refresh()}
        />
      )}
    </div>
  );
}
