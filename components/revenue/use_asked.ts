/** An answer of the server for an address: asked anew when it changes, the old one stays until the new one is there. */
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";

/** Fifty thousand deals take some seconds, a busy server some more. */
const PATIENCE_MS = 90_000;

export interface Asked<T> {
  value: T | null;
  busy: boolean;
  error: { code: string; detail?: Record<string, string | number> } | null;
  again(): void;
  put(value: T): void;
}

/** `path` null: not yet. */
export function useAsked<T>(path: string | null): Asked<T> {
  const [value, setValue] = useState<T | null>(null);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<Asked<T>["error"]>(null);
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    if (path === null) return;
    const own = ++asked.current;
    const abort = new AbortController();
    setBusy(true);
    void call<T>("GET", path, undefined, { signal: abort.signal, patienceMs: PATIENCE_MS }).then((answer) => {
      if (own !== asked.current) return;
      setBusy(false);
      setError(answer.ok ? null : { code: answer.code, detail: answer.detail });
      if (answer.ok) setValue(answer.value);
    });
    return () => abort.abort();
  }, [path, turn]);
  return { value, busy, error, again: () => setTurn((before) => before + 1), put: setValue };
}
