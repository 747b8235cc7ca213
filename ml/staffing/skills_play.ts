/** Plays rooms in a Worker, one at a time in a process; whoever goes away takes his Worker along. */
import { Semaphore } from "es-toolkit";
import type { SkillsPlayed, SkillsSays, SkillsTask } from "@/ml/staffing/skills_protocol.ts";
import { askWorker } from "@/ml/training/ask_worker.ts";

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
  return askWorker<SkillsSays, SkillsPlayed>({
    module: import.meta.resolve("./skills_worker.ts"),
    name: "staffing skills",
    // Sums need nothing of the machine.
    permissions: "none",
    pieces: [task],
    signal,
    failure: "simulation failed",
    hear(says, { resolve, reject }) {
      if (says.say === "played") onRooms?.(says.rooms);
      else if (says.say === "done") resolve(says.value);
      else reject(new Error(`simulation failed: ${says.message}`));
    },
  });
}
