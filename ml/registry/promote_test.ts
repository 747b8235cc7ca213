import assert from "node:assert/strict";
import { unwrap } from "@/crm/result.ts";
import { blobOf, getModel, listVersions } from "@/ml/registry/mod.ts";
import { promote, rollBack } from "@/ml/registry/promote.ts";
import { pruneRegistry } from "@/ml/registry/prune.ts";
import { CHAMPION, fakeTrainer, volumeTrained } from "@/ml/registry/testing.ts";
import { type Company, withCompany } from "@/ml/registry/testing_company.ts";
import { ForbiddenError } from "@/store/access.ts";

const championOf = async ({ store, people, model }: Company) =>
  unwrap(await getModel(store, people.analyst, { id: model.id })).champion?.n;
const versionsOf = async ({ store, people, model }: Company) =>
  unwrap(await listVersions(store, people.analyst, { id: model.id }));
const challenger = (champion: { mean: number; low: number; high: number }) => ({
  ports: { trainer: fakeTrainer(() => volumeTrained({ champion })) },
});

Deno.test("what is not proven better takes over only with a reason, and the reason is kept", async () => {
  await withCompany(async (company) => {
    const { store, people: { analyst, supervisors }, model, train, ports: { jobs } } = company;
    await train();
    await train(challenger(CHAMPION.unproven));
    const [{ id: version }] = await versionsOf(company);
    const asked = { id: model.id, version, jobs };
    assert.deepEqual(await promote(store, analyst, { ...asked, reason: null }), {
      ok: false,
      code: "training.error.needs-reason",
    });
    await assert.rejects(promote(store, supervisors[0], { ...asked, reason: "mine" }), ForbiddenError);
    assert.equal(await championOf(company), 1);
    const { champion } = unwrap(await promote(store, analyst, { ...asked, reason: "New opening hours" }));
    assert.deepEqual([champion?.n, champion?.promoteReason], [2, "New opening hours"]);
    assert.equal((await promote(store, analyst, { ...asked, reason: "again" })).ok, false);
    const { rows } = await store.pool.query("select after from audit where action = 'model.promoted' order by at desc");
    assert.deepEqual([rows[0].after.n, rows[0].after.reason], [2, "New opening hours"]);
  });
});

Deno.test("one click goes back to the champion before, and one more forth again", async () => {
  await withCompany(async (company) => {
    const { store, people: { analyst }, model, train, ports: { jobs } } = company;
    const back = () => rollBack(store, analyst, { id: model.id, jobs });
    assert.deepEqual(await back(), { ok: false, code: "training.error.nothing-to-roll-back" });
    await train();
    assert.deepEqual(await back(), { ok: false, code: "training.error.nothing-to-roll-back" });
    await train(challenger(CHAMPION.better));
    const [{ id: version }] = await versionsOf(company);
    unwrap(await promote(store, analyst, { id: model.id, version, reason: null, jobs }));
    assert.equal(unwrap(await back()).champion?.n, 1);
    assert.equal(unwrap(await back()).champion?.n, 2);
    const model2 = unwrap(await getModel(store, analyst, { id: model.id }));
    assert.equal(model2.challenger, null, "a version that was champion once waits for nobody");
  });
});

Deno.test("models of the last twenty versions are kept, the champion's always; of the others the report remains", async () => {
  await withCompany(async (company) => {
    const { store, people: { analyst }, model, train, ports: { jobs } } = company;
    for (let n = 0; n < 24; n++) await train(n === 0 ? {} : challenger(CHAMPION.better));
    assert.deepEqual(await pruneRegistry(store, { today: "2026-03-02" }), { forecasts: 0, runs: 0, blobs: 3 });
    const versions = await versionsOf(company);
    assert.equal(versions.length, 24);
    assert.deepEqual(versions.filter(({ blobBytes }) => blobBytes === 0).map(({ n }) => n), [4, 3, 2]);
    const version = versions.find(({ n }) => n === 3)!.id;
    assert.equal((await blobOf(store, analyst, { id: model.id, version })).ok, false);
    const gone = await promote(store, analyst, { id: model.id, version, reason: "old", jobs });
    assert.deepEqual(gone, { ok: false, code: "training.error.no-blob" });
    const first = versions.find(({ n }) => n === 1)!.id;
    const { blob } = unwrap(await blobOf(store, analyst, { id: model.id, version: first }));
    assert.equal(new TextDecoder().decode(blob), "a model");
  });
});
