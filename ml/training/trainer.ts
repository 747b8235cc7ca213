/**
 * Trainings, one at a time in a process, each in a Worker of its own: the server's loop never waits for sums, a cancelled
 * training is gone at once, and the memory of its tensors with it.
 */
import { fileURLToPath } from "node:url";
import { Semaphore } from "es-toolkit";
import { askWorker } from "./ask_worker.ts";
import { inPieces } from "./pieces.ts";
import type { Progress, TrainedOf, TrainingOutcome, TrainingTask, WorkerSays } from "./protocol.ts";

/** Where code is loaded from; nothing else lies there. */
const SOURCES = ["node_modules", "ml", "crm", "store", "telephony", "actors"];

/**
 * A Worker has the rows it was given and nothing else: no network, no files but the program's own code (WebAssembly is
 * read when tensors are opened), no processes, no environment.
 */
export const PERMISSIONS: Deno.PermissionOptionsObject = {
  read: SOURCES.map((room) => fileURLToPath(new URL(`../../${room}/`, import.meta.url))),
  write: false,
  net: false,
  run: false,
  env: false,
  ffi: false,
  sys: false,
  import: false,
};

export interface TrainOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface Trainer {
  /** @throws when aborted, or when the Worker failed for another reason than the data */
  train<Task extends TrainingTask>(task: Task, options?: TrainOptions): Promise<TrainingOutcome<TrainedOf<Task>>>;
}

export function openTrainer(options: { atOnce?: number } = {}): Trainer {
  const turn = new Semaphore(options.atOnce ?? 1);
  return {
    async train(task, { signal, onProgress } = {}) {
      await turn.acquire();
      try {
        signal?.throwIfAborted();
        return await inWorker(task, { signal, onProgress });
      } finally {
        turn.release();
      }
    },
  };
}

function inWorker<Task extends TrainingTask>(
  task: Task,
  { signal, onProgress }: TrainOptions,
): Promise<TrainingOutcome<TrainedOf<Task>>> {
  return askWorker<WorkerSays, TrainingOutcome<TrainedOf<Task>>>({
    module: import.meta.resolve("./worker.ts"),
    name: `training ${task.kind}`,
    permissions: PERMISSIONS,
    pieces: inPieces(task),
    signal,
    failure: "training failed",
    hear(says, { resolve, reject }) {
      switch (says.say) {
        case "progress":
          return onProgress?.({ stage: says.stage, done: says.done, total: says.total });
        case "trained":
          return resolve({ ok: true, value: says.value as TrainedOf<Task>, cpuMs: says.cpuMs });
        case "refused":
          return resolve({ ok: false, refusal: says.refusal });
        case "failed":
          return reject(new Error(`training failed: ${says.message}`));
      }
    },
  });
}
