import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { archiveModel, getModel, getVersion, listRuns } from "@/ml/registry/mod.ts";
import { promote } from "@/ml/registry/promote.ts";
import { cancelTraining, startTraining } from "@/ml/registry/runs.ts";
import { CHAMPION, fakeData, fakeTrainer, volumeTrained } from "@/ml/registry/testing.ts";
import { type Company, withCompany } from "@/ml/registry/testing_company.ts";
import { workTraining } from "@/ml/registry/work.ts";
import { RefusedError } from "@/ml/training/mod.ts";

const modelOf = async ({ store, people, model }: Company) =>
  unwrap(await getModel(store, people.analyst, { id: model.id }));
const count = async ({ store }: Company, table: string) =>
  Number((await store.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n);
const notices = async ({ store }: Company) =>
  (await store.pool.query("select distinct kind from notices order by kind")).rows.map(({ kind }) => kind);

/** A Worker that never ends, and when it was asked. */
function hanging() {
  const asked = Promise.withResolvers<void>();
  const trainer = fakeTrainer(() => {
    asked.resolve();
    return new Promise<never>(() => {});
  });
  return { trainer, asked: asked.promise };
}

Deno.test("the first good version becomes champion and speaks of the days to come at once", async () => {
  await withCompany(async (company) => {
    const { store, people, model, train, asked } = company;
    assert.equal(await train(), "done");
    const now = await modelOf(company);
    assert.deepEqual([now.champion?.n, now.challenger, now.run?.state], [1, null, "done"]);
    assert.equal(now.champion?.trainedBy?.id, people.analyst.user);
    const { promotable, champion, lostTo, figure } = now.champion!.verdict;
    assert.deepEqual([promotable, champion, lostTo, figure.own, figure.champion], [true, "first", [], 0.1, null]);
    assert.equal(await count(company, "volume_forecasts"), 3);
    assert.deepEqual(asked.map(({ name }) => name), ["training", "forecast-telling"]);
    const detail = unwrap(await getVersion(store, people.analyst, { id: model.id, version: now.champion!.id }));
    assert.deepEqual(detail.findings, [{ code: "gaps", count: 1, examples: ["2026-02-03"] }]);
    assert.deepEqual([detail.dataRows, detail.fingerprint, detail.blobBytes], [56, "f".repeat(64), 7]);
    assert.deepEqual(await notices(company), [], "nobody is told of what they asked for");
  });
});

Deno.test("a challenger that a person asked for waits for that person, however good it is", async () => {
  await withCompany(async (company) => {
    const { train, store, people, model, ports: { jobs } } = company;
    await train();
    const trainer = fakeTrainer(() => volumeTrained({ champion: CHAMPION.better }));
    await train({ ports: { trainer } });
    const now = await modelOf(company);
    assert.deepEqual([now.champion?.n, now.challenger?.n], [1, 2]);
    assert.deepEqual([now.challenger?.verdict.champion, now.challenger?.verdict.promotable], ["better", true]);
    const version = now.challenger!.id;
    const after = unwrap(await promote(store, people.analyst, { id: model.id, version, reason: null, jobs }));
    assert.deepEqual([after.champion?.n, after.challenger, after.champion?.promotedBy?.id], [
      2,
      null,
      people.analyst.user,
    ]);
  });
});

Deno.test("the schedule promotes what is proven better and leaves what is not, and says so once", async () => {
  await withCompany(async (company) => {
    const { train } = company;
    await train();
    const unproven = fakeTrainer(() => volumeTrained({ champion: CHAMPION.unproven }));
    await train({ by: "schedule", ports: { trainer: unproven } });
    await train({ by: "schedule", ports: { trainer: unproven } });
    assert.deepEqual((await modelOf(company)).champion?.n, 1);
    assert.deepEqual(await notices(company), ["model-not-better"]);
    const told = await count(company, "notices");
    assert.equal(told, 2, "analyst and administrator, once each");
    await train({
      by: "schedule",
      ports: { trainer: fakeTrainer(() => volumeTrained({ champion: CHAMPION.better })) },
    });
    const now = await modelOf(company);
    assert.deepEqual([now.champion?.n, now.champion?.trainedBy, now.champion?.promotedBy], [4, null, null]);
    assert.deepEqual(await notices(company), ["model-not-better", "model-promoted"]);
    await train({ by: "schedule", ports: { trainer: fakeTrainer(() => volumeTrained({ same: true })) } });
    assert.equal((await modelOf(company)).champion?.n, 5, "the same settings on newer data take over without a word");
    assert.equal(await count(company, "notices"), told + 2);
  });
});

Deno.test("a cancelled training stops within a beat and leaves nothing but its row", async () => {
  await withCompany(async (company) => {
    const { store, people, model, clock, ports, train } = company;
    await train();
    const before = await modelOf(company);
    const { trainer, asked } = hanging();
    const { id: run } = unwrap(await startTraining(store, people.analyst, { id: model.id, jobs: ports.jobs }));
    const { signal } = new AbortController();
    const working = workTraining(store, { run, ports: { ...ports, trainer }, signal, attempt: 1 });
    await asked;
    assert.equal((await startTraining(store, people.admin, { id: model.id, jobs: ports.jobs })).ok, false, "busy");
    assert.equal(unwrap(await cancelTraining(store, people.analyst, { id: model.id })).state, "cancelled");
    clock.fireNext();
    assert.equal(await working, "gone");
    const after = await modelOf(company);
    assert.deepEqual([after.champion, after.challenger, after.run?.state], [before.champion, null, "cancelled"]);
    assert.equal(await count(company, "model_versions"), 1);
    assert.deepEqual(await cancelTraining(store, people.analyst, { id: model.id }), {
      ok: false,
      code: "training.error.not-running",
    });
  });
});

Deno.test("a cancellation that comes while the last sums are made still wins: what was stopped never takes over", async () => {
  await withCompany(async (company) => {
    const { store, people, model, train } = company;
    const trainer = fakeTrainer(async () => {
      unwrap(await cancelTraining(store, people.analyst, { id: model.id }));
      return volumeTrained();
    });
    assert.equal(await train({ ports: { trainer } }), "gone");
    assert.deepEqual([await count(company, "model_versions"), await count(company, "volume_forecasts")], [0, 0]);
  });
});

Deno.test("progress reaches the row twice a second, so that the page does not stand still", async () => {
  await withCompany(async (company) => {
    const { store, people, model, clock, ports } = company;
    const { trainer, asked } = hanging();
    const { id: run } = unwrap(await startTraining(store, people.analyst, { id: model.id, jobs: ports.jobs }));
    const stop = new AbortController();
    const working = workTraining(store, { run, ports: { ...ports, trainer }, signal: stop.signal, attempt: 1 });
    await asked;
    const told = Promise.withResolvers<string>();
    const unlisten = await store.listen("training", { message: told.resolve, gap: () => {} });
    clock.fireNext();
    const { stage, done, total, state } = JSON.parse(await told.promise);
    assert.deepEqual([stage, done, total, state], ["back-test", 1, 2, "running"]);
    const [row] = unwrap(await listRuns(store, people.analyst, { id: model.id }));
    assert.deepEqual([row.stage, row.done, row.total, row.state], ["back-test", 1, 2, "running"]);
    stop.abort(new Error("the worker stops"));
    await assert.rejects(working, /the worker stops/);
    assert.equal((await modelOf(company)).run?.state, "running", "the job comes back and begins anew");
    await unlisten();
  });
});

Deno.test("who promotes while a challenger is trained keeps the last word: it was compared with another champion", async () => {
  await withCompany(async (company) => {
    const { store, people, model, train, ports } = company;
    await train();
    await train({ ports: { trainer: fakeTrainer(() => volumeTrained({ champion: CHAMPION.better })) } });
    const { challenger } = await modelOf(company);
    const trainer = fakeTrainer(async () => {
      const input = { id: model.id, version: challenger!.id, reason: null, jobs: ports.jobs };
      unwrap(await promote(store, people.analyst, input));
      return volumeTrained({ champion: CHAMPION.better });
    });
    await train({ by: "schedule", ports: { trainer } });
    const now = await modelOf(company);
    assert.deepEqual([now.champion?.n, now.challenger?.n], [2, 3]);
  });
});

Deno.test("bad data end a training with a reason that has words; at night analysts are told", async () => {
  await withCompany(async (company) => {
    const { train } = company;
    const data = fakeData({
      volume: () => Promise.reject(new RefusedError({ code: "too-short", detail: { days: 1 } })),
    });
    assert.equal(await train({ ports: { data } }), "refused");
    const { run } = await modelOf(company);
    assert.deepEqual([run?.state, run?.error], ["failed", { code: "datasets.refused.too-short", detail: { days: 1 } }]);
    assert.deepEqual(await notices(company), []);
    await train({ by: "schedule", ports: { data } });
    assert.deepEqual(await notices(company), ["model-failed"]);
  });
});

Deno.test("a Worker that breaks off is tried again, thrice at most, and the champion goes on", async () => {
  await withCompany(async (company) => {
    const { store, people, model, ports, train } = company;
    await train();
    const trainer = fakeTrainer(() => Promise.reject(new Error("out of memory")));
    const { id: run } = unwrap(await startTraining(store, people.analyst, { id: model.id, jobs: ports.jobs }));
    const { signal } = new AbortController();
    const work = (attempt: number) => workTraining(store, { run, ports: { ...ports, trainer }, signal, attempt });
    await assert.rejects(work(1), /out of memory/);
    await assert.rejects(work(2), /out of memory/);
    assert.equal(await work(3), "failed");
    const now = await modelOf(company);
    assert.deepEqual([now.champion?.n, now.run?.error?.code], [1, "training.error.crashed"]);
  });
});

Deno.test("a model that is put away while it is trained stays away", async () => {
  await withCompany(async (company) => {
    const { store, people, model, train } = company;
    const trainer = fakeTrainer(async () => {
      unwrap(await archiveModel(store, people.analyst, { id: model.id }));
      return volumeTrained();
    });
    assert.equal(await train({ ports: { trainer } }), "gone");
    assert.equal(await count(company, "model_versions"), 0);
  });
});
