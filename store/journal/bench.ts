/**
 * Measures the journal on an embedded PostgreSQL with fsync on: commit latency at a steady rate, and throughput.
 * `deno run -A store/journal/bench.ts [--json]`
 */
import process from "node:process";
import type { ActorId } from "@/actors/runtime/types.ts";
import { Shards } from "../shards/mod.ts";
import { openStore } from "../store.ts";
import { PgJournal } from "./mod.ts";

const STREAMS = 400;
const EVENT = { type: "talking", agent: "agent/0190f5d2-7b1c-7000-8000-000000000001", at: 1_800_000_000_000, legs: 2 };

const dir = await Deno.makeTempDir({ prefix: "kommutator-bench-" });
const store = await openStore({ dir });
const shards = await Shards.open(store, { node: "bench" });
const journal = new PgJournal(store, { fence: shards });
const seqs = new Array<number>(STREAMS).fill(0);

function appendOne(i: number): Promise<void> {
  const stream: ActorId = `call/0190f5d2-7b1c-7000-8000-${String(i % STREAMS).padStart(12, "0")}`;
  const seq = ++seqs[i % STREAMS];
  return journal.append({ stream, entries: [{ stream, seq, at: Date.now(), event: EVENT, origin: "ari" }] });
}

/** CPU seconds of the server's processes, from /proc (Linux only). */
function serverCpu(): number {
  let ticks = 0;
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      const [head, tail] = [stat.slice(0, stat.lastIndexOf(")")), stat.slice(stat.lastIndexOf(")") + 2).split(" ")];
      if (!head.includes("(postgres")) continue;
      const session = Deno.readTextFileSync(`/proc/${name}/cwd/postmaster.pid`);
      if (session.includes(dir)) ticks += Number(tail[11]) + Number(tail[12]);
    } catch {
      // ended meanwhile
    }
  }
  return ticks / 100;
}

async function measure(run: () => Promise<number[]>): Promise<Record<string, number>> {
  const before = { cpu: process.cpuUsage(), server: serverCpu(), at: performance.now(), stats: journal.stats() };
  const latencies = (await run()).sort((a, b) => a - b);
  const seconds = (performance.now() - before.at) / 1000;
  const cpu = process.cpuUsage(before.cpu);
  const at = (p: number) => Math.round(latencies[Math.floor((latencies.length - 1) * p)] * 10) / 10;
  const commits = journal.stats().commits - before.stats.commits;
  return {
    events_per_s: Math.round(latencies.length / seconds),
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    max_ms: at(1),
    entries_per_commit: Math.round(latencies.length / commits * 10) / 10,
    cpu_ours: Math.round((cpu.user + cpu.system) / 1e4 / seconds) / 100,
    cpu_server: Math.round((serverCpu() - before.server) * 100 / seconds) / 100,
  };
}

/** Appends come evenly, each on its own. */
async function steady(rate: number, seconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const waiting: Promise<void>[] = [];
  const started = performance.now();
  for (let i = 0; i < rate * seconds;) {
    const due = Math.min(rate * seconds, (performance.now() - started) * rate / 1000);
    for (; i < due; i++) {
      const at = performance.now();
      waiting.push(appendOne(i).then(() => void latencies.push(performance.now() - at)));
    }
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(waiting);
  return latencies;
}

/** `width` actors append as fast as their last append is durable. */
async function flat(width: number, seconds: number): Promise<number[]> {
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: width }, async (_, i) => {
    while (performance.now() < end) {
      const at = performance.now();
      await appendOne(i);
      latencies.push(performance.now() - at);
    }
  }));
  return latencies;
}

await steady(500, 1);
const result = {
  at_1000: await measure(() => steady(1_000, 5)),
  at_5000: await measure(() => steady(5_000, 5)),
  flat_out: await measure(() => flat(STREAMS, 5)),
};
await journal.close();
await shards.close();
await store.close();
await Deno.remove(dir, { recursive: true });
if (!Deno.args.includes("--json")) console.table(result);
console.log(JSON.stringify(result));
