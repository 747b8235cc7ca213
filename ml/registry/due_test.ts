import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { createModel, getModel, listRuns } from "@/ml/registry/mod.ts";
import { mendRuns, startDue } from "@/ml/registry/due.ts";
import { startTraining } from "@/ml/registry/runs.ts";
import { NOW, volumeModel, withCompany } from "@/ml/registry/testing_company.ts";
import { openJobs } from "@/store/jobs/mod.ts";

const DAY = 86_400_000;

Deno.test("of several nodes one asks for a night's training, and the next night it is asked for again", async () => {
  await withCompany(async ({ store, people: { analyst, queues }, ports: { jobs } }) => {
    const { id } = unwrap(await createModel(store, analyst, volumeModel(queues[1], { schedule: "daily" })));
    assert.equal(await startDue(store, { now: NOW, jobs }), 0);
    const nodes = await Promise.all([1, 2, 3, 4].map(() => startDue(store, { now: NOW + DAY, jobs })));
    assert.equal(nodes.reduce((sum, one) => sum + one), 1);
    const runs = unwrap(await listRuns(store, analyst, { id }));
    assert.deepEqual(runs.map(({ state, askedBy }) => [state, askedBy]), [["queued", null]]);
    const next = Date.parse(unwrap(await getModel(store, analyst, { id })).nextTrainAt!);
    assert.ok(next > NOW + DAY && next < NOW + 2 * DAY);
    // Still at it: the night is let pass, not asked for twice.
    assert.equal(await startDue(store, { now: NOW + 2 * DAY, jobs }), 0);
    await store.pool.query("update training_runs set state = 'done', ended_at = now()");
    assert.equal(await startDue(store, { now: NOW + 3 * DAY, jobs }), 1);
  });
});

Deno.test("a training whose job was lost goes on, and one whose job died ends: no model is busy for ever", async () => {
  await withCompany(async ({ store, people: { analyst }, model }) => {
    const jobs = await openJobs(store);
    const { id: run } = unwrap(await startTraining(store, analyst, { id: model.id, jobs }));
    const state = async () => unwrap(await listRuns(store, analyst, { id: model.id }))[0].state;
    assert.equal(await mendRuns(store, { jobs }), 0, "its job waits");
    await store.pool.query("delete from jobs");
    assert.equal(await mendRuns(store, { jobs }), 1);
    const { rows } = await store.pool.query("select key, state from jobs where name = 'training'");
    assert.deepEqual(rows, [{ key: run, state: "waiting" }]);
    await store.pool.query("update jobs set state = 'dead', finished_at = now() where name = 'training'");
    assert.equal(await mendRuns(store, { jobs }), 1);
    assert.equal(await state(), "failed");
    assert.equal(await mendRuns(store, { jobs }), 0);
    assert.ok(unwrap(await startTraining(store, analyst, { id: model.id, jobs })));
    await jobs.close(0);
  });
});
