/**
 * The tasks of a day in their page: what was loaded, what was done a moment ago and is not answered yet, and the news.
 * What a person does is painted at once; a refusal puts the old state back and says why.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import { useLive } from "@/components/records/list/useLive.ts";
import { type DayFilter, queryOf } from "@/components/tasks/day_rows.ts";
import { toast } from "@/components/toast.ts";
import { useT } from "@/components/i18n.ts";
import type { CrmRecord, Values } from "@/crm/record/types.ts";
import type { Completed, Day } from "@/crm/tasks/mod.ts";

type Tasks = ReadonlyMap<string, CrmRecord>;
interface Bulk {
  changed: number;
  undo: string | null;
}

const NEWS_PAUSE_MS = 200;
const AT_ONCE = 150;

const mapOf = (day: Day): Tasks => new Map([...day.open, ...day.done].map((task) => [task.id, task]));

export function useDay(first: Day, firstFilter: DayFilter) {
  const t = useT();
  const [filter, setFilter] = useState(firstFilter);
  const [tasks, setTasks] = useState<Tasks>(() => mapOf(first));
  const [names, setNames] = useState(first.names);
  const [more, setMore] = useState(first.more);
  const [state, setState] = useState<"ready" | "loading" | "failed">("ready");
  const [loaded, setLoaded] = useState(false);
  const [said, setSaid] = useState("");
  const now = useRef({ tasks, filter });
  const busy = useRef(new Map<string, number>());
  const turn = useRef(0);
  /** When a task was last put here, as a count. */
  const stamps = useRef({ n: 0, of: new Map<string, number>() });
  const news = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const lastUndo = useRef<(() => void) | null>(null);

  const apply = (change: (tasks: Map<string, CrmRecord>) => void) => {
    const next = new Map(now.current.tasks);
    change(next);
    now.current.tasks = next;
    setTasks(next);
  };
  const put = (records: readonly (CrmRecord | null)[]) =>
    apply((tasks) => {
      for (const record of records) {
        if (!record || record.archived) continue;
        tasks.set(record.id, record);
        stamps.current.of.set(record.id, ++stamps.current.n);
      }
    });

  const load = async (wanted = now.current.filter) => {
    const mine = ++turn.current;
    const began = stamps.current.n;
    if (wanted !== now.current.filter) setState("loading");
    now.current.filter = wanted;
    const answer = await call<Day>("GET", `/api/v1/tasks/day?${queryOf(wanted)}`);
    if (mine !== turn.current) return;
    setState(answer.ok ? "ready" : "failed");
    if (!answer.ok) return;
    const fresh = mapOf(answer.value);
    // What is on its way, and what came while the answer did, is newer than what was read.
    const later = [...stamps.current.of].flatMap(([id, n]) => n > began ? [id] : []);
    for (const id of [...busy.current.keys(), ...(wanted === filter ? later : [])]) {
      const held = now.current.tasks.get(id);
      if (held) (fresh as Map<string, CrmRecord>).set(id, held);
    }
    now.current.tasks = fresh;
    setTasks(fresh);
    setNames(answer.value.names);
    setMore(answer.value.more);
    setLoaded(true);
  };

  /** Those that changed: read anew, or gone from here. */
  const refresh = async (ids: readonly string[]) => {
    const wanted = ids.filter((id) => !busy.current.has(id));
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const some = wanted.slice(from, from + AT_ONCE);
      const query = queryOf(now.current.filter);
      query.set("ids", some.join(","));
      const answer = await call<Day>("GET", `/api/v1/tasks/day?${query}`);
      if (!answer.ok) return;
      const found = mapOf(answer.value);
      setNames((names) => ({ ...names, ...answer.value.names }));
      apply((tasks) => {
        for (const id of some) {
          if (busy.current.has(id)) continue;
          const record = found.get(id);
          if (record) tasks.set(id, record);
          else tasks.delete(id);
        }
      });
    }
  };

  const status = useLive("task", {
    changed(ids) {
      for (const id of ids) news.current.add(id);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const all = [...news.current];
        news.current.clear();
        void refresh(all);
      }, NEWS_PAUSE_MS);
    },
    all: () => void load(),
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    const onSaved = (event: Event) => void refresh([(event as CustomEvent<{ record: CrmRecord }>).detail.record.id]);
    addEventListener("task:saved", onSaved);
    return () => removeEventListener("task:saved", onSaved);
  }, []);

  const hold = (ids: readonly string[], by: 1 | -1) => {
    for (const id of ids) {
      const n = (busy.current.get(id) ?? 0) + by;
      if (n > 0) busy.current.set(id, n);
      else busy.current.delete(id);
    }
  };

  const takeBack = async (undo: string, before: readonly CrmRecord[]) => {
    lastUndo.current = null;
    const ids = before.map(({ id }) => id);
    put(before);
    hold(ids, 1);
    const answer = await post<Bulk>(`/api/v1/undo/${undo}`);
    hold(ids, -1);
    if (!answer.ok) toast("bad", t(answer.code, answer.detail));
    else setSaid(t("tasks.undone"));
    await load();
  };

  /** Paints `values` at once, asks the server, and puts back what it refuses. */
  const act = async <T extends { undo: string | null }>(deed: {
    ids: readonly string[];
    values: (task: CrmRecord) => Values;
    ask(): Promise<Answer<T>>;
    say(answer: T): string;
    done?(answer: T): void;
  }): Promise<boolean> => {
    const before = deed.ids.flatMap((id) => now.current.tasks.get(id) ?? []);
    const ids = before.map(({ id }) => id);
    if (ids.length === 0) return false;
    put(before.map((task) => ({ ...task, values: { ...task.values, ...deed.values(task) } })));
    hold(ids, 1);
    const answer = await deed.ask();
    hold(ids, -1);
    if (!answer.ok) {
      put(before);
      setSaid(t(answer.code, answer.detail));
      toast("bad", t(answer.code, answer.detail), { label: t("tasks.retry"), run: () => void act(deed) });
      return false;
    }
    deed.done?.(answer.value);
    const text = deed.say(answer.value);
    setSaid(text);
    const { undo } = answer.value;
    lastUndo.current = undo ? () => void takeBack(undo, before) : null;
    toast("good", text, undo ? { label: t("tasks.undo"), run: () => void takeBack(undo, before) } : undefined);
    await refresh(ids);
    return true;
  };

  return {
    filter,
    tasks,
    names,
    more,
    state,
    /** Asked for and answered, beside what the page came with. */
    loaded,
    said,
    link: status.value,
    act,
    put,
    load,
    refresh,
    undoLast: () => lastUndo.current?.(),
    setFilter(next: DayFilter) {
      setFilter(next);
      const query = queryOf(next);
      history.replaceState(null, "", `${location.pathname}${query.size > 0 ? `?${query}` : ""}`);
      void load(next);
    },
  };
}

export type DayState = ReturnType<typeof useDay>;
export type { Bulk, Completed };
