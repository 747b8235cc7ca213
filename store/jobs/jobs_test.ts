/** One contract, run with each way of waking and with none: a lost wake-up must only cost time. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import type { Store } from "../store.ts";
import { withDatabase } from "../testing.ts";
import { type Jobs, kvWakeups, openJobs, pgBossWakeups, type Wakeups } from "./mod.ts";

const WAYS: Record<string, (store: Store) => Promise<Wakeups | undefined>> = {
  "no wake-ups": () => Promise.resolve(undefined),
  "deno kv": () => kvWakeups(":memory:"),
  "pg-boss": (store) => pgBossWakeups(store),
};

async function withJobs(way: string, use: (jobs: Jobs, store: Store) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => {
    const errors: unknown[] = [];
    const jobs = await openJobs(store, { wakeups: await WAYS[way](store), onError: (error) => errors.push(error) });
    try {
      await use(jobs, store);
    } finally {
      await jobs.close(0);
    }
    assert.deepEqual(errors, []);
  });
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  return Promise.withResolvers<T>();
}

async function state(store: Store, id: string): Promise<string | undefined> {
  return (await store.db.selectFrom("jobs").select("state").where("id", "=", id).executeTakeFirst())?.state;
}

/** Asks until it holds; the database is the clock here. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !await holds();) {
    assert.equal(Date.now() < end, true, "it did not happen within ten seconds");
    await new Promise((done) => setTimeout(done, 5));
  }
}

for (const way of Object.keys(WAYS)) {
  Deno.test(`[${way}] a job runs once with its payload and is done, or a reminder would be lost or sent twice`, async () => {
    await withJobs(way, async (jobs, store) => {
      const seen: unknown[] = [];
      const done = deferred<void>();
      jobs.work("mail", async (payload, { attempt }) => (seen.push([payload, attempt]), done.resolve()));
      const id = await jobs.enqueue("mail", { to: "Иванов" });
      await done.promise;
      await until(async () => await state(store, id) === "done");
      assert.deepEqual(seen, [[{ to: "Иванов" }, 1]]);
    });
  });

  Deno.test(`[${way}] a job for later waits for its time, or people would be called at night`, async () => {
    await withJobs(way, async (jobs) => {
      const ran = deferred<number>();
      jobs.work("later", async () => ran.resolve(Date.now()), { pollMs: 60_000 });
      const runAt = new Date(Date.now() + 400);
      await jobs.enqueue("later", {}, { runAt });
      assert.equal(await ran.promise >= runAt.getTime() - 5, true);
    });
  });

  Deno.test(`[${way}] a failing job is tried again and then kept as dead with its reason, and can be revived`, async () => {
    await withJobs(way, async (jobs, store) => {
      let fail = true;
      const attempts: number[] = [];
      jobs.work("hook", async (_, { attempt }) => {
        attempts.push(attempt);
        if (fail) throw new Error(`no answer ${attempt}`);
      });
      const id = await jobs.enqueue("hook", { url: "x" }, { maxAttempts: 3, backoffMs: 5 });
      await until(async () => await state(store, id) === "dead");
      assert.deepEqual(attempts, [1, 2, 3]);
      const [dead] = await jobs.dead();
      assert.deepEqual({ id: dead.id, error: dead.error }, { id, error: "no answer 3" });
      fail = false;
      assert.equal(await jobs.revive(id), true);
      await until(async () => await state(store, id) === "done");
    });
  });

  Deno.test(`[${way}] no more jobs at once than allowed, or an import would starve the desk`, async () => {
    await withJobs(way, async (jobs, store) => {
      let now = 0;
      let most = 0;
      jobs.work("busy", async () => {
        most = Math.max(most, ++now);
        await new Promise((done) => setTimeout(done, 2));
        now--;
      }, { concurrency: 3 });
      await Promise.all(Array.from({ length: 30 }, (_, i) => jobs.enqueue("busy", i)));
      await until(async () => (await jobs.counts()).some((it) => it.state === "done" && it.count === 30));
      assert.equal(most, 3);
      assert.equal(await jobs.prune(new Date(Date.now() + 60_000)), 30);
      assert.equal((await store.db.selectFrom("jobs").selectAll().execute()).length, 0);
    });
  });
}

for (const way of ["deno kv", "pg-boss"]) {
  Deno.test(`[${way}] a wake-up arrives, and not before its time, or another process would find its work late`, async () => {
    await withDatabase(async (store) => {
      const wakeups = await WAYS[way](store);
      const now = deferred<void>();
      const later = deferred<number>();
      await wakeups!.start((name) => name === "now" ? now.resolve() : later.resolve(Date.now()));
      const at = new Date(Date.now() + 300);
      await wakeups!.wake("later", at);
      await wakeups!.wake("now", new Date());
      await now.promise;
      assert.equal(await later.promise >= at.getTime() - 5, true);
      await wakeups!.close();
    });
  });
}

Deno.test("two processes never run one job, or a customer would get two messages", async () => {
  await withDatabase(async (store) => {
    const ran: number[] = [];
    const all = await Promise.all([openJobs(store), openJobs(store), openJobs(store)]);
    const done = deferred<void>();
    for (const jobs of all) {
      jobs.work("once", async (payload) => {
        ran.push(payload as number);
        if (ran.length === 60) done.resolve();
      }, { pollMs: 20 });
    }
    await Promise.all(Array.from({ length: 60 }, (_, i) => all[i % 3].enqueue("once", i)));
    await done.promise;
    await Promise.all(all.map((it) => it.close()));
    assert.deepEqual(ran.sort((a, b) => a - b), Array.from({ length: 60 }, (_, i) => i));
  });
});

Deno.test("a key keeps one unfinished job, also when many ask at once, and is free again after it", async () => {
  await withJobs("no wake-ups", async (jobs, store) => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => jobs.enqueue("sync", {}, { key: "amo" })));
    assert.equal(new Set(ids).size, 1);
    const worker = jobs.work("sync", async () => {});
    await until(async () => await state(store, ids[0]) === "done");
    await worker.stop();
    assert.notEqual(await jobs.enqueue("sync", {}, { key: "amo" }), ids[0]);
  });
});

Deno.test("a job enqueued in a transaction that fails never runs, or a deal that was not made would be announced", async () => {
  await withJobs("no wake-ups", async (jobs, store) => {
    await assert.rejects(store.tx(async (tx) => {
      await jobs.enqueue("announce", {}, { tx });
      throw new Error("no deal");
    }));
    assert.deepEqual(await jobs.counts(), []);
    const ran = deferred<void>();
    jobs.work("announce", async () => ran.resolve(), { pollMs: 60_000 });
    await store.tx(async (tx) => {
      await jobs.enqueue("announce", {}, { tx });
      await sql`select pg_sleep(0.02)`.execute(tx);
    });
    await ran.promise;
  });
});

Deno.test("a killed process's job comes back, and dies at its last attempt, or it would be lost or run for ever", async () => {
  await withJobs("no wake-ups", async (jobs, store) => {
    const id = await jobs.enqueue("killed", {}, { maxAttempts: 3 });
    const last = await jobs.enqueue("killed", {}, { maxAttempts: 1 });
    await store.pool.query(
      "update jobs set state = 'running', attempt = 1, worker = 'gone', lease_until = now() - interval '1 second'",
    );
    const attempts: number[] = [];
    jobs.work("killed", async (_, { attempt }) => void attempts.push(attempt));
    await until(async () => await state(store, id) === "done" && await state(store, last) === "dead");
    assert.deepEqual(attempts, [2]);
  });
});

Deno.test("a handler that hangs fails at its time limit and frees its place, or one webhook would stop all", async () => {
  await withJobs("no wake-ups", async (jobs, store) => {
    let aborted = false;
    jobs.work("hang", (payload, { signal }) => {
      signal.addEventListener("abort", () => aborted = true);
      return payload === "hang" ? new Promise(() => {}) : Promise.resolve();
    }, { concurrency: 1, timeoutMs: 30 });
    const hanging = await jobs.enqueue("hang", "hang", { maxAttempts: 1 });
    const next = await jobs.enqueue("hang", "fine");
    await until(async () => await state(store, hanging) === "dead" && await state(store, next) === "done");
    assert.equal(aborted, true);
  });
});

Deno.test("a worker whose lease went to another process is told and cannot write its result", async () => {
  await withJobs("no wake-ups", async (jobs, store) => {
    const reason = deferred<string>();
    const id = await jobs.enqueue("slow", {});
    jobs.work("slow", (_, { signal }) => {
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => (reason.resolve(signal.reason.message), reject(signal.reason)));
        void store.pool.query("update jobs set worker = 'other', attempt = 2, lease_until = now() + interval '1 hour'");
      });
    }, { leaseMs: 60 });
    assert.match(await reason.promise, /lease/);
    assert.equal(await state(store, id), "running");
  });
});
