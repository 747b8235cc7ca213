/**
 * `deno task bench:live [--json]`: 300 browsers in a process of their own, each with its own agent topic and the
 * wallboard of 300 agents, at 200 events a second through the real hub and real sockets.
 *
 * - own_p99_ms, wallboard_p99_ms: from the change on the server to the parsed frame in the browser's process
 * - tick_ms: mean time between two wallboard frames at one browser
 * - bytes_per_update: bytes on the wire for each changed field at one browser, all frames together
 * - encode_us: one wallboard delta of a tick, made from the table and put into text
 * - cpu_core: share of one core of the server's process (event generator included) while measuring
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { App } from "fresh";
import { systemClock } from "@/actors/runtime/clock.ts";
import { LiveTopics } from "@/actors/runtime/views.ts";
import { LiveHub } from "@/web/live/hub.ts";
import { upgradeLive } from "@/web/live/upgrade.ts";
import { sameOrigin } from "@/web/security/mod.ts";

const CLIENTS = 300;
const EVENTS_PER_SECOND = 200;
const WARM_UP_MS = 3_000;
const MEASURE_MS = 12_000;
const STATES = ["ready", "ringing", "talking", "wrap-up", "paused"];

const now = () => performance.timeOrigin + performance.now();
const topics = new LiveTopics({ epoch: crypto.randomUUID() });

function fill(target: LiveTopics): void {
  for (let i = 0; i < CLIENTS; i++) {
    const since = now();
    target.put(`agent/${i}`, "me", {
      state: "ready",
      since,
      reason: null,
      until: null,
      after: null,
      queues: ["sales"],
    });
    target.put("wallboard", `a:${i}`, {
      name: `Agent ${i}`,
      team: `Team ${i % 12}`,
      state: "ready",
      since,
      reason: null,
      number: null,
      queueName: null,
      queues: ["sales", "support"],
      held: false,
      answered: 0,
      missed: 0,
      talkMs: 0,
      connection: "online",
    });
  }
  for (let q = 0; q < 12; q++) {
    target.put("wallboard", `q:${q}`, { name: `Queue ${q}`, waiting: 0, longestSince: null, offered: 0, answered: 0 });
  }
}

/** One event as a call makes it: the agent's own row, the agent's line on the wallboard, the queue's figures. */
function event(target: LiveTopics, n: number): void {
  const agent = (n * 7919) % CLIENTS;
  const state = STATES[n % STATES.length];
  const since = now();
  const number = state === "talking" ? `+7495${String(n % 10_000_000).padStart(7, "0")}` : null;
  target.put(`agent/${agent}`, "me", { state, since });
  target.put("wallboard", `a:${agent}`, { state, since, number, answered: n });
  target.put("wallboard", `q:${n % 12}`, { waiting: n % 9, answered: n });
}

function encodeMicros(): number {
  const own = new LiveTopics({ epoch: "encode" });
  fill(own);
  const table = own.open("wallboard");
  const perTick = Math.max(1, Math.round(EVENTS_PER_SECOND * 0.06));
  let spent = 0;
  const rounds = 2_000;
  for (let round = 0; round < rounds; round++) {
    const from = table.seq;
    for (let i = 0; i < perTick; i++) event(own, round * perTick + i);
    const started = performance.now();
    const text = JSON.stringify({ t: "d", topic: "wallboard", ...table.deltaSince(from) });
    spent += performance.now() - started;
    if (text.length < 10) throw new Error("nothing was encoded");
  }
  return spent / rounds * 1_000;
}

const hub = new LiveHub<string>({
  topics,
  authorize: (user, topic) => topic === "wallboard" || topic === `agent/${user}`,
  userOf: (user) => user,
  clock: systemClock,
});
const app = new App().get(
  "/live",
  (ctx) =>
    upgradeLive(hub, ctx.req, ctx.url.searchParams.get("user") ?? "", (req) =>
      // Deno's own WebSocket sends no Origin; browsers always do.
      req.headers.get("origin") === null || sameOrigin(req)),
);
fill(topics);
const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, app.handler());
const clients = new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    "-A",
    "--no-check",
    fileURLToPath(new URL("clients.ts", import.meta.url)),
    `ws://127.0.0.1:${server.addr.port}/live`,
    ...[CLIENTS, WARM_UP_MS, MEASURE_MS].map(String),
  ],
  stdout: "piped",
  stderr: "inherit",
}).spawn();

let events = 0;
const started = performance.now();
const timer = setInterval(() => {
  const due = (performance.now() - started) / 1_000 * EVENTS_PER_SECOND;
  while (events < due) event(topics, events++);
}, 4);

interface Report {
  ready?: number;
  ownP99: number;
  ownSeen: number;
  wallP99: number;
  wallSeen: number;
  tick: number;
  frameBytes: number;
  fieldBytes: number;
  frames: number;
}

let report: Report | undefined;
let cpuCore = 0;
let rest = "";
for await (const chunk of clients.stdout.pipeThrough(new TextDecoderStream())) {
  rest += chunk;
  for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
    const line: Report = JSON.parse(rest.slice(0, end));
    rest = rest.slice(end + 1);
    if (line.ready === undefined) report = line;
    else {
      setTimeout(() => {
        const [cpu, at] = [process.cpuUsage(), performance.now()];
        setTimeout(() => {
          const used = process.cpuUsage(cpu);
          cpuCore = (used.user + used.system) / 1_000 / (performance.now() - at);
        }, MEASURE_MS - 500);
      }, WARM_UP_MS);
    }
  }
}
clearInterval(timer);
const { success } = await clients.status;
hub.close();
await server.shutdown();
if (!success || !report) throw new Error("the clients failed; nothing was measured");

const round = (value: number, digits = 2) => Number(value.toFixed(digits));
const result = {
  own_p99_ms: round(report.ownP99),
  wallboard_p99_ms: round(report.wallP99),
  tick_ms: round(report.tick),
  bytes_per_update: round(report.fieldBytes, 1),
  encode_us: round(encodeMicros(), 1),
  cpu_core: round(cpuCore, 3),
};
if (!Deno.args.includes("--json")) {
  console.log(`${CLIENTS} clients, ${EVENTS_PER_SECOND} events/s for ${MEASURE_MS / 1_000} s`);
  console.log(`own topic p99 ${result.own_p99_ms} ms over ${report.ownSeen} values`);
  console.log(
    `wallboard p99 ${result.wallboard_p99_ms} ms over ${report.wallSeen} values, a frame every ${result.tick_ms} ms`,
  );
  console.log(
    `${result.bytes_per_update} bytes a field, ${round(report.frameBytes, 0)} a frame, ${report.frames} frames`,
  );
  console.log(`${result.encode_us} µs to encode a wallboard frame, ${result.cpu_core} of a core`);
}
console.log(JSON.stringify(result));
