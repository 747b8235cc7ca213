/** Asks the server for what matches while somebody types: after a pause, one question at a time, the last one counts. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { Everything } from "@/crm/search/everything.ts";

export interface LiveSearch {
  state: "idle" | "searching" | "failed";
  /** The answer to what stands in the field now; an older one stays until the new one is there. */
  found: Everything | null;
  retry(): void;
}

const PAUSE_MS = 120;
const LEAST = 2;

export function useSearch(query: string, options: { on: boolean }): LiveSearch {
  const text = query.trim();
  const asks = options.on && text.length >= LEAST;
  const [round, setRound] = useState(0);
  const [search, setSearch] = useState<Omit<LiveSearch, "retry">>({ state: "idle", found: null });
  useEffect(() => {
    if (!asks) return setSearch({ state: "idle", found: null });
    setSearch(({ found }) => ({ state: "searching", found }));
    const stale = new AbortController();
    const timer = setTimeout(async () => {
      const path = `/api/v1/search?text=${encodeURIComponent(text)}`;
      const answer = await call<Everything>("GET", path, undefined, { signal: stale.signal });
      if (stale.signal.aborted) return;
      setSearch(answer.ok ? { state: "idle", found: answer.value } : { state: "failed", found: null });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stale.abort();
    };
  }, [text, asks, round]);
  return { ...search, retry: () => setRound(round + 1) };
}
