/**
 * The calendar in its page: what is shown (kept in the address), the tasks of it, and moves that are painted before the
 * server has answered. News read the range again; a row that is newer here than what was read stays.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CalendarRange } from "@/crm/calendar/range.ts";
import type { CrmRecord } from "@/crm/record/types.ts";
import { type Answer, call } from "@/components/api.ts";
import { daysOf } from "@/components/calendar/dates.ts";
import { itemOf, type ItemOptions, repeatOf } from "@/components/calendar/items.ts";
import { apiQuery, readShown, todayIn, writeShown } from "@/components/calendar/query.ts";
import type { CalendarSetup, Item, Place, Shown } from "@/components/calendar/types.ts";
import { useMoves } from "@/components/calendar/useMoves.ts";
import { useLive } from "@/components/records/list/useLive.ts";
import { now, serverNow } from "@/components/time/now.ts";

export type Failure = Extract<Answer<unknown>, { ok: false }>;

/** Between two readings of news, in ms: a burst of changes is one reading. */
const NEWS_PAUSE_MS = 120;

export function useCalendar(setup: CalendarSetup) {
  const { zone, weekStart, user, may } = setup;
  const [shown, setShown] = useState(setup.shown);
  const [range, setRange] = useState(setup.range);
  const [phase, setPhase] = useState<"ready" | "loading" | "failed">("ready");
  const [failure, setFailure] = useState<Failure | null>(null);
  /** By keys or pointer, not let go yet. */
  const [carried, setCarried] = useState<{ key: string; place: Place } | null>(null);
  const current = useRef({ shown, range });
  const turn = useRef(0);
  const reading = useRef<AbortController | null>(null);
  const news = useRef<{ timer?: ReturnType<typeof setTimeout>; busy: boolean; again: boolean }>({
    busy: false,
    again: false,
  });
  const minute = Math.floor(now.value / 60_000) * 60_000;
  const today = todayIn(zone.timeZone, minute);
  const days = useMemo(() => daysOf(shown, weekStart), [shown.view, shown.date, weekStart]);

  const put = (change: (range: CalendarRange) => CalendarRange) => {
    current.current.range = change(current.current.range);
    setRange(current.current.range);
  };

  const read = async (options: { quiet: boolean }) => {
    const mine = ++turn.current;
    reading.current?.abort();
    reading.current = new AbortController();
    if (!options.quiet) setPhase("loading");
    const query = apiQuery(current.current.shown, { weekStart, timeZone: zone.timeZone });
    const { signal } = reading.current;
    const answer = await call<CalendarRange>("GET", `/api/v1/calendar?${query}`, undefined, { signal });
    if (mine !== turn.current) return;
    if (!answer.ok) {
      setFailure(answer);
      return setPhase("failed");
    }
    setFailure(null);
    setPhase("ready");
    put((before) => ({ ...answer.value, tasks: newest(before.tasks, answer.value.tasks) }));
  };

  /** Something has changed: read again, soon, and once more when it changes meanwhile. */
  const hear = () => {
    const { current: state } = news;
    if (state.busy) {
      state.again = true;
      return;
    }
    state.busy = true;
    clearTimeout(state.timer);
    void read({ quiet: true }).finally(() => {
      state.timer = setTimeout(() => {
        state.busy = false;
        if (!state.again) return;
        state.again = false;
        hear();
      }, NEWS_PAUSE_MS);
    });
  };

  const show = (change: Partial<Shown>, options: { push?: boolean } = {}) => {
    const next = { ...current.current.shown, ...change };
    current.current.shown = next;
    setShown(next);
    const query = writeShown(next, { user, today }).toString();
    const address = query ? `${location.pathname}?${query}` : location.pathname;
    if (options.push) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    void read({ quiet: false });
  };

  const base: Omit<ItemOptions, "place"> = { may, user, timeZone: zone.timeZone, now: minute };
  const moves = useMoves({
    record: (id) => current.current.range.tasks.find((one) => one.id === id),
    item: (record) => itemOf(record, { ...base, now: serverNow() })!,
    put: (record, names) =>
      put((range) => ({
        ...range,
        names: { ...range.names, ...names },
        tasks: range.tasks.map((one) => one.id === record.id && record.version >= one.version ? record : one),
      })),
    reread: hear,
    zone,
  });

  const status = useLive("task", { changed: hear, all: hear });

  useEffect(() => {
    const people = new Set(setup.people.map(({ id }) => id));
    const back = () => {
      const next = readShown(new URLSearchParams(location.search), { user, people, today });
      current.current.shown = next;
      setShown(next);
      void read({ quiet: false });
    };
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      clearTimeout(news.current.timer);
    };
  }, []);

  const items = useMemo(() => {
    const out: Item[] = [];
    for (const record of range.tasks) {
      const place = carried?.key === record.id ? carried.place : moves.places.get(record.id);
      const item = itemOf(record, { ...base, place });
      if (!item) continue;
      out.push(item);
      for (const { task, at } of range.repeats) if (task === record.id) out.push(repeatOf(item, Date.parse(at)));
    }
    const { people, types, statuses } = shown;
    return out.filter((one) =>
      people.includes(one.owner) && statuses.includes(one.status) && (types.length === 0 || types.includes(one.type))
    );
  }, [range, carried, moves.places, shown, minute, may, user]);

  return {
    setup,
    shown,
    days,
    today,
    range,
    items,
    phase,
    failure,
    status,
    carried,
    carry: setCarried,
    move: moves.move,
    show,
    reload: () => read({ quiet: false }),
    refresh: hear,
    record: (id: string): CrmRecord | undefined => current.current.range.tasks.find((one) => one.id === id),
  };
}

export type Calendar = ReturnType<typeof useCalendar>;

/** What is newer here than in an answer that was on its way meanwhile stays. */
function newest(known: readonly CrmRecord[], read: readonly CrmRecord[]): CrmRecord[] {
  const before = new Map(known.map((one) => [one.id, one]));
  return read.map((one) => {
    const old = before.get(one.id);
    return old && old.version > one.version ? old : one;
  });
}
