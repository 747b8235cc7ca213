/** The report of a filter: asked anew at each change, the old one stays until the new one is there. */
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import { queryOf } from "@/components/reports/links.ts";
import type { SalesFilter, SalesReport } from "@/crm/reports/types.ts";

/** Years of fifty thousand deals take a second; a busy server some more. */
const PATIENCE_MS = 60_000;

export interface ReportState {
  filter: SalesFilter;
  report: SalesReport | null;
  /** Asked, not there yet. */
  busy: boolean;
  /** Key of the refusal. */
  error: { code: string; detail?: Record<string, string | number> } | null;
  change(patch: Partial<SalesFilter>): void;
  again(): void;
}

export function useReport(first: SalesFilter, usual: SalesFilter): ReportState {
  const [filter, setFilter] = useState(first);
  const [report, setReport] = useState<SalesReport | null>(null);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<ReportState["error"]>(null);
  const [turn, setTurn] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    const own = ++asked.current;
    const abort = new AbortController();
    setBusy(true);
    const path = `/api/v1/reports/sales?${queryOf(filter)}`;
    void call<SalesReport>("GET", path, undefined, { signal: abort.signal, patienceMs: PATIENCE_MS }).then((answer) => {
      if (own !== asked.current) return;
      setBusy(false);
      setError(answer.ok ? null : { code: answer.code, detail: answer.detail });
      if (answer.ok) setReport(answer.value);
    });
    return () => abort.abort();
  }, [JSON.stringify(filter), turn]);
  return {
    filter,
    report,
    busy,
    error,
    change(patch) {
      const next = { ...filter, ...patch };
      setFilter(next);
      const query = queryOf(next, usual).toString();
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    },
    again: () => setTurn(turn + 1),
  };
}
