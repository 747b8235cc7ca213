/**
 * Inside of a training's Worker: one task, then nothing. What the kinds need is loaded only when it is asked for, so that
 * a score does not wait for tensors.
 */
import { withRows, type WorkerHears } from "./pieces.ts";
import { RefusedError, type Trained, type TrainingHooks, type TrainingTask, type WorkerSays } from "./protocol.ts";

const port = self as unknown as {
  onmessage: ((event: MessageEvent<WorkerHears>) => void) | null;
  postMessage(message: WorkerSays): void;
};

/** Progress told more often than this is thrown away: the browser draws no more than ten a second. */
const TELL_MS = 100;

const rows: Extract<WorkerHears, { hear: "rows" }>["rows"][number][] = [];

port.onmessage = ({ data }) => {
  if (data.hear === "task") return void train(withRows(data.task, rows));
  for (const row of data.rows) rows.push(row);
};

async function train(task: TrainingTask): Promise<void> {
  let told = 0;
  const hooks: TrainingHooks = {
    onProgress(progress) {
      const now = performance.now();
      if (progress.done < progress.total && now - told < TELL_MS) return;
      told = now;
      port.postMessage({ say: "progress", ...progress });
    },
  };
  const begun = performance.now();
  try {
    const value = await work(task, hooks);
    port.postMessage({ say: "trained", value, cpuMs: Math.round(performance.now() - begun) });
  } catch (error) {
    if (error instanceof RefusedError) return port.postMessage({ say: "refused", refusal: error.refusal });
    const message = error instanceof Error ? error.stack ?? error.message : `${error}`;
    port.postMessage({ say: "failed", message });
  }
}

async function work(task: TrainingTask, hooks: TrainingHooks): Promise<Trained> {
  switch (task.kind) {
    case "volume":
      return await (await import("@/ml/volume/train.ts")).trainVolume(task, hooks);
    case "score":
      return await (await import("@/ml/scores/train.ts")).trainScore(task, hooks);
    case "revenue":
      return (await import("@/ml/revenue/work.ts")).workRevenue(task, hooks);
  }
}
