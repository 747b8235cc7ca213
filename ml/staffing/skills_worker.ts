/** Inside of the Worker that plays rooms of several skills: seconds of sums that the server's loop does not wait for. */
import type { SkillsSays, SkillsTask } from "@/ml/staffing/skills_protocol.ts";
import { staffSkills } from "@/ml/staffing/skills_requirement.ts";
import { simulateRoom } from "@/ml/staffing/skills_simulation.ts";

const port = self as unknown as {
  onmessage: ((event: MessageEvent<SkillsTask>) => void) | null;
  postMessage(message: SkillsSays): void;
};

/** Progress told more often than this is of no use to anybody. */
const TELL_MS = 100;

port.onmessage = ({ data: { room, target, there, hours, seed } }) => {
  try {
    const now = simulateRoom({ ...room, groups: there }, { hours, seed, within: target.within });
    let told = -Infinity;
    const required = staffSkills(room, {
      target,
      hours,
      seed,
      onRoom(rooms) {
        if (performance.now() - told < TELL_MS) return;
        told = performance.now();
        port.postMessage({ say: "played", rooms });
      },
    });
    port.postMessage({ say: "done", value: { required, now } });
  } catch (error) {
    port.postMessage({ say: "failed", message: error instanceof Error ? error.stack ?? error.message : `${error}` });
  }
};
