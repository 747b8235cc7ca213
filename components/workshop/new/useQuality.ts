/** The quality of the data of a draft, looked at again whenever what it hangs on has been left alone for a moment. */
import { useEffect, useState } from "preact/hooks";
import { call } from "@/components/api.ts";
import type { Refusal } from "@/components/models/types.ts";
import { lookedAt, type NewDraft } from "@/components/workshop/new/draft.ts";
import type { DataQuality } from "@/ml/datasets/types.ts";

/** Long histories of large queues are counted by the database. */
const PATIENCE_MS = 60_000;
const SETTLED_MS = 350;

export interface Looked {
  quality: DataQuality | null;
  error: Refusal | null;
  busy: boolean;
  again(): void;
}

/** Looks at calls only; records are told by their numbers. `valid`: dates that are half typed are not asked about. */
export function useQuality(draft: NewDraft | null, valid: boolean): Looked {
  const [found, setFound] = useState<{ key: string; quality: DataQuality | null; error: Refusal | null } | null>(null);
  const [turn, setTurn] = useState(0);
  const asked = draft?.kind === "volume" && valid ? draft : null;
  const key = asked ? `${lookedAt(asked)} ${turn}` : null;
  useEffect(() => {
    if (!asked || key === null) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const { dataset, settings } = asked;
      const answer = await call<DataQuality>("POST", "/api/v1/forecasting/inspect", { dataset, settings }, {
        signal: stop.signal,
        patienceMs: PATIENCE_MS,
      });
      if (stop.signal.aborted) return;
      setFound({ key, quality: answer.ok ? answer.value : null, error: answer.ok ? null : answer });
    }, found === null ? 0 : SETTLED_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  const busy = key !== null && found?.key !== key;
  return {
    quality: key === null ? null : found?.quality ?? null,
    error: busy ? null : found?.error ?? null,
    busy,
    again: () => setTurn(turn + 1),
  };
}
