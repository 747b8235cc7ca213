/**
 * Our ACD against Asterisk's own app_queue on the same Asterisk, in interleaved runs of the same SIPp load: from the
 * caller's INVITE to the agent's, retransmissions, CPU a call; and from an agent's hang-up to the next waiting call.
 *
 * deno task bench:acd [--json] [--rates 30,60,100,140,200] [--seconds 10] [--rounds 2]
 */
import { parseArgs } from "node:util";
import { startAsterisk } from "@/telephony/asterisk/mod.ts";
import { type SippRun, startCallers, startPhones } from "../../tests/sipp/mod.ts";
import { cpuSeconds, nextCallGaps, percentile, ringDelays } from "./measure.ts";
import { ASTERISK, NUMBERS, PORTS } from "./site.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    json: { type: "boolean", default: false },
    rates: { type: "string", default: "30,60,100,140,200" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "2" },
  },
});
const rates = values.rates.split(",").map(Number);
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const TALK_MS = 1_000;
const RING_MS = 100;

type Side = "ours" | "queue";
interface Run {
  delays: number[];
  failed: number;
  calls: number;
  retransmissions: number;
  asteriskCpuMs: number;
  oursCpuMs: number;
  postgresCpuMs: number;
}

const say = (line: string) => values.json ? console.error(line) : console.log(line);
const folder = await Deno.makeTempDir({ prefix: "acd-" });
say("starting Asterisk");
const asterisk = await startAsterisk({ ...ASTERISK, dir: `${folder}/a`, progress: say });
say(`Asterisk ${asterisk.version}; starting the product`);
const product = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "--unstable-kv", "bench/acd/product.ts"],
  env: {
    ARI_URL: asterisk.url,
    ARI_USER: asterisk.user,
    ARI_PASSWORD: asterisk.password,
    DATA_DIR: `${folder}/data`,
    PORT: "0",
    DEMO: "no",
    LOG_LEVEL: "warning",
  },
  stdout: "piped",
  stderr: "inherit",
}).spawn();
const output = product.stdout.pipeThrough(new TextDecoderStream()).getReader();
let said = "";
while (!said.includes("\n{") && !said.startsWith("{")) {
  const { value, done } = await output.read();
  if (done) throw new Error(`the product ended: ${said}`);
  said += value;
}
const ready = JSON.parse(said.slice(said.indexOf("{"))) as { url: string; token: string };
/** Deno's WebSocket takes headers; the browser's type, which this tree is checked with, does not know them. */
const SocketWithHeaders = WebSocket as unknown as new (
  url: string,
  options: { headers: Record<string, string> },
) => WebSocket;
const wallboard = new SocketWithHeaders(`${ready.url.replace("http", "ws")}/live`, {
  headers: { cookie: `kommutator=${ready.token}`, origin: ready.url },
});
let frames = 0;
wallboard.onopen = () => wallboard.send(JSON.stringify({ t: "sub", topic: "wallboard" }));
wallboard.onmessage = ({ data }) => {
  frames++;
  if (JSON.parse(data).t === "h") wallboard.send(JSON.stringify({ t: "p", at: Date.now() }));
};

let port = PORTS.callers;
/** Phones are started anew for each run, so that their log holds this run only. */
async function play(side: Side, load: { rate: number; calls: number }): Promise<Run> {
  const phones = await startPhones({ port: PORTS.phones, ringMs: RING_MS, then: "answer" });
  await settled();
  const before = cpu();
  const callers = await startCallers({
    port: port++,
    remote: `127.0.0.1:${PORTS.sip}`,
    number: NUMBERS[side],
    from: "7916{n}",
    calls: load.calls,
    rate: load.rate,
    hangUpAfterMs: TALK_MS,
    cancelAfterMs: 20_000,
  });
  const stats = await ended(callers, load.calls / load.rate + 30);
  const after = cpu();
  const [sent, rung] = [await callers.moments(), await phones.moments()];
  const phoneStats = await phones.stop();
  const delays = ringDelays(sent, rung);
  const per = (a: number, b: number) => (b - a) * 1000 / load.calls;
  return {
    delays,
    calls: load.calls,
    failed: load.calls - stats.counted.leftByUs,
    retransmissions: stats.retransmissions + phoneStats.retransmissions,
    asteriskCpuMs: per(before.asterisk, after.asterisk),
    oursCpuMs: per(before.ours, after.ours),
    postgresCpuMs: per(before.postgres, after.postgres),
  };
}

async function gap(side: Side): Promise<number[]> {
  const phones = await startPhones({ port: PORTS.gapPhones, ringMs: RING_MS, then: "answer", hangUpAfterMs: 500 });
  await settled();
  const callers = await startCallers({
    port: port++,
    remote: `127.0.0.1:${PORTS.sip}`,
    number: side === "ours" ? NUMBERS.oursGap : NUMBERS.queueGap,
    from: "7917{n}",
    calls: 60,
    rate: 40,
  });
  await ended(callers, 60);
  const moments = await phones.moments();
  await phones.stop();
  return nextCallGaps(moments);
}

function cpu() {
  return {
    asterisk: cpuSeconds((pid) => pid === asterisk.pid),
    ours: cpuSeconds((pid) => pid === product.pid),
    postgres: cpuSeconds((_, name) => name === "postgres"),
  };
}

async function ended(run: SippRun, atMostS: number) {
  const timer = setTimeout(() => void run.stop(), atMostS * 1000);
  const stats = await run.done;
  clearTimeout(timer);
  return stats;
}

/** Leftovers of the run before (wrap-ups, retransmissions) are over when no channel is left. */
async function settled(): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (/0 active channels/.test(await asterisk.cli("core show channels count"))) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
}

const round = (value: number) => Math.round(value * 10) / 10;
const results = [];
try {
  for (const side of ["ours", "queue"] as const) await play(side, { rate: 20, calls: 60 }); // warm-up
  for (const rate of rates) {
    const runs: Record<Side, Run[]> = { ours: [], queue: [] };
    for (let n = 0; n < rounds; n++) {
      const order: Side[] = n % 2 === 0 ? ["ours", "queue"] : ["queue", "ours"];
      for (const side of order) runs[side].push(await play(side, { rate, calls: rate * seconds }));
    }
    const whole = (side: Side) => {
      const delays = runs[side].flatMap((run) => run.delays);
      const mean = (pick: (run: Run) => number) => runs[side].reduce((sum, run) => sum + pick(run), 0) / rounds;
      return {
        p50: round(percentile(delays, 0.5)),
        p99: round(percentile(delays, 0.99)),
        failed: runs[side].reduce((sum, run) => sum + run.failed, 0),
        retransmits: runs[side].reduce((sum, run) => sum + run.retransmissions, 0),
        asterisk: round(mean((run) => run.asteriskCpuMs)),
        product: round(mean((run) => run.oursCpuMs)),
        postgres: round(mean((run) => run.postgresCpuMs)),
      };
    };
    const [ours, queue] = [whole("ours"), whole("queue")];
    say(
      `${rate}/s  ours p50 ${ours.p50} p99 ${ours.p99} ms failed ${ours.failed} retransmits ${ours.retransmits}` +
        `  |  app_queue p50 ${queue.p50} p99 ${queue.p99} ms failed ${queue.failed} retransmits ${queue.retransmits}` +
        `  |  CPU ms a call: Asterisk ${ours.asterisk} / ${queue.asterisk}, product ${ours.product}, PostgreSQL ${ours.postgres}`,
    );
    results.push({
      rate,
      ours_p50_ms: ours.p50,
      ours_p99_ms: ours.p99,
      queue_p50_ms: queue.p50,
      queue_p99_ms: queue.p99,
      ours_failed: ours.failed,
      queue_failed: queue.failed,
      ours_retransmits: ours.retransmits,
      queue_retransmits: queue.retransmits,
      asterisk_cpu_ms_ours: ours.asterisk,
      asterisk_cpu_ms_queue: queue.asterisk,
      product_cpu_ms: ours.product,
      postgres_cpu_ms: ours.postgres,
    });
  }
  const oursGap = percentile(await gap("ours"), 0.5);
  const queueGap = percentile(await gap("queue"), 0.5);
  say(`from an agent's hang-up to the next waiting call: ours ${round(oursGap)} ms, app_queue ${round(queueGap)} ms`);
  say(`the wallboard got ${frames} frames meanwhile`);
  const summary = { rates: results, next_call_ours_ms: round(oursGap), next_call_queue_ms: round(queueGap) };
  if (values.json) console.log(JSON.stringify(summary));
} finally {
  wallboard.close();
  product.kill("SIGTERM");
  await product.status;
  await asterisk.stop();
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}
Deno.exit(0);
