/** Another program that trains for ever: `volume` or `score`. Says so once it is at it. */
import { trainScore } from "@/ml/scores/train.ts";
import { trainVolume } from "@/ml/volume/train.ts";
import { scoreTask, volumeTask } from "./tasks.ts";

const hooks = { onProgress: () => {} };
const [volume, score] = [volumeTask(), scoreTask()];
console.log("begun");
for (;;) {
  if (Deno.args[0] === "volume") await trainVolume(volume, hooks);
  else await trainScore(score, hooks);
}
