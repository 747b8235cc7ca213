/** Making the model of a draft, training it, and hearing what came of it. */
import { useCallback, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { Refusal } from "@/components/models/types.ts";
import type { NewDraft } from "@/components/workshop/new/draft.ts";
import { isRunning } from "@/components/workshop/run.ts";
import type { NewSetup } from "@/components/workshop/types.ts";
import { useRuns } from "@/components/workshop/useRuns.ts";
import type { ModelRow, RunRow, VersionDetail } from "@/ml/registry/types.ts";

const PATH = "/api/v1/forecasting/models";

export interface Training {
  /** Made by this page, from the first training on. */
  model: ModelRow | null;
  run: RunRow | null;
  /** What the newest training made. */
  version: VersionDetail | null;
  busy: "train" | "cancel" | "promote" | null;
  refusal: Refusal | null;
  forget(): void;
  /** Makes or changes the model and begins. False: refused. */
  train(draft: NewDraft): Promise<boolean>;
  cancel(): Promise<void>;
  promote(): Promise<boolean>;
  refresh(): void;
}

export function useTraining(setup: NewSetup): Training {
  const [model, setModel] = useState<ModelRow | null>(setup.begun?.model ?? null);
  const [version, setVersion] = useState<VersionDetail | null>(setup.begun?.version ?? null);
  const [busy, setBusy] = useState<Training["busy"]>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const id = useRef(model?.id ?? null);
  const asked = useRef(0);

  const refresh = useCallback(() => {
    if (id.current === null) return;
    const own = ++asked.current;
    void (async () => {
      const path = `${PATH}/${id.current}`;
      const answer = await call<ModelRow>("GET", path);
      if (!answer.ok || own !== asked.current) return;
      const made = answer.value.run?.version;
      const detail = made ? await call<VersionDetail>("GET", `${path}/versions/${made}`) : null;
      if (own !== asked.current) return;
      setModel(answer.value);
      if (detail?.ok) setVersion(detail.value);
    })();
  }, []);

  const runs = useRuns(model?.run ? [model.run] : [], { models: model ? [model.id] : [], refresh });
  const run = model?.run ? runs.now(model.run) : null;

  const refused = (answer: Answer<unknown>): boolean => {
    if (answer.ok) return false;
    setRefusal({ code: answer.code, detail: answer.detail });
    return true;
  };
  const during = async <T>(what: NonNullable<Training["busy"]>, work: () => Promise<T>): Promise<T> => {
    asked.current++;
    setBusy(what);
    setRefusal(null);
    try {
      return await work();
    } finally {
      setBusy(null);
    }
  };
  return {
    model,
    run,
    version: run && !isRunning(run) && version?.id === run.version ? version : null,
    busy,
    refusal,
    forget: () => setRefusal(null),
    refresh,
    train: (draft) =>
      during("train", async () => {
        const { kind, ...changes } = draft;
        const made = model
          ? await call<ModelRow>("PATCH", `${PATH}/${model.id}`, { version: model.version, ...changes })
          : await post<ModelRow>(PATH, { kind, ...changes });
        if (refused(made) || !made.ok) return false;
        id.current = made.value.id;
        setModel(made.value);
        // A reload goes on from here, and makes no second model.
        history.replaceState(history.state, "", `/forecasting/models/new?model=${made.value.id}`);
        const begun = await post<RunRow>(`${PATH}/${made.value.id}/train`);
        if (refused(begun) || !begun.ok) return false;
        setModel({ ...made.value, run: begun.value });
        return true;
      }),
    cancel: () =>
      during("cancel", async () => {
        if (!model) return;
        const stopped = await post<RunRow>(`${PATH}/${model.id}/cancel`);
        if (!refused(stopped) && stopped.ok) setModel({ ...model, run: stopped.value });
        refresh();
      }),
    promote: () =>
      during("promote", async () => {
        if (!model || !version) return false;
        const put = await post<ModelRow>(`${PATH}/${model.id}/versions/${version.id}/promote`, { reason: null });
        if (refused(put) || !put.ok) return false;
        setModel(put.value);
        setVersion({ ...version, champion: true });
        return true;
      }),
  };
}
