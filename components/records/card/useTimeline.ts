/** The timeline on the page: the first page anew with every piece of news, older ones as they are asked for. */
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { TimelineEntry, TimelinePage, TimelineShow } from "@/crm/timeline/types.ts";

export type Show = TimelineShow;

export interface TimelineState {
  rows: TimelineEntry[];
  names: Record<string, string>;
  more: boolean;
  busy: boolean;
  /** Code of what went wrong. */
  failed: string | null;
  show: Show;
  choose(show: Show): void;
  older(): void;
  again(): void;
}

export function useTimeline(first: TimelinePage, options: { path: string; news: number }): TimelineState {
  const [page, setPage] = useState(first);
  const [show, setShow] = useState<Show>("all");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const asked = useRef(0);
  const read = async (ask: { show: Show; after?: string }): Promise<void> => {
    const turn = ++asked.current;
    setBusy(true);
    const query = new URLSearchParams({ show: ask.show, ...(ask.after ? { after: ask.after } : {}) });
    const answer = await call<TimelinePage>("GET", `${options.path}/timeline?${query}`);
    if (turn !== asked.current) return;
    setBusy(false);
    setFailed(answer.ok ? null : answer.code);
    if (!answer.ok) return;
    const { rows, next, names } = answer.value;
    setPage((now) => {
      if (ask.after) return { rows: [...now.rows, ...rows], next, names: { ...now.names, ...names } };
      // Older rows that were read already stay below the fresh ones.
      const oldest = rows.at(-1);
      const from = oldest ? now.rows.findIndex(({ id }) => id === oldest.id) : -1;
      const kept = next !== null && from >= 0 && now.rows.length > from + 1;
      return {
        rows: kept ? [...rows, ...now.rows.slice(from + 1)] : rows,
        next: kept ? now.next : next,
        names: { ...now.names, ...names },
      };
    });
  };
  const start = useRef(true);
  useEffect(() => {
    if (start.current) return void (start.current = false);
    void read({ show });
  }, [options.news]);
  return {
    rows: page.rows,
    names: page.names,
    more: page.next !== null,
    busy,
    failed,
    show,
    choose(next) {
      setShow(next);
      setPage({ rows: [], next: null, names: page.names });
      void read({ show: next });
    },
    older: () => page.next && void read({ show, after: page.next }),
    again: () => void read({ show }),
  };
}
