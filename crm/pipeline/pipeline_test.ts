/** The set-up of sales on a real PostgreSQL: what administrators change must never leave deals in a wrong place. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { type Result, unwrap } from "@/crm/result.ts";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import { archiveField, createField } from "@/crm/fields/mod.ts";
import { createRecord, getRecord, undo, updateRecord } from "@/crm/record/mod.ts";
import {
  archiveLossReason,
  archivePipeline,
  archiveProduct,
  archiveStage,
  createLossReason,
  createPipeline,
  createProduct,
  createStage,
  dealsInStages,
  listLossReasons,
  listPipelines,
  listProducts,
  type Pipeline,
  renamePipeline,
  reorderPipelines,
  reorderStages,
  restorePipeline,
  restoreStage,
  seedPipeline,
  updateProduct,
  updateStage,
} from "@/crm/pipeline/mod.ts";

const RUB = (minor: number) => ({ minor, currency: "RUB" });

function scene(work: (store: Store, pipeline: Pipeline) => Promise<void>): Promise<void> {
  return withDatabase(async (store) => {
    await seedPipeline(store, "en");
    await work(store, (await listPipelines(store, SYSTEM))[0]);
  });
}

const pipelineNow = async (store: Store, id: string) =>
  (await listPipelines(store, SYSTEM, { archived: true })).find((one) => one.id === id)!;
const deal = async (store: Store, values: Record<string, unknown>) =>
  unwrap(await createRecord(store, SYSTEM, { kind: "deal", values: { name: "Deal", ...values } })).id;
const valuesOf = async (store: Store, id: string) => (await getRecord(store, SYSTEM, { kind: "deal", id }))!.values;

function refused(result: Result<unknown>, code: string): void {
  assert.deepEqual(result.ok ? "done" : result.code, code);
}

const events = async (store: Store) =>
  (await sql<{ type: string }>`select type from events order by seq`.execute(store.db)).rows.map(({ type }) => type);
const audits = async (store: Store, action: string) =>
  (await store.db.selectFrom("audit").select("id").where("action", "=", action).execute()).length;

Deno.test("a new pipeline has stages to work with, a copy those of the other, and names are not confused", () =>
  scene(async (store, sales) => {
    const made = unwrap(await createPipeline(store, SYSTEM, { name: "Renewals", locale: "en" }));
    assert.deepEqual(made.stages.map(({ name }) => name), sales.stages.map(({ name }) => name));
    unwrap(await updateStage(store, SYSTEM, { id: sales.stages[1].id, required: ["amount"], wipLimit: 7 }));
    const copy = unwrap(await createPipeline(store, SYSTEM, { name: "Copy", like: sales.id, locale: "en" }));
    assert.deepEqual([copy.stages[1].required, copy.stages[1].wipLimit], [["amount"], 7]);
    refused(await createPipeline(store, SYSTEM, { name: "renewals", locale: "en" }), "pipelines.error.name-taken");
    refused(await renamePipeline(store, SYSTEM, { id: copy.id, name: "Sales" }), "pipelines.error.name-taken");
    unwrap(await reorderPipelines(store, SYSTEM, { ids: [copy.id] }));
    const order = (await listPipelines(store, SYSTEM)).map(({ name }) => name);
    assert.deepEqual(order, ["Copy", "Sales", "Renewals"]);
    assert.deepEqual((await events(store)).slice(-4), [
      "pipeline.created",
      "stage.updated",
      "pipeline.created",
      "pipelines.reordered",
    ]);
  }));

Deno.test("a pipeline never loses its last open, won or lost stage, and sales never their last pipeline", () =>
  scene(async (store, sales) => {
    const of = (type: string) => sales.stages.filter((stage) => stage.type === type);
    for (const type of ["won", "lost"]) {
      refused(await archiveStage(store, SYSTEM, { id: of(type)[0].id, moveTo: null }), "pipelines.error.last-stage");
      refused(await updateStage(store, SYSTEM, { id: of(type)[0].id, type: "open" }), "pipelines.error.last-stage");
    }
    for (const { id } of of("open").slice(1)) unwrap(await archiveStage(store, SYSTEM, { id, moveTo: null }));
    refused(await archiveStage(store, SYSTEM, { id: of("open")[0].id, moveTo: null }), "pipelines.error.last-stage");
    refused(await archivePipeline(store, SYSTEM, { id: sales.id, moveTo: null }), "pipelines.error.last-pipeline");
  }));

Deno.test("two people who put away the last two stages at once do not leave a pipeline without any", () =>
  scene(async (store, sales) => {
    const open = sales.stages.filter(({ type }) => type === "open");
    const all = await Promise.all(open.map(({ id }) => archiveStage(store, SYSTEM, { id, moveTo: null })));
    assert.equal(all.filter(({ ok }) => ok).length, open.length - 1);
    const { stages } = await pipelineNow(store, sales.id);
    assert.equal(stages.filter(({ type, archived }) => type === "open" && !archived).length, 1);
  }));

Deno.test("won is 100 percent and lost is 0, whatever is asked for", () =>
  scene(async (store, sales) => {
    const input = { pipeline: sales.id, colour: "green", probability: 40, rottenDays: 3, required: [], wipLimit: null };
    const won = unwrap(await createStage(store, SYSTEM, { ...input, name: "Paid", type: "won", colour: "green" }));
    assert.deepEqual([won.probability, won.rottenDays], [100, null]);
    const lost = unwrap(await createStage(store, SYSTEM, { ...input, name: "Gone", type: "lost", colour: "red" }));
    assert.deepEqual([lost.probability, lost.rottenDays], [0, null]);
    assert.equal(unwrap(await updateStage(store, SYSTEM, { id: won.id, probability: 5 })).probability, 100);
    const open = unwrap(await createStage(store, SYSTEM, { ...input, name: "Demo", type: "open", colour: "pink" }));
    const { stages } = await pipelineNow(store, sales.id);
    assert.equal(stages.findIndex(({ id }) => id === open.id), 4, "a new open stage stands before won and lost");
  }));

Deno.test("a new probability reaches the stage's deals and the column's totals, but not what people set by hand", () =>
  scene(async (store, sales) => {
    const [first] = sales.stages;
    const own = await deal(store, { amount: RUB(100_00), probability: 77 });
    const auto = await deal(store, { amount: RUB(200_00) });
    unwrap(await updateStage(store, SYSTEM, { id: first.id, probability: 40, rottenDays: 2 }));
    assert.equal((await valuesOf(store, own)).probability, 77);
    const values = await valuesOf(store, auto);
    assert.equal(values.probability, 40);
    const days = Date.parse(String(values.rottenAt)) - Date.parse(String(values.stageSince));
    assert.equal(days, 2 * 86_400_000);
    const { rows: [total] } = await sql<{ weighted: number }>`select sum(weighted)::int as weighted from deal_totals`
      .execute(store.db);
    assert.equal(total.weighted, 77_00 + 80_00);
    unwrap(await updateStage(store, SYSTEM, { id: first.id, rottenDays: null }));
    assert.equal((await valuesOf(store, auto)).rottenAt, null);
  }));

Deno.test("a changed stage is told to whoever looks at its deals", () =>
  scene(async (store, sales) => {
    await deal(store, {});
    const heard: string[] = [];
    let told = () => {};
    const twice = new Promise<void>((done) => told = () => heard.length === 2 && done());
    const stop = await store.listen("records", { message: (text: string) => (heard.push(`records ${text}`), told()) });
    const stopSetup = await store.listen("setup", {
      message: (text: string) => (heard.push(`setup ${JSON.parse(text).type}`), told()),
    });
    unwrap(await updateStage(store, SYSTEM, { id: sales.stages[0].id, probability: 11 }));
    await twice;
    await stop();
    await stopSetup();
    assert.deepEqual(heard.sort(), ['records {"kind":"deal","all":true}', "setup stage.updated"]);
  }));

Deno.test("a stage's deals go along in their order when it is put away, each with its event, and can come back", () =>
  scene(async (store, sales) => {
    const [first, second, , , won] = sales.stages;
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) ids.push(await deal(store, { name, amount: RUB(100_00) }));
    const inSecond = await deal(store, { name: "d", stage: second.id });
    refused(await archiveStage(store, SYSTEM, { id: first.id, moveTo: null }), "pipelines.error.has-deals");
    refused(await archiveStage(store, SYSTEM, { id: first.id, moveTo: won.id }), "pipelines.error.other-type");
    refused(await archiveStage(store, SYSTEM, { id: first.id, moveTo: first.id }), "pipelines.error.no-target");
    unwrap(await updateStage(store, SYSTEM, { id: second.id, wipLimit: 3 }));
    refused(await archiveStage(store, SYSTEM, { id: first.id, moveTo: second.id }), "pipelines.error.target-full");
    unwrap(await updateStage(store, SYSTEM, { id: second.id, wipLimit: null }));
    const order = async (stage: string) =>
      (await store.db.selectFrom("deals").select("name").where("stage_id", "=", stage).orderBy("rank").orderBy("id")
        .execute()).map(({ name }) => name).join("");
    assert.equal(await order(first.id), "cba");
    const before = (await events(store)).length;
    const moved = unwrap(await archiveStage(store, SYSTEM, { id: first.id, moveTo: second.id }));
    assert.equal(moved.deals, 3);
    assert.equal(await order(second.id), "cbad");
    assert.deepEqual((await events(store)).slice(before), [
      "deal.updated",
      "deal.updated",
      "deal.updated",
      "stage.archived",
    ]);
    const values = await valuesOf(store, ids[0]);
    assert.deepEqual([values.stage, values.probability, values.status], [second.id, second.probability, "open"]);
    assert.deepEqual(await dealsInStages(store, SYSTEM), { [first.id]: 0, [second.id]: 4 });
    const log = await store.db.selectFrom("stage_log").select("to_stage").where("deal_id", "=", ids[0]).orderBy("id")
      .execute();
    assert.deepEqual(log.map(({ to_stage }) => to_stage), [first.id, second.id]);
    unwrap(await restoreStage(store, SYSTEM, { id: first.id }));
    assert.equal(unwrap(await undo(store, SYSTEM, { id: moved.undo! })).changed, 3);
    assert.equal((await valuesOf(store, ids[0])).stage, first.id);
    assert.equal((await valuesOf(store, inSecond)).stage, second.id);
  }));

Deno.test("a stage with deals does not turn into a won one under them", () =>
  scene(async (store, sales) => {
    const [first, second] = sales.stages;
    await deal(store, {});
    refused(await updateStage(store, SYSTEM, { id: first.id, type: "won" }), "pipelines.error.type-has-deals");
    assert.equal(unwrap(await updateStage(store, SYSTEM, { id: second.id, type: "won" })).probability, 100);
  }));

Deno.test("open deals of a pipeline that is put away go on in another one, closed ones stay for reports", () =>
  scene(async (store, sales) => {
    const other = unwrap(await createPipeline(store, SYSTEM, { name: "Other", locale: "en" }));
    const open = await deal(store, {});
    const won = await deal(store, { stage: sales.stages[4].id });
    refused(await archivePipeline(store, SYSTEM, { id: sales.id, moveTo: null }), "pipelines.error.has-deals");
    const inside = sales.stages[1].id;
    refused(await archivePipeline(store, SYSTEM, { id: sales.id, moveTo: inside }), "pipelines.error.no-target");
    unwrap(await archivePipeline(store, SYSTEM, { id: sales.id, moveTo: other.stages[0].id }));
    assert.equal((await valuesOf(store, open)).pipeline, other.id);
    assert.equal((await valuesOf(store, won)).pipeline, sales.id);
    assert.deepEqual((await listPipelines(store, SYSTEM)).map(({ name }) => name), ["Other"]);
    refused(
      await updateRecord(store, SYSTEM, { kind: "deal", id: open, values: { stage: sales.stages[0].id } }),
      "deals.error.no-stage",
    );
    unwrap(await restorePipeline(store, SYSTEM, { id: sales.id }));
    assert.equal((await listPipelines(store, SYSTEM)).length, 2);
  }));

Deno.test("a field that was put away does not lock a stage for ever", () =>
  scene(async (store, sales) => {
    const [, second] = sales.stages;
    const titles = { titleRu: "Условия", titleEn: "Terms" };
    const field = unwrap(
      await createField(store, SYSTEM, { kind: "deal", type: "text", options: [], required: false, ...titles }),
    );
    refused(await updateStage(store, SYSTEM, { id: second.id, required: ["nonsense"] }), "pipelines.error.no-field");
    refused(await updateStage(store, SYSTEM, { id: second.id, required: ["stage"] }), "pipelines.error.no-field");
    unwrap(await updateStage(store, SYSTEM, { id: second.id, required: [field.key] }));
    const id = await deal(store, {});
    const move = () => updateRecord(store, SYSTEM, { kind: "deal", id, values: { stage: second.id } });
    refused(await move(), "deals.error.stage-needs");
    unwrap(await archiveField(store, SYSTEM, { id: field.id }));
    assert.deepEqual((await pipelineNow(store, sales.id)).stages[1].required, []);
    unwrap(await move());
  }));

Deno.test("nobody writes over what a colleague changed meanwhile", () =>
  scene(async (store, sales) => {
    const [first] = sales.stages;
    unwrap(await updateStage(store, SYSTEM, { id: first.id, name: "Fresh", version: 1 }));
    refused(await updateStage(store, SYSTEM, { id: first.id, name: "Stale", version: 1 }), "records.error.stale");
    const product = unwrap(await createProduct(store, SYSTEM, { name: "Box", sku: "", price: null }));
    unwrap(await updateProduct(store, SYSTEM, { id: product.id, price: RUB(5), version: 1 }));
    refused(await updateProduct(store, SYSTEM, { id: product.id, sku: "x", version: 1 }), "records.error.stale");
    assert.equal(await audits(store, "product.updated"), 1);
    unwrap(await updateProduct(store, SYSTEM, { id: product.id, price: RUB(5) }));
    assert.equal(await audits(store, "product.updated"), 1, "nothing changed, nothing is written down");
  }));

Deno.test("products and reasons of loss that were put away leave lists and stay in deals", () =>
  scene(async (store) => {
    const product = unwrap(await createProduct(store, SYSTEM, { name: "Box", sku: "B", price: RUB(100) }));
    refused(await createProduct(store, SYSTEM, { name: "box", sku: "", price: null }), "pipelines.error.product-taken");
    unwrap(await archiveProduct(store, SYSTEM, { id: product.id }));
    assert.deepEqual(await listProducts(store, SYSTEM), []);
    assert.equal((await listProducts(store, SYSTEM, { archived: true }))[0].archived, true);
    const reason = unwrap(await createLossReason(store, SYSTEM, { name: "Weather" }));
    const lost = await deal(store, { lossReason: reason.id });
    unwrap(await archiveLossReason(store, SYSTEM, { id: reason.id }));
    assert.ok(!(await listLossReasons(store, SYSTEM)).some(({ id }) => id === reason.id));
    assert.equal((await valuesOf(store, lost)).lossReason, reason.id);
  }));

Deno.test("stages stand in the order that people gave them", () =>
  scene(async (store, sales) => {
    const ids = sales.stages.map(({ id }) => id);
    unwrap(await reorderStages(store, SYSTEM, { pipeline: sales.id, ids: [ids[2], ids[0]] }));
    const { stages } = await pipelineNow(store, sales.id);
    assert.deepEqual(stages.map(({ id }) => id), [ids[2], ids[0], ids[1], ids[3], ids[4], ids[5]]);
  }));

Deno.test("whoever only sees deals reads the set-up and changes nothing of it", () =>
  scene(async (store, sales) => {
    const reader: Access = { ...SYSTEM, permissions: new Set(["deals.view.own"]) };
    const stranger: Access = { ...SYSTEM, permissions: new Set(["leads.view.all"]) };
    assert.equal((await listPipelines(store, reader)).length, 1);
    await assert.rejects(listPipelines(store, stranger), ForbiddenError);
    await assert.rejects(updateStage(store, reader, { id: sales.stages[0].id, name: "x" }), ForbiddenError);
    await assert.rejects(createPipeline(store, reader, { name: "x", locale: "en" }), ForbiddenError);
  }));
