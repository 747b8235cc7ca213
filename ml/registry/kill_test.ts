import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { seedDemo, seedDemoHistory, seedDemoPast } from "@/crm/demo/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { createModel, createModelSchema, getModel, promote, startTraining } from "@/ml/registry/mod.ts";
import { SYSTEM } from "@/store/access.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { withDatabase } from "@/store/testing.ts";

const program = fileURLToPath(new URL("./testing_process.ts", import.meta.url));

Deno.test("a process killed while it trains leaves the champion untouched and no half version, and the training goes on", async () => {
  await withDatabase(async (store, config) => {
    await seedDemo(store, { locale: "en", loopback: true });
    await seedDemoHistory(store);
    await seedDemoPast(store, { weeks: 12 });
    const queue = (await store.db.selectFrom("queues").select("id").orderBy("id").executeTakeFirstOrThrow()).id;
    const input = createModelSchema.parse({
      kind: "volume",
      name: "Killed",
      dataset: { from: "calls", queue, step: 30 },
      settings: { weeks: 8 },
    });
    const { id } = unwrap(await createModel(store, SYSTEM, input));
    const jobs = await openJobs(store);
    const process = () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--unstable-kv", program, JSON.stringify(config)],
        stdout: "null",
        stderr: "inherit",
      }).spawn();
    const model = async () => unwrap(await getModel(store, SYSTEM, { id }));
    const until = async (reached: (now: Awaited<ReturnType<typeof model>>) => boolean) => {
      for (const end = Date.now() + 180_000;;) {
        const now = await model();
        if (reached(now)) return now;
        assert.ok(Date.now() < end, `it did not happen: ${JSON.stringify(now.run)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const versions = async () =>
      (await store.pool.query("select n, md5(blob) as blob from model_versions order by n")).rows;
    const kill = async (child: Deno.ChildProcess) => {
      child.kill("SIGKILL");
      assert.equal((await child.status).signal, "SIGKILL");
    };
    // Leases of a killed process run out by time; here the clock is the test's.
    const expire = () => store.pool.query("update jobs set lease_until = now() where state = 'running'");

    unwrap(await startTraining(store, SYSTEM, { id, jobs }));
    let child = process();
    const first = await until(({ run }) => run?.endedAt !== null);
    assert.equal(first.run?.state, "done", JSON.stringify(first.run?.error));
    // Twelve weeks may not be enough to beat the baselines.
    if (first.challenger) {
      unwrap(await promote(store, SYSTEM, { id, version: first.challenger.id, reason: "for the test", jobs }));
    }
    const { champion } = await model();
    const before = await versions();
    assert.equal(before.length, 1);

    unwrap(await startTraining(store, SYSTEM, { id, jobs }));
    // In the middle of the sums, twice.
    for (const kills of [1, 2]) {
      await until(({ run }) => run?.state === "running" && run.stage === "back-test" && run.done > 0);
      await kill(child);
      assert.deepEqual(await versions(), before, `kill ${kills}`);
      const now = await model();
      assert.deepEqual([now.champion, now.challenger, now.run?.state], [champion, null, "running"]);
      await store.pool.query("update training_runs set stage = 'data', done = 0 where state = 'running'");
      await expire();
      child = process();
    }
    const after = await until(({ run }) => run?.state === "done");
    assert.equal((await versions()).length, 2);
    assert.equal(after.run?.version, after.champion?.n === 2 ? after.champion.id : after.challenger?.id);
    await kill(child);
    await jobs.close(0);
  });
});
