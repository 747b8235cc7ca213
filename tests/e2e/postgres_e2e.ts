/**
 * PostgreSQL restarted, killed and frozen under load, and our own process killed: what is lost must be 0, nothing may
 * hang longer than five seconds, LISTEN must hear again. `deno run -A tests/e2e/postgres_e2e.ts [rounds]`
 */
import assert from "node:assert/strict";
import process from "node:process";
import type { ActorId } from "../../actors/runtime/types.ts";
import { type Embedded, startEmbedded } from "../../store/embedded/mod.ts";
import { openJobs } from "../../store/jobs/mod.ts";
import { PgJournal } from "../../store/journal/mod.ts";
import { Shards } from "../../store/shards/mod.ts";
import { connectStore, type Store } from "../../store/store.ts";
import { suite } from "./harness.ts";

const ROUNDS = Number(Deno.args[0] ?? 6);
const HANG_MS = 5_000;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

type Step = (name: string, run: () => Promise<string>) => Promise<void>;

const stray: string[] = [];
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  stray.push(String(event.reason));
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  stray.push(event.message);
});

/** Everything the product does to its database, all the time. */
class Load {
  acknowledged = new Map<ActorId, number>();
  longestQueryMs = 0;
  longestAppendMs = 0;
  queries = 0;
  failedQueries = 0;
  lostAppends = 0;
  heard = 0;
  jobsSent = 0;
  jobsRun = new Set<number>();
  #run = true;
  #tasks: Promise<void>[] = [];

  constructor(private readonly store: Store, readonly journal: PgJournal) {}

  async start(): Promise<void> {
    await this.store.listen("load", { message: () => this.heard++ });
    for (let i = 0; i < 20; i++) this.#tasks.push(this.#append(`call/load-${i}`));
    for (let i = 0; i < 20; i++) this.#tasks.push(this.#query(i));
  }

  async stop(): Promise<void> {
    this.#run = false;
    // What hangs for ever would otherwise hang this program instead of failing it.
    const hung = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("queries or appends hang after the rounds")), 2 * HANG_MS);
    });
    await Promise.race([Promise.all(this.#tasks).then(() => this.journal.flush()), hung]);
  }

  async #append(stream: ActorId): Promise<void> {
    for (let seq = 1; this.#run; seq++) {
      const started = performance.now();
      try {
        await this.journal.append({ stream, entries: [{ stream, seq, at: Date.now(), event: { n: seq } }] });
        this.acknowledged.set(stream, seq);
      } catch (error) {
        this.lostAppends++;
        stray.push(`append: ${error}`);
        return;
      }
      this.longestAppendMs = Math.max(this.longestAppendMs, performance.now() - started);
      await pause(2);
    }
  }

  async #query(i: number): Promise<void> {
    while (this.#run) {
      const started = performance.now();
      try {
        if (i % 4 === 0) await this.store.notify("load", "x");
        else if (i % 4 === 1) await this.store.tx((tx) => tx.selectFrom("jobs").select("id").limit(1).execute());
        else if (i % 4 === 2) await this.store.health();
        else await this.store.pool.query("select pg_sleep(0.01)");
      } catch {
        this.failedQueries++;
      }
      this.queries++;
      this.longestQueryMs = Math.max(this.longestQueryMs, performance.now() - started);
      await pause(5);
    }
  }
}

/** Acknowledged entries that are not there, and entries there twice or out of line. */
async function compare(store: Store, acknowledged: Map<string, number>): Promise<{ lost: number; doubled: number }> {
  let lost = 0;
  let doubled = 0;
  for (const [stream, last] of acknowledged) {
    const { rows } = await store.pool.query<{ seq: string; n: number }>(
      "select seq, (event->>'n')::int as n from journal where stream = $1 order by seq",
      [stream],
    );
    const seqs = rows.map((row) => Number(row.seq));
    lost += Math.max(0, last - new Set(seqs.filter((seq) => seq <= last)).size);
    doubled += seqs.length - new Set(seqs).size + rows.filter((row) => Number(row.seq) !== row.n).length;
  }
  return { lost, doubled };
}

async function heardAgain(load: Load): Promise<number> {
  const started = performance.now();
  for (const before = load.heard; load.heard < before + 5;) {
    assert.equal(performance.now() - started < 10_000, true, "LISTEN stays deaf");
    await pause(5);
  }
  return Math.round(performance.now() - started);
}

function serverPids(embedded: Embedded): number[] {
  const children = new Deno.Command("ps", { args: ["--ppid", String(embedded.pid), "-o", "pid="] }).outputSync();
  const pids = new TextDecoder().decode(children.stdout).split("\n").map(Number).filter((pid) => pid > 0);
  return [embedded.pid, ...pids];
}

const WAYS: Record<string, (embedded: Embedded) => Promise<void>> = {
  "restarted in order": (embedded) => embedded.restart("fast"),
  "stopped at once, as by a crash": (embedded) => embedded.restart("immediate"),
  "postmaster killed with -9": async (embedded) => {
    const before = embedded.pid;
    process.kill(before, "SIGKILL");
    for (const end = Date.now() + 15_000; embedded.pid === before;) {
      assert.equal(Date.now() < end, true, "the supervisor did not start it again");
      await pause(20);
    }
  },
  "a backend killed with -9 (all connections break)": (embedded) => {
    process.kill(serverPids(embedded).at(-1)!, "SIGKILL");
    return pause(300);
  },
  "frozen for six seconds": async (embedded) => {
    const pids = serverPids(embedded);
    for (const pid of pids) signal(pid, "SIGSTOP");
    await pause(6_000);
    for (const pid of pids) signal(pid, "SIGCONT");
  },
};

function signal(pid: number, name: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // ended meanwhile
  }
}

async function serverRounds(step: Step): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "kommutator-e2e-" });
  const embedded = await startEmbedded({ dir });
  const store = await connectStore({ config: embedded.config, progress: () => {}, migrate: true });
  const shards = await Shards.open(store, { node: "e2e" });
  const journal = new PgJournal(store, { fence: shards });
  const jobs = await openJobs(store, { onError: (error) => stray.push(`jobs: ${error}`) });
  const load = new Load(store, journal);
  jobs.work("count", async (n) => void load.jobsRun.add(n as number));
  await load.start();
  const ways = Object.keys(WAYS);
  for (let round = 0; round < Math.max(ROUNDS, ways.length); round++) {
    const way = ways[round % ways.length];
    await step(`round ${round + 1}, PostgreSQL ${way}`, async () => {
      await pause(700);
      load.longestQueryMs = load.longestAppendMs = 0;
      for (let i = 0; i < 5; i++) await jobs.enqueue("count", load.jobsSent++);
      const before = { queries: load.queries, failed: load.failedQueries };
      await WAYS[way](embedded);
      const deafMs = await heardAgain(load);
      await journal.flush();
      const { lost, doubled } = await compare(store, load.acknowledged);
      const report = `lost ${lost}, doubled ${doubled}, longest query ${Math.round(load.longestQueryMs)} ms, ` +
        `longest append ${Math.round(load.longestAppendMs)} ms, LISTEN hears after ${deafMs} ms, ` +
        `${load.failedQueries - before.failed} of ${load.queries - before.queries} queries refused`;
      assert.deepEqual(
        { lost, doubled, lostAppends: load.lostAppends },
        { lost: 0, doubled: 0, lostAppends: 0 },
        report,
      );
      assert.equal(load.longestQueryMs < HANG_MS, true, report);
      assert.equal(shards.held().length, shards.count, `shards were given up: ${report}`);
      return report;
    });
  }
  await step("after all rounds", async () => {
    await load.stop();
    for (const end = Date.now() + 20_000; load.jobsRun.size < load.jobsSent && Date.now() < end;) await pause(50);
    const { lost, doubled } = await compare(store, load.acknowledged);
    const events = [...load.acknowledged.values()].reduce((sum, n) => sum + n, 0);
    assert.deepEqual({ lost, doubled, stray }, { lost: 0, doubled: 0, stray: [] });
    assert.equal(load.jobsRun.size, load.jobsSent);
    return `${events} events acknowledged, lost 0, doubled 0; ${load.jobsRun.size} of ${load.jobsSent} jobs run; ` +
      `no stray errors`;
  });
  await jobs.close();
  await journal.close();
  await shards.close();
  await writerRounds(step, { embedded, store });
  await store.close();
  await embedded.stop();
  await Deno.remove(dir, { recursive: true });
}

/** Starts a writer, kills it after a while, and returns what it had been acknowledged. */
async function killWriter(target: string, lifeMs: number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./postgres_writer.ts", import.meta.url).pathname, target],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const acknowledged = new Map<string, number>();
  let ready = "";
  let rest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const [stream, seq, ms] = line.split(" ");
      if (stream === "ready") {
        ready = `${seq} shards after ${ms} ms`;
        timer = setTimeout(() => signal(child.pid, "SIGKILL"), lifeMs);
      } else acknowledged.set(stream, Number(seq));
    }
  }
  clearTimeout(timer);
  await child.status;
  return { acknowledged, ready };
}

async function writerRounds(step: Step, at: { embedded: Embedded; store: Store }): Promise<void> {
  const { embedded, store } = at;
  for (let round = 1; round <= ROUNDS; round++) {
    await step(`writer killed with -9, round ${round}`, async () => {
      const { acknowledged, ready } = await killWriter(JSON.stringify(embedded.config), 300 + 200 * Math.random());
      const { lost, doubled } = await compare(store, acknowledged);
      const events = [...acknowledged.values()].reduce((sum, n) => sum + n, 0);
      assert.deepEqual({ lost, doubled }, { lost: 0, doubled: 0 });
      assert.equal(events > 0, true, "nothing was written");
      // A former self that is dead is taken over at once, not after its lease.
      assert.match(ready, /^64 shards/);
      return `${events} events acknowledged, lost 0, doubled 0; took ${ready}`;
    });
  }
}

async function orphanRounds(step: Step): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "kommutator-e2e-" });
  const all = new Map<string, number>();
  for (let round = 1; round <= Math.min(3, ROUNDS); round++) {
    await step(`server process with its embedded PostgreSQL killed with -9, round ${round}`, async () => {
      const { acknowledged, ready } = await killWriter(`dir:${dir}`, 500);
      for (const [stream, seq] of acknowledged) all.set(stream, Math.max(seq, all.get(stream) ?? 0));
      return `${acknowledged.size} streams written, ready with ${ready}`;
    });
  }
  await step("the orphan is adopted and has everything", async () => {
    const embedded = await startEmbedded({ dir });
    const store = await connectStore({ config: embedded.config, progress: () => {}, migrate: false });
    const counts = await compare(store, all);
    await store.close();
    await embedded.stop();
    assert.deepEqual(counts, { lost: 0, doubled: 0 });
    return "lost 0, doubled 0";
  });
  await Deno.remove(dir, { recursive: true });
}

await suite("postgres", async (t) => {
  const step: Step = async (name, run) => {
    await t.step(name, async () => t.fact(await run()), { timeoutMs: 60_000 });
  };
  await serverRounds(step);
  await orphanRounds(step);
});
