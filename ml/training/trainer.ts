/**
 * Trainings, one at a time in a process, each in a Worker of its own: the server's loop never waits for sums, a cancelled
 * training is gone at once, and the memory of its tensors with it.
 */
import { setImmediate } from "node:timers";
import { fileURLToPath } from "node:url";
import { Semaphore } from "es-toolkit";
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
  const worker = new Worker(import.meta.resolve("./worker.ts"), {
    type: "module",
    name: `training ${task.kind}`,
    deno: { permissions: PERMISSIONS },
  });
  const { promise, resolve, reject } = Promise.withResolvers<TrainingOutcome<TrainedOf<Task>>>();
  const abort = () => {
    // Nothing more is heard of it, also what was said already.
    worker.onmessage = null;
    reject(signal?.reason ?? new DOMException("aborted", "AbortError"));
  };
  signal?.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<WorkerSays>) => {
    switch (data.say) {
      case "progress":
        return onProgress?.({ stage: data.stage, done: data.done, total: data.total });
      case "trained":
        return resolve({ ok: true, value: data.value as TrainedOf<Task>, cpuMs: data.cpuMs });
      case "refused":
        return resolve({ ok: false, refusal: data.refusal });
      case "failed":
        return reject(new Error(`training failed: ${data.message}`));
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`training failed: ${event.message}`));
  };
  let over = false;
  send(worker, task, () => over).catch(reject);
  return promise.finally(() => {
    over = true;
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  });
}

/** The loop has its turn between two pieces. */
async function send(worker: Worker, task: TrainingTask, over: () => boolean): Promise<void> {
  for (const piece of inPieces(task)) {
    if (over()) return;
    worker.postMessage(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
