/** One question to a Worker of its own, and its end: answered, failed or aborted, the Worker is gone, and its memory. */
import { setImmediate } from "node:timers";

export interface WorkerAsked<Says, Answer> {
  /** Resolved: the module inside. */
  module: string;
  name: string;
  permissions: Deno.PermissionOptions;
  /** What is sent, in pieces: the server's loop has its turn between two of them. */
  pieces: Iterable<unknown>;
  signal?: AbortSignal;
  /** What the Worker says; settles the question when it is the answer. */
  hear(says: Says, settle: { resolve(answer: Answer): void; reject(error: Error): void }): void;
  /** Beginning of the message when the Worker breaks. */
  failure: string;
}

/** @throws when aborted, or when the Worker failed */
export function askWorker<Says, Answer>(asked: WorkerAsked<Says, Answer>): Promise<Answer> {
  const { signal, failure } = asked;
  const worker = new Worker(asked.module, {
    type: "module",
    name: asked.name,
    deno: { permissions: asked.permissions },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const abort = () => {
    // Nothing more is heard of it, also what was said already.
    worker.onmessage = null;
    reject(signal?.reason ?? new DOMException("aborted", "AbortError"));
  };
  signal?.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<Says>) => asked.hear(data, { resolve, reject });
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`${failure}: ${event.message}`));
  };
  let over = false;
  const send = async () => {
    for (const piece of asked.pieces) {
      if (over) return;
      worker.postMessage(piece);
      await new Promise((next) => setImmediate(next));
    }
  };
  send().catch(reject);
  return promise.finally(() => {
    over = true;
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  });
}
