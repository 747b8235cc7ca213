import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { archiveModel, createModel, createModelSchema, getModel, listModels, updateModel } from "@/ml/registry/mod.ts";
import { cancelTraining, startTraining } from "@/ml/registry/runs.ts";
import { NOW, volumeModel, withCompany } from "@/ml/registry/testing_company.ts";
import { ForbiddenError } from "@/store/access.ts";

Deno.test("a model is made with good defaults, changed, and put away; each leaves its line in the audit", async () => {
  await withCompany(async ({ store, people: { analyst, queues }, model }) => {
    assert.deepEqual([model.queue?.name, model.nextTrainAt, model.version], ["Sales", null, 1]);
    assert.ok("families" in model.settings && model.settings.families.length === 5);
    const changed = unwrap(
      await updateModel(store, analyst, {
        id: model.id,
        version: 1,
        name: "Sales by day",
        settings: { weeks: 4 },
        schedule: "daily",
        now: NOW,
      }),
    );
    assert.deepEqual([changed.name, changed.version], ["Sales by day", 2]);
    assert.ok(Date.parse(changed.nextTrainAt!) > NOW && Date.parse(changed.nextTrainAt!) < NOW + 86_400_000);
    const second = unwrap(await createModel(store, analyst, volumeModel(queues[1])));
    unwrap(await archiveModel(store, analyst, { id: model.id }));
    assert.deepEqual((await listModels(store, analyst)).map(({ id }) => id), [second.id]);
    const { rows } = await store.pool.query("select action from audit where entity_kind = 'model' order by at");
    const actions = rows.map(({ action }) => action);
    assert.deepEqual(actions, ["model.created", "model.updated", "model.created", "model.archived"]);
  });
});

Deno.test("two people who change one model do not overwrite each other", async () => {
  await withCompany(async ({ store, people: { analyst, admin }, model }) => {
    unwrap(await updateModel(store, admin, { id: model.id, version: 1, name: "Theirs" }));
    const late = await updateModel(store, analyst, { id: model.id, version: 1, name: "Mine" });
    assert.deepEqual(late, { ok: false, code: "training.error.stale" });
    assert.equal(unwrap(await getModel(store, analyst, { id: model.id })).name, "Theirs");
  });
});

Deno.test("data that do not fit are refused with a reason, or a training would fail at night", async () => {
  await withCompany(async ({ store, people: { analyst, queues } }) => {
    const make = async (input: unknown) => {
      const made = await createModel(store, analyst, createModelSchema.parse(input));
      return made.ok ? "made" : made.code;
    };
    const name = "X";
    const calls = { from: "calls", queue: queues[0], step: 30 };
    assert.equal(await make({ kind: "score", name, dataset: calls }), "training.error.dataset-of-other-kind");
    const records = { from: "records", kind: "lead" };
    assert.equal(await make({ kind: "volume", name, dataset: records }), "training.error.dataset-of-other-kind");
    const nobody = crypto.randomUUID();
    assert.equal(await make({ kind: "volume", name, dataset: { ...calls, queue: nobody } }), "training.error.no-queue");
    const like = { queue: nobody, share: 0.5 };
    assert.equal(await make({ kind: "volume", name, dataset: { ...calls, like } }), "training.error.no-queue");
    assert.equal(
      await make({ kind: "volume", name, dataset: calls, settings: { weeks: 99 } }),
      "training.error.settings",
    );
    assert.equal(
      await make({ kind: "score", name, dataset: records, settings: { families: [] } }),
      "training.error.settings",
    );
    assert.equal(await make({ kind: "score", name, dataset: records }), "made");
  });
});

Deno.test("supervisors see models and change none, agents see none: figures of the company are not everybody's", async () => {
  await withCompany(async ({ store, people: { supervisors: [boss], agents: [agent] }, model, ports: { jobs } }) => {
    assert.equal((await listModels(store, boss)).length, 1);
    await assert.rejects(listModels(store, agent), ForbiddenError);
    const { id } = model;
    for (
      const attempt of [
        () => createModel(store, boss, volumeModel(model.queue!.id)),
        () => updateModel(store, boss, { id, version: 1, name: "X" }),
        () => archiveModel(store, boss, { id }),
        () => startTraining(store, boss, { id, jobs }),
        () => cancelTraining(store, boss, { id }),
      ]
    ) await assert.rejects(attempt(), ForbiddenError);
  });
});
