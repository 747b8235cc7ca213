/**
 * A list in its page: what it shows (kept in the address), its rows as they are loaded, and the news about them. News
 * change rows in their places; new ones are counted and wait until the person wants them.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import { PLURAL } from "@/components/records/card/useCard.ts";
import { apiQuery, isChanged, readState, stateOf, writeState } from "@/components/records/list/query.ts";
import { append, begin, refresh, type Rows } from "@/components/records/list/rows.ts";
import type { View } from "@/crm/views/views.ts";
import type { Count, ListSetup, ListState, PageOfRows } from "@/components/records/list/types.ts";
import { useLive } from "@/components/records/list/useLive.ts";
import { tabsFor } from "@/components/records/list/views.ts";
import { serverNow } from "@/components/time/now.ts";

const FIRST = 100;
const MORE = 200;
/** Records asked for at once by their ids. */
const BY_IDS = 200;
const NEWS_PAUSE_MS = 250;

export type Phase = "ready" | "loading" | "more" | "failed" | "more-failed";

export function useList(setup: ListSetup) {
  const { kind } = setup;
  const path = `/api/v1/${PLURAL[kind]}`;
  const fields = useMemo(() => new Map(setup.fields.map((field) => [field.key, field])), [setup.fields]);
  const [views, drawViews] = useState(setup.views);
  const tabsOf = (views: View[]) => tabsFor(kind, fields, { builtIn: setup.builtIn, views });
  const tabs = useMemo(() => tabsOf(views), [fields, views]);
  const [state, setState] = useState(setup.state);
  const [rows, setRows] = useState<Rows>(() => begin(setup.page));
  const [count, setCount] = useState<Count | null>(setup.count);
  const [phase, setPhase] = useState<Phase>("ready");
  const [failure, setFailure] = useState<Extract<Answer<unknown>, { ok: false }> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const now = useRef({ rows, state, tabs, views });
  /** Of the list that is shown; what an older one still answers is left out. */
  const turn = useRef(0);
  const loading = useRef<AbortController | null>(null);
  const loadedAt = useRef(0);
  const stale = useRef(new Set<string>());
  const seen = useRef<readonly string[]>([]);
  const asking = useRef(false);
  const timers = useRef<{ [what in "news" | "count"]?: ReturnType<typeof setTimeout> }>({});

  const apply = (change: (rows: Rows) => Rows) => {
    now.current.rows = change(now.current.rows);
    setRows(now.current.rows);
  };

  const setViews = (change: (views: View[]) => View[]) => {
    const next = change(now.current.views);
    now.current.views = next;
    now.current.tabs = tabsOf(next);
    drawViews(next);
  };

  const ask = <T>(query: URLSearchParams, at = path, signal?: AbortSignal) =>
    call<T>("GET", `${at}?${query}`, undefined, { signal });

  const load = async () => {
    const mine = ++turn.current;
    loading.current?.abort();
    loading.current = new AbortController();
    setPhase("loading");
    setFailure(null);
    const query = apiQuery(now.current.state);
    query.set("limit", `${FIRST}`);
    const began = serverNow();
    const answer = await ask<PageOfRows>(query, path, loading.current.signal);
    if (mine !== turn.current) return;
    if (!answer.ok) {
      setFailure(answer);
      return setPhase("failed");
    }
    loadedAt.current = began;
    stale.current.clear();
    setFresh(new Set());
    apply((before) => ({ ...begin(answer.value), pending: before.pending }));
    setPhase("ready");
    void recount();
  };

  const more = async () => {
    const { rows, state } = now.current;
    if (!rows.next || phase === "loading" || phase === "more") return;
    const mine = turn.current;
    setPhase("more");
    const query = apiQuery(state, rows.corrected);
    query.set("limit", `${MORE}`);
    query.set("after", rows.next);
    const answer = await ask<PageOfRows>(query);
    if (mine !== turn.current) return;
    if (!answer.ok) {
      setFailure(answer);
      return setPhase("more-failed");
    }
    apply((rows) => append(rows, answer.value));
    setPhase("ready");
  };

  const recount = async () => {
    const mine = turn.current;
    const { rows, state } = now.current;
    if (rows.next === null) return setCount({ count: rows.order.length, more: false });
    const answer = await ask<Count>(apiQuery(state, rows.corrected), `${path}/count`);
    if (mine === turn.current && answer.ok) setCount(answer.value);
  };

  const show = (next: ListState, options: { push?: boolean; keepRows?: boolean } = {}) => {
    now.current.state = next;
    setState(next);
    const { tabs } = now.current;
    const tab = tabs.find(({ id }) => id === next.view) ?? tabs[0];
    const query = writeState(next, tab, tabs[0]).toString();
    const address = query ? `${location.pathname}?${query}` : location.pathname;
    if (options.push) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    if (!options.keepRows) void load();
  };

  /** Reads rows again that are in sight and not of now. */
  const freshen = async () => {
    if (asking.current) return;
    const ids = seen.current.filter((id) => stale.current.has(id)).slice(0, BY_IDS);
    if (ids.length === 0) return;
    asking.current = true;
    for (const id of ids) stale.current.delete(id);
    const answer = await post<Pick<PageOfRows, "rows" | "names">>(`${path}/by-ids`, { ids });
    asking.current = false;
    if (answer.ok) {
      apply((rows) => refresh(rows, ids, { ...answer.value, archived: now.current.state.archived }));
      void freshen();
    } else for (const id of ids) stale.current.add(id);
  };

  /** Which of the list's records are not shown yet, because they came or changed into it since. */
  const lookForNew = async () => {
    const mine = turn.current;
    const { state, rows } = now.current;
    const query = apiQuery(state, rows.corrected);
    if (fields.has("updated")) query.set("sort", "-updated");
    query.set("limit", "100");
    const answer = await ask<PageOfRows>(query);
    if (!answer.ok || mine !== turn.current) return;
    const known = now.current.rows;
    const unseen = answer.value.rows.filter(({ id, values }) =>
      (!known.byId.has(id) || !known.order.includes(id)) &&
      (known.next === null || Date.parse(`${values.created}`) > loadedAt.current)
    );
    setFresh(new Set(unseen.map(({ id }) => id)));
  };

  const later = (what: "news" | "count", run: () => void, ms: number) => {
    clearTimeout(timers.current[what]);
    timers.current[what] = setTimeout(run, ms);
  };
  const status = useLive(kind, {
    changed(ids) {
      const known = ids.filter((id) => now.current.rows.byId.has(id));
      for (const id of known) stale.current.add(id);
      void freshen();
      if (known.length < ids.length) later("news", () => void lookForNew(), NEWS_PAUSE_MS);
      later("count", () => void recount(), 1_000);
    },
    all() {
      for (const id of now.current.rows.order) stale.current.add(id);
      void freshen();
      later("news", () => void lookForNew(), NEWS_PAUSE_MS);
      later("count", () => void recount(), 1_000);
    },
  });

  useEffect(() => {
    loadedAt.current = Number(document.documentElement.dataset.now) || serverNow();
    const back = () => {
      const { tabs } = now.current;
      show(readState(new URLSearchParams(location.search), { kind, tabs, fields }));
    };
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
      clearTimeout(timers.current.news);
      clearTimeout(timers.current.count);
    };
  }, []);

  const tab = tabs.find(({ id }) => id === state.view) ?? tabs[0];
  return {
    kind,
    path,
    fields,
    views,
    setViews,
    tabs,
    tab,
    state,
    changed: isChanged(state, tab),
    rows,
    /** The rows of this very moment, also between two drawings. */
    current: () => now.current.rows,
    apply,
    count,
    phase,
    failure,
    fresh,
    status,
    load,
    more,
    recount,
    show,
    open: (id: string) => {
      const next = tabs.find((one) => one.id === id);
      if (next) show({ ...stateOf(next), text: "" }, { push: true });
    },
    freshen,
    /** Says which rows are in sight. */
    see(ids: readonly string[]) {
      seen.current = ids;
      void freshen();
    },
    /** These are not of now any more. */
    distrust(ids: Iterable<string>) {
      for (const id of ids) stale.current.add(id);
      void freshen();
    },
  };
}

export type List = ReturnType<typeof useList>;
