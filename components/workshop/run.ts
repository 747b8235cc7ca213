/** A training on its way: its steps, how far it is, and what the live topic says of it. Pure. */
import type { ModelKind, RunRow } from "@/ml/registry/types.ts";

/** Steps as people follow them, with the part of the whole that each takes. Words: `workshop.stage.<step>`. */
export const STEPS: Record<ModelKind, readonly { step: string; part: number }[]> = {
  volume: [
    { step: "queued", part: 0 },
    { step: "data", part: 0.05 },
    { step: "back-test", part: 0.68 },
    { step: "fit", part: 0.17 },
    { step: "forecast", part: 0.07 },
    { step: "save", part: 0.03 },
  ],
  score: [
    { step: "queued", part: 0 },
    { step: "data", part: 0.08 },
    { step: "guard", part: 0.1 },
    { step: "families", part: 0.5 },
    { step: "ahead", part: 0.14 },
    { step: "fit", part: 0.1 },
    { step: "compare", part: 0.05 },
    { step: "save", part: 0.03 },
  ],
};

const SAME_STEP: Record<string, string> = {
  trees: "families",
  logistic: "families",
  network: "families",
  report: "compare",
};

export const isRunning = (run: Pick<RunRow, "state"> | null): boolean =>
  run?.state === "queued" || run?.state === "running";

/** The step that a stage belongs to, by its place; a stage that nobody knows is the first after waiting. */
export function stepAt(kind: ModelKind, stage: string): number {
  const at = STEPS[kind].findIndex(({ step }) => step === (SAME_STEP[stage] ?? stage));
  return at < 0 ? 1 : at;
}

/** How far a training is, 0 to 1. Never NaN, whatever came over the wire. */
export function shareDone(kind: ModelKind, run: Pick<RunRow, "state" | "stage" | "done" | "total">): number {
  if (run.state === "done") return 1;
  if (run.state === "queued") return 0;
  const at = stepAt(kind, run.stage);
  const before = STEPS[kind].slice(0, at).reduce((sum, { part }) => sum + part, 0);
  // Scores count their steps over the whole training, not inside of one.
  const inside = kind === "score" ? 0 : run.done / run.total;
  return Math.min(1, before + STEPS[kind][at].part * (Number.isFinite(inside) ? Math.min(1, Math.max(0, inside)) : 0));
}

/** What the topic `training` holds of a run; `error` is JSON. */
export interface SaidRun {
  model: string;
  state: RunRow["state"];
  stage: string;
  done: number;
  total: number;
  version: string | null;
  error: string | null;
}

export const SAID_FIELDS = ["model", "state", "stage", "done", "total", "version", "error"] as const;

/** A run that the page knows with what was heard of it since; one that has ended stays ended. */
export function heard(run: RunRow, said: SaidRun | undefined): RunRow {
  if (!said || !isRunning(run)) return run;
  const { state, stage, done, total, version } = said;
  return { ...run, state, stage, done, total, version: version ?? null, error: errorIn(said.error) ?? run.error };
}

function errorIn(text: string | null): RunRow["error"] {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "code" in value ? value as RunRow["error"] : null;
  } catch {
    return null;
  }
}
