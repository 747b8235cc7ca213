/** The models of the list: as the server told, as trainings go on, and what can be done with each. */
import { useCallback, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { Refusal } from "@/components/models/types.ts";
import { isRunning } from "@/components/workshop/run.ts";
import { useRuns } from "@/components/workshop/useRuns.ts";
import type { ModelRow, RunRow } from "@/ml/registry/types.ts";

const PATH = "/api/v1/forecasting/models";

export interface Models {
  rows: ModelRow[];
  /** The last look at the server failed; what is shown is of before. */
  stale: Refusal | null;
  refresh(): void;
  /** What is being done with a model. */
  busy(model: string): "train" | "cancel" | "promote" | "roll-back" | null;
  refusal(model: string): Refusal | null;
  train(model: ModelRow): Promise<boolean>;
  cancel(model: ModelRow): Promise<boolean>;
  promote(model: ModelRow, version: string): Promise<boolean>;
  rollBack(model: ModelRow): Promise<boolean>;
}

type Deed = NonNullable<ReturnType<Models["busy"]>>;

export function useModels(first: readonly ModelRow[]): Models {
  const [rows, setRows] = useState<readonly ModelRow[]>(first);
  const [stale, setStale] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState<Readonly<Record<string, Deed | undefined>>>({});
  const [refusals, setRefusals] = useState<Readonly<Record<string, Refusal | undefined>>>({});
  const asked = useRef(0);

  const refresh = useCallback(() => {
    const own = ++asked.current;
    void call<{ rows: ModelRow[] }>("GET", PATH).then((answer) => {
      // An answer of before something was done would take the deed back for a moment.
      if (own !== asked.current) return;
      setStale(answer.ok ? null : answer);
      if (answer.ok) setRows(answer.value.rows);
    });
  }, []);

  const runs = rows.flatMap(({ run }) => run ?? []);
  const heard = useRuns(runs, { models: rows.map(({ id }) => id), refresh });

  const act = async <T>(
    model: ModelRow,
    deed: Deed,
    { ask, then }: { ask(): Promise<Answer<T>>; then(value: T): ModelRow },
  ): Promise<boolean> => {
    asked.current++;
    setBusy((now) => ({ ...now, [model.id]: deed }));
    setRefusals((now) => ({ ...now, [model.id]: undefined }));
    const answer = await ask();
    setBusy((now) => ({ ...now, [model.id]: undefined }));
    if (answer.ok) setRows((now) => now.map((one) => one.id === model.id ? then(answer.value) : one));
    else setRefusals((now) => ({ ...now, [model.id]: answer }));
    refresh();
    return answer.ok;
  };
  const path = ({ id }: ModelRow, rest: string) => `${PATH}/${id}/${rest}`;
  const withRun = (model: ModelRow) => (run: RunRow): ModelRow => ({ ...model, run });
  return {
    rows: rows.map((model) => model.run ? { ...model, run: heard.now(model.run) } : model),
    stale,
    refresh,
    busy: (model) => busy[model] ?? null,
    refusal: (model) => refusals[model] ?? null,
    train: (model) => act<RunRow>(model, "train", { ask: () => post(path(model, "train")), then: withRun(model) }),
    cancel: (model) => act<RunRow>(model, "cancel", { ask: () => post(path(model, "cancel")), then: withRun(model) }),
    promote: (model, version) =>
      act<ModelRow>(model, "promote", {
        ask: () => post(path(model, `versions/${version}/promote`), { reason: null }),
        then: (changed) => changed,
      }),
    rollBack: (model) =>
      act<ModelRow>(model, "roll-back", { ask: () => post(path(model, "rollback")), then: (changed) => changed }),
  };
}

/** Models that are being trained first, then those that wait for somebody, then the rest by name. */
export function inOrder(models: readonly ModelRow[]): ModelRow[] {
  const rank = ({ run, drift, champion, challenger }: ModelRow) =>
    isRunning(run)
      ? 0
      : challenger?.verdict.promotable || drift?.state === "drifted" || !champion || run?.state === "failed"
      ? 1
      : 2;
  return [...models].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
