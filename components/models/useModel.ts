/**
 * One model on its page: what the server says of it, its training as it goes on (live, and asked for while the link is
 * down), and everything that can be done with it.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, call, post } from "@/components/api.ts";
import type { ModelSetup, Refusal } from "@/components/models/types.ts";
import { isRunning } from "@/components/workshop/run.ts";
import { useRuns } from "@/components/workshop/useRuns.ts";
import type { ModelRow, RunRow, VersionDetail, VersionRow } from "@/ml/registry/types.ts";

/** After the link went down it is tried again so often. */
const TRY_EVERY_MS = 3_000;

export interface ModelState {
  model: ModelRow;
  versions: VersionRow[];
  runs: RunRow[];
  /** The training as it stands this moment. */
  run: RunRow | null;
  /** The last look at the server failed. */
  offline: boolean;
  /** What is being done, so that its button waits. */
  busy: string | null;
  refusal: Refusal | null;
  forget(): void;
  refresh(): Promise<boolean>;
  train(): Promise<boolean>;
  cancel(): Promise<boolean>;
  promote(version: string, reason: string | null): Promise<boolean>;
  rollBack(): Promise<boolean>;
  save(patch: ModelPatch): Promise<Answer<ModelRow>>;
  archive(): Promise<boolean>;
}

export type ModelPatch = Partial<Pick<ModelRow, "name" | "dataset" | "settings" | "schedule">>;

export function useModel(setup: ModelSetup): ModelState {
  const path = `/api/v1/forecasting/models/${setup.model.id}`;
  const [model, setModel] = useState(setup.model);
  const [versions, setVersions] = useState(setup.versions);
  const [runs, setRuns] = useState(setup.runs);
  const [busy, setBusy] = useState<string | null>(null);
  const [offline, setOffline] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    const own = ++asked.current;
    const [one, list, log] = await Promise.all([
      call<ModelRow>("GET", path),
      call<{ rows: VersionRow[] }>("GET", `${path}/versions`),
      call<{ rows: RunRow[] }>("GET", `${path}/runs`),
    ]);
    if (own !== asked.current) return true;
    const heard = one.ok && list.ok && log.ok;
    setOffline(!heard && !one.ok && isDead(one));
    if (one.ok) setModel(one.value);
    if (list.ok) setVersions(list.value.rows);
    if (log.ok) setRuns(log.value.rows);
    return heard;
  }, [path]);

  const told = useRuns(model.run ? [model.run] : [], { models: [model.id], refresh });
  const run = model.run && told.now(model.run);
  useEffect(() => {
    if (!offline) return;
    const timer = setInterval(() => document.hidden || void refresh(), TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, [offline, refresh]);

  const act = async <T>(name: string, ask: () => Promise<Answer<T>>, then: (value: T) => void): Promise<boolean> => {
    setBusy(name);
    setRefusal(null);
    const answer = await ask();
    setBusy(null);
    if (!answer.ok) {
      setRefusal({ code: answer.code, detail: answer.detail });
      return false;
    }
    asked.current++;
    then(answer.value);
    void refresh();
    return true;
  };
  return {
    model,
    versions,
    runs,
    run,
    offline,
    busy,
    refusal,
    forget: () => setRefusal(null),
    refresh,
    train: () => act<RunRow>("train", () => post(`${path}/train`), (made) => setModel({ ...model, run: made })),
    cancel: () => act<RunRow>("cancel", () => post(`${path}/cancel`), (made) => setModel({ ...model, run: made })),
    promote: (version, reason) =>
      act<ModelRow>(`promote ${version}`, () => post(`${path}/versions/${version}/promote`, { reason }), setModel),
    rollBack: () => act<ModelRow>("roll-back", () => post(`${path}/rollback`), setModel),
    async save(patch) {
      const answer = await call<ModelRow>("PATCH", path, { version: model.version, ...patch });
      if (answer.ok) setModel(answer.value);
      return answer;
    },
    archive: () => act("archive", () => call("DELETE", path, {}), () => location.assign("/forecasting")),
  };
}

const isDead = ({ code }: Refusal) => code === "shell.error.network" || code === "shell.error.server";

/** Versions whole, each fetched once: they never change but in who is champion, which the list says. */
export interface Details {
  get(id: string): VersionDetail | null;
  error: Refusal | null;
  again(): void;
}

export function useDetails(model: string, ids: readonly (string | null)[]): Details {
  const [known, setKnown] = useState<ReadonlyMap<string, VersionDetail>>(new Map());
  const [error, setError] = useState<Refusal | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    for (const id of new Set(ids)) {
      if (id === null || known.has(id)) continue;
      void call<VersionDetail>("GET", `/api/v1/forecasting/models/${model}/versions/${id}`).then((answer) => {
        if (gone) return;
        setError(answer.ok ? null : { code: answer.code, detail: answer.detail });
        if (answer.ok) setKnown((now) => new Map(now).set(id, answer.value));
      });
    }
    return () => {
      gone = true;
    };
  }, [model, ids.join(), turn]);
  useEffect(() => {
    if (!error || !isDead(error)) return;
    const timer = setTimeout(() => setTurn(turn + 1), TRY_EVERY_MS);
    return () => clearTimeout(timer);
  }, [error]);
  return { get: (id) => known.get(id) ?? null, error, again: () => setTurn(turn + 1) };
}

/** Calls `ended` once for each training that was seen running and made a version. */
export function useEndOf(run: RunRow | null, ended: (version: string) => void): void {
  const before = useRef(run);
  useEffect(() => {
    const was = before.current;
    before.current = run;
    const same = was !== null && run !== null && was.id === run.id;
    if (same && isRunning(was) && run.state === "done" && run.version !== null) ended(run.version);
  }, [run?.id, run?.state, run?.version]);
}
