/** Data of a door that is asked again: when its path changes, when time is up, when the page is looked at again. */
import { useEffect, useRef, useState } from "preact/hooks";
import { call, type Values } from "@/components/api.ts";

export interface Asked<T> {
  value: T | null;
  busy: boolean;
  error: { code: string; detail?: Values } | null;
  again(): void;
}

/** `everyMs`: how old it may become while it is looked at; null: it does not age. `path` null asks nothing. */
export function useData<T>(path: string | null, options: { everyMs?: number | null } = {}): Asked<T> {
  const { everyMs = null } = options;
  const [state, setState] = useState<{ path: string | null; value: T | null; error: Asked<T>["error"] }>({
    path: null,
    value: null,
    error: null,
  });
  const [busy, setBusy] = useState(path !== null);
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    if (path === null) return;
    const own = ++asked.current;
    const abort = new AbortController();
    setBusy(true);
    void call<T>("GET", path, undefined, { signal: abort.signal, patienceMs: 60_000 }).then((answer) => {
      if (own !== asked.current) return;
      setBusy(false);
      setState((before) => ({
        path,
        // What was seen of the same path stays when a refresh fails: old figures are better than none.
        value: answer.ok ? answer.value : before.path === path ? before.value : null,
        error: answer.ok ? null : { code: answer.code, detail: answer.detail },
      }));
    });
    return () => abort.abort();
  }, [path, turn]);
  useEffect(() => {
    if (everyMs === null || path === null) return;
    let last = Date.now();
    const due = () => {
      if (document.visibilityState !== "visible" || Date.now() - last < everyMs) return;
      last = Date.now();
      setTurn((one) => one + 1);
    };
    const timer = setInterval(due, Math.max(1_000, everyMs / 4));
    document.addEventListener("visibilitychange", due);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", due);
    };
  }, [everyMs, path]);
  const current = state.path === path;
  return {
    value: current ? state.value : null,
    error: current ? state.error : null,
    busy,
    again: () => setTurn((one) => one + 1),
  };
}
