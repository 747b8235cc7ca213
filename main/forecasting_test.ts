import assert from "node:assert/strict";
import { LiveTopics, systemClock, VirtualClock } from "@/actors/runtime/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { centre } from "@/crm/testing.ts";
import { createModel, getModel, listModels, startTraining } from "@/ml/registry/mod.ts";
import { fakeData, fakeTrainer, registryPorts, volumeTrained } from "@/ml/registry/testing.ts";
import { NOW, volumeModel } from "@/ml/registry/testing_company.ts";
import { RefusedError } from "@/ml/training/mod.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { withDatabase } from "@/store/testing.ts";
import { startForecasting } from "./forecasting.ts";
import { seedDemoModels } from "./forecasting_demo.ts";

/** Asks until it holds; the database is the clock here. */
async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const end = Date.now() + 20_000;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, "it did not happen within twenty seconds");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test("open pages see a training from its asking to its end, and a minute later it is gone", async () => {
  await withDatabase(async (store) => {
    const { analyst, queues } = await centre(store);
    const clock = new VirtualClock(NOW);
    const topics = new LiveTopics({ epoch: "test" });
    const jobs = await openJobs(store);
    const { trainer, data } = registryPorts();
    const { figures, stop } = await startForecasting(store, jobs, { clock, topics, trainer, data });
    const { id } = unwrap(await createModel(store, analyst, volumeModel(queues[0])));
    const { id: run } = unwrap(await startTraining(store, analyst, { id, jobs }));
    const field = (name: string) => topics.get("training")?.get(run, name);
    await until(() => field("state") === "done" || undefined);
    const { champion } = unwrap(await getModel(store, analyst, { id }));
    assert.deepEqual([field("model"), field("version"), field("error")], [id, champion?.id, null]);
    await until(() => figures.running === 0 || undefined);
    assert.equal(figures.ended.get("done"), 1);
    clock.fireNext(NOW + 60_000);
    while (clock.fireNext(NOW + 61_000));
    assert.equal(field("state"), undefined);
    await stop();
    await jobs.close(0);
  });
});

Deno.test("a restart in the middle of a training shows it on pages and finishes it", async () => {
  await withDatabase(async (store) => {
    const { analyst, queues } = await centre(store);
    const first = await openJobs(store);
    const { id } = unwrap(await createModel(store, analyst, volumeModel(queues[0])));
    const { id: run } = unwrap(await startTraining(store, analyst, { id, jobs: first }));
    await store.pool.query("update training_runs set state = 'running', stage = 'back-test', done = 3, total = 9");
    await first.close(0);
    const topics = new LiveTopics({ epoch: "test" });
    const jobs = await openJobs(store);
    const go = Promise.withResolvers<void>();
    const trainer = fakeTrainer(async () => {
      await go.promise;
      return volumeTrained();
    });
    const { stop } = await startForecasting(store, jobs, { clock: systemClock, topics, trainer, data: fakeData() });
    assert.equal(topics.get("training")?.get(run, "state"), "running");
    go.resolve();
    await until(async () => unwrap(await getModel(store, analyst, { id })).champion?.n);
    await stop();
    await jobs.close(0);
  });
});

Deno.test("the demo gets a model a queue and for leads and deals, once, and refused data harm nobody", async () => {
  await withDatabase(async (store) => {
    const { analyst } = await centre(store);
    const jobs = await openJobs(store);
    const topics = new LiveTopics({ epoch: "test" });
    const data = { ...fakeData(), score: () => Promise.reject(new RefusedError({ code: "no-signal" })) };
    const { trainer } = registryPorts();
    const demo = { past: Promise.resolve(), locale: "en" as const };
    const { stop } = await startForecasting(store, jobs, { clock: systemClock, topics, trainer, data, demo });
    const models = await until(async () => {
      const all = await listModels(store, analyst);
      return all.length === 4 && all.every(({ run }) => run?.endedAt) ? all : undefined;
    });
    assert.deepEqual(models.map(({ kind, champion, run }) => [kind, champion?.n, run?.error?.code]).sort(), [
      ["score", undefined, "scores.refused.no-signal"],
      ["score", undefined, "scores.refused.no-signal"],
      ["volume", 1, undefined],
      ["volume", 1, undefined],
    ]);
    await seedDemoModels(store, { jobs, locale: "en" });
    assert.equal((await listModels(store, analyst)).length, 4);
    await stop();
    await jobs.close(0);
  });
});
