/** Plays rooms in a Worker, one at a time in a process; whoever goes away takes his Worker along. */
import { Semaphore } from "es-toolkit";
import type { SkillsPlayed, SkillsSays, SkillsTask } from "@/ml/staffing/skills_protocol.ts";

const turn = new Semaphore(1);
let waiting = 0;
/** More than this many people waiting for a simulation are told to come back. */
const MOST_WAITING = 4;

/** Whether another one would be taken on. */
export const mayPlay = (): boolean => waiting < MOST_WAITING;

/** @throws when aborted, or when the Worker failed */
export async function playSkills(
  task: SkillsTask,
  options: { signal?: AbortSignal; onRooms?: (played: number) => void } = {},
): Promise<SkillsPlayed> {
  waiting++;
  try {
    await turn.acquire();
  } finally {
    waiting--;
  }
  try {
    options.signal?.throwIfAborted();
    return await inWorker(task, options);
  } finally {
    turn.release();
  }
}

function inWorker(
  task: SkillsTask,
  { signal, onRooms }: { signal?: AbortSignal; onRooms?: (played: number) => void },
): Promise<SkillsPlayed> {
  const worker = new Worker(import.meta.resolve("./skills_worker.ts"), {
    type: "module",
    name: "staffing skills",
    // Sums need nothing of the machine.
    deno: { permissions: "none" },
  });
  const { promise, resolve, reject } = Promise.withResolvers<SkillsPlayed>();
  const abort = () => {
    // Nothing more is heard of it, also what was said already.
    worker.onmessage = null;
    reject(signal?.reason ?? new DOMException("aborted", "AbortError"));
  };
  signal?.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<SkillsSays>) => {
    if (data.say === "played") onRooms?.(data.rooms);
    else if (data.say === "done") resolve(data.value);
    else reject(new Error(`simulation failed: ${data.message}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`simulation failed: ${event.message}`));
  };
  worker.postMessage(task);
  return promise.finally(() => {
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  });
}
