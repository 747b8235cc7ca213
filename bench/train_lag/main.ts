/**
 * `deno task bench:train-lag [--seconds N] [--json]`: how late the server's loop is and how long requests wait while models
 * are trained in a Worker beside them: against an idle server, against the same sums by another program (what the machine
 * itself makes late), and on the server's own thread. The last line of `--json` is one object.
 */
import { openTrainer } from "@/ml/training/mod.ts";
import type { TrainingTask } from "@/ml/training/protocol.ts";
import { trainScore } from "@/ml/scores/train.ts";
import { trainVolume } from "@/ml/volume/train.ts";
import { type Lag, lagOf, watchLoop } from "./measure.ts";
import { scoreTask, volumeTask } from "./tasks.ts";

const json = Deno.args.includes("--json");
const say = (line: string) => json ? console.error(line) : console.log(line);
const given = Deno.args.indexOf("--seconds");
const SECONDS = given < 0 ? 15 : Number(Deno.args[given + 1]);
/** What goes wrong is bound to go wrong at once: modules are loaded, the code is warm. */
const WARM_SECONDS = 1;

const answer = JSON.stringify({ rows: Array.from({ length: 50 }, (_, n) => ({ id: n, name: `lead ${n}` })) });
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
  // As much as a page of a list takes.
  JSON.parse(answer);
  return new Response(answer, { headers: { "content-type": "application/json" } });
});
const url = `http://127.0.0.1:${server.addr.port}/`;

interface Phase {
  loop: Lag;
  http: Lag;
  trainings: number;
  seconds: number;
}

/** Does `work` again and again for so long, beside requests. */
async function phase(seconds: number, work: (() => Promise<unknown>) | null): Promise<Phase> {
  const clients = new Worker(`${import.meta.resolve("./clients.ts")}?url=${encodeURIComponent(url)}`, {
    type: "module",
    name: "clients",
  });
  const stop = watchLoop();
  const begun = performance.now();
  let trainings = 0;
  const left = () => seconds * 1_000 - (performance.now() - begun);
  if (work === null) await new Promise((resolve) => setTimeout(resolve, left()));
  else for (; left() > 0; trainings++) await work();
  const elapsed = (performance.now() - begun) / 1_000;
  // The timer that waited all the while fires now.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const loop = stop();
  const { promise, resolve } = Promise.withResolvers<number[]>();
  clients.onmessage = ({ data }: MessageEvent<number[]>) => resolve(data);
  clients.postMessage("stop");
  const http = lagOf(await promise);
  clients.terminate();
  return { loop, http, trainings, seconds: Math.round(elapsed * 10) / 10 };
}

/** The same sums by another program: what is late then is the machine's doing, not ours. */
async function beside(kind: "volume" | "score"): Promise<Phase> {
  const program = new URL("./burner.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", decodeURIComponent(program), kind],
    stdout: "piped",
  }).spawn();
  const out = child.stdout.getReader();
  await out.read();
  const seen = await phase(SECONDS, null);
  child.kill("SIGKILL");
  await child.status;
  await out.cancel();
  return seen;
}

const trainer = openTrainer();
const inWorker = (task: TrainingTask) => async () => {
  const outcome = await trainer.train(task);
  if (!outcome.ok) throw new Error(`nothing was trained: ${outcome.refusal.code}`);
};
const hooks = { onProgress: () => {} };
const [volume, score] = [volumeTask(), scoreTask()];

await phase(WARM_SECONDS, null);
const phases: Record<string, Phase> = {
  "idle": await phase(SECONDS, null),
  "volume, Worker": await phase(SECONDS, inWorker(volume)),
  "score, Worker": await phase(SECONDS, inWorker(score)),
  "volume, other process": await beside("volume"),
  "score, other process": await beside("score"),
  "volume, same thread": await phase(1, () => trainVolume(volume, hooks)),
  "score, same thread": await phase(1, () => trainScore(score, hooks)),
};
await server.shutdown();

say(
  `${"".padEnd(22)}${
    ["loop p50", "p99", "max", "HTTP p50", "p99", "max", "trainings"].map((t) => t.padStart(10)).join("")
  }`,
);
for (const [name, { loop, http, trainings }] of Object.entries(phases)) {
  const cells = [loop.p50, loop.p99, loop.max, http.p50, http.p99, http.max, trainings];
  say(name.padEnd(22) + cells.map((value) => `${value}`.padStart(10)).join(""));
}
say("milliseconds; loop: a timer of 5 ms came so much too late; HTTP: 50 requests a second");

if (json) {
  const [idle, volumes, scores] = [phases["idle"], phases["volume, Worker"], phases["score, Worker"]];
  const others = [phases["volume, other process"], phases["score, other process"]];
  const own = [phases["volume, same thread"], phases["score, same thread"]];
  const worst = (of: (one: Phase) => number, list = [volumes, scores]) => Math.max(...list.map(of));
  console.log(JSON.stringify({
    lag_p50_ms: worst(({ loop }) => loop.p50),
    lag_p99_ms: worst(({ loop }) => loop.p99),
    lag_max_ms: worst(({ loop }) => loop.max),
    lag_idle_p99_ms: idle.loop.p99,
    lag_idle_max_ms: idle.loop.max,
    lag_other_process_p99_ms: worst(({ loop }) => loop.p99, others),
    lag_main_thread_max_ms: worst(({ loop }) => loop.max, own),
    http_p99_ms: worst(({ http }) => http.p99),
    http_max_ms: worst(({ http }) => http.max),
    http_idle_p99_ms: idle.http.p99,
    http_other_process_p99_ms: worst(({ http }) => http.p99, others),
    http_main_thread_max_ms: worst(({ http }) => http.max, own),
    volume_trainings: volumes.trainings,
    volume_seconds_each: Math.round(100 * volumes.seconds / volumes.trainings) / 100,
    score_trainings: scores.trainings,
    load_average: Math.round(10 * Deno.loadavg()[0]) / 10,
    score_seconds_each: Math.round(100 * scores.seconds / scores.trainings) / 100,
  }));
}
Deno.exit(0);
