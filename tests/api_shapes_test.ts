/**
 * Every operation of the API asked once for real: what is answered must have the shape that the document says, no field
 * less and none more, and the document's own examples must be taken. One long file, since what it proves last is that no
 * operation was left out.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { newId } from "@/crm/ids.ts";
import { workOn } from "@/crm/import/testing.ts";
import { processAll } from "@/crm/intake/testing.ts";
import { fakeBrowser } from "@/crm/push/testing.ts";
import { tellDue } from "@/crm/reminders/tell.ts";
import { Engine } from "@/crm/automation/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { operations } from "@/routes/(_door)/operation.ts";
import { PERMISSIONS } from "@/store/access.ts";
import { systemClock } from "@/actors/runtime/mod.ts";
import { workTraining } from "@/ml/registry/mod.ts";
import { registryPorts } from "@/ml/registry/testing.ts";
import { type Door, withDoor } from "./doors/fixture.ts";
import { program } from "./doors/program.ts";

// deno-lint-ignore no-explicit-any
type Json = any;

/** Asks by the operation's id; a wrong shape is told with what is too much or missing. */
function asker(ask: Awaited<ReturnType<typeof program>>["ask"], seen: Set<string>) {
  return async (id: string, params: Record<string, string> = {}, body?: unknown): Promise<Json> => {
    const operation = operations().find((one) => one.id === id);
    assert.ok(operation, `no operation ${id}`);
    seen.add(id);
    const rest = { ...params };
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = rest[name];
      delete rest[name];
      return value;
    });
    const query = new URLSearchParams(rest).toString();
    const answer = await ask(operation.method, query ? `${path}?${query}` : path, { body });
    assert.equal(answer.status, 200, `${id}: ${answer.text}`);
    if (operation.file) {
      assert.ok(operation.file.some((type) => answer.headers.get("content-type")?.startsWith(type)), id);
      return answer.text;
    }
    const parsed = operation.response.safeParse(answer.json);
    assert.ok(parsed.success, `${id}: ${parsed.error?.message} ${answer.text.slice(0, 500)}`);
    assert.deepEqual(parsed.data, answer.json, `${id} answers fields that the document does not name`);
    return answer.json;
  };
}

Deno.test("every operation answers what the document says, or programs made from it break", async () => {
  await withDoor(async (door) => {
    const seen = new Set<string>();
    for (
      const about of [
        aboutRecords,
        aboutDuplicates,
        aboutFieldsAndViews,
        aboutIntake,
        aboutImports,
        aboutDeals,
        aboutNotices,
        aboutTheRest,
        aboutPipelines,
        aboutBoards,
        aboutCalendar,
        aboutTasks,
        aboutAutomation,
        aboutRevenue,
        aboutModels,
        aboutDatasets,
        aboutStaffing,
        aboutScores,
      ]
    ) {
      // A token of its own each: together they are more than one may ask in a breath.
      const { ask } = await program(door);
      await about(asker(ask, seen), door);
    }
    const unasked = operations().filter(({ id }) => !seen.has(id)).map(({ id }) => id);
    assert.deepEqual(unasked, [], "operations that nobody has asked");
  });
});

type By = ReturnType<typeof asker>;
const kind = "leads";

async function aboutRecords(by: By, door: Door): Promise<void> {
  const owner = door.userOf("agent")!;
  const company = (await by("createRecord", { kind: "companies" }, { values: { name: "Shop", taxId: "7707083893" } }))
    .record.id;
  const values = {
    name: "Anna Petrova",
    phones: ["+7 916 123-45-67", { value: "+74951112233", label: "work" }],
    emails: ["anna@shop.example"],
    budget: { minor: 1_500_000, currency: "RUB" },
    tags: ["site"],
    doNotCall: false,
    companyLink: company,
    owner,
  };
  const { record, names } = await by("createRecord", { kind }, { values });
  assert.equal(names[company], "Shop");
  const { id } = record;
  for (let n = 0; n < 3; n++) await by("createRecord", { kind }, { values: { name: `Other ${n}`, status: "working" } });
  const filter = JSON.stringify([{ field: "status", op: "is", value: "working" }]);
  const page = await by("listRecords", { kind, filter, sort: "-name", limit: "2" });
  assert.deepEqual(page.rows.map((row: Json) => row.values.name), ["Other 2", "Other 1"]);
  const last = await by("listRecords", { kind, filter, sort: "-name", limit: "2", after: page.next });
  assert.deepEqual([last.rows.length, last.next], [1, null]);
  assert.deepEqual(await by("countRecords", { kind, filter }), { count: 3, more: false });
  await by("getRecord", { kind, id });
  assert.equal((await by("getRecords", { kind }, { ids: [id] })).rows.length, 1);
  const changed = await by("updateRecord", { kind, id }, { values: { city: "Perm" }, was: { city: null } });
  assert.equal(changed.record.values.city, "Perm");
  const many = { select: { query: { filter: JSON.parse(filter) } }, values: { city: "Omsk" }, addTags: ["spring"] };
  const bulk = await by("updateRecords", { kind }, many);
  assert.equal(bulk.changed, 3);
  assert.deepEqual(await by("undoChange", { id: bulk.undo }), { changed: 3, undo: null });
  await by("deleteRecord", { kind, id });
  await by("restoreRecords", { kind }, { select: { ids: [id] } });
  await by("deleteRecords", { kind }, { select: { ids: page.rows.map((row: Json) => row.id) } });
  assert.match(await by("exportRecords", { kind, columns: "name,city", separator: "," }), /Anna Petrova,Perm/);
  assert.equal((await by("searchEverything", { text: "petrova" })).hits[0].id, id);
  await by("searchEverything", { text: "+79161234567" });
  const note = await by("addNote", { kind, id }, { body: "Asked to call back" });
  await by("changeNote", { id: note.id }, { body: "Asked to call back after six" });
  await by("giveConsent", { kind, id }, {
    channel: "email",
    granted: true,
    manner: "form",
    at: "2026-01-31T09:00:00Z",
  });
  assert.equal((await by("listConsents", { kind, id })).current.email.granted, true);
  const file = await by("addFile", { kind, id, name: "Offer.txt" }, new Blob(["Offer of May"]));
  assert.deepEqual((await by("listFiles", { kind, id })).rows.map(({ name, type }: Json) => [name, type]), [
    ["Offer.txt", "text/plain"],
  ]);
  assert.equal(await by("getFile", { id: file.id }), "Offer of May");
  const picture = await by("addFile", { kind, id, name: "a.gif" }, new Blob(["GIF89a"]));
  assert.equal(await by("previewFile", { id: picture.id }), "GIF89a");
  await by("changeFile", { id: picture.id }, { archived: true });
  const timeline = await by("readTimeline", { kind, id });
  await by("changeFile", { id: file.id }, { archived: true });
  const sources = new Set(timeline.rows.map(({ source }: Json) => source));
  assert.deepEqual([...sources].sort(), ["call", "change", "consent", "file", "note"]);
  const { revert } = timeline.rows.find((row: Json) => row.what === "updated" && row.revert);
  assert.deepEqual((await by("revertChange", { id: revert }, {})).reverted, ["city"]);
}

async function aboutCalendar(by: By, door: Door): Promise<void> {
  const owner = door.userOf("agent")!;
  const values = { name: "Call Anna", due: "2026-05-12T09:00:00Z", minutes: 30, repeat: "FREQ=DAILY", owner };
  const { record } = await by("createRecord", { kind: "tasks" }, { values });
  const range = { from: "2026-05-11T00:00:00Z", to: "2026-05-18T00:00:00Z", people: owner };
  const week = await by("getCalendar", range);
  assert.deepEqual([week.tasks.length, week.repeats.length], [1, 5]);
  assert.match(await by("exportCalendar", range), /SUMMARY:Call Anna/);
  assert.match(await by("exportTask", { id: record.id }), /^BEGIN:VCALENDAR/);
  const nine = [{ from: "09:00", to: "18:00" }];
  const hours = [nine, nine, nine, nine, [], [], []];
  const { version } = await by("getWorkingTime");
  await by("setWorkingTime", {}, { week: hours, timeZone: "Europe/Moscow", holidays: "ru", version });
  assert.equal(await by("getPersonWorkingTime", { id: owner }), null);
  await by("setPersonWorkingTime", { id: owner }, { week: hours });
  const party = { first: "2026-05-12", last: "2026-05-12", type: "short", minutes: 120, name: "Party" };
  const day = await by("addSpecialDay", {}, party);
  assert.deepEqual((await by("getCalendar", range)).days, [
    { day: "2026-05-11", type: "closed", name: null, holiday: "moved" },
    { day: "2026-05-12", type: "short", name: "Party", holiday: null },
  ]);
  const next = await by("nextWorkingMoment", { from: "2026-05-12T13:00:00Z", minutes: "30" });
  assert.equal(next.at, "2026-05-13T06:30:00.000Z", "Tuesday ends at four");
  await by("removeSpecialDay", { id: day });
}

async function aboutBoards(by: By): Promise<void> {
  const { id } = await by("createPipeline", {}, { name: "Board", locale: "en" });
  const { stages } = (await by("listPipelines")).pipelines.find((one: Json) => one.id === id);
  const contact = (await by("createRecord", { kind: "contacts" }, { values: { name: "Boris" } })).record.id;
  const make = async (name: string) => {
    const values = { name, stage: stages[0].id, amount: { minor: 500, currency: "RUB" }, contacts: [contact] };
    return (await by("createRecord", { kind: "deals" }, { values })).record.id;
  };
  const [first, second] = [await make("First"), await make("Second")];
  const board = await by("openBoard", { pipeline: id, text: "first" });
  assert.deepEqual(board.columns[0].cards.map((one: Json) => one.id), [first]);
  assert.equal(board.names[contact], "Boris");
  const cards = await by("listCards", { pipeline: id, stage: stages[0].id, limit: "1" });
  assert.deepEqual([cards.cards[0].id, typeof cards.next], [second, "string"]);
  const move = { stage: stages[1].id, was: stages[0].id };
  const moved = await by("moveDeal", { id: first }, move);
  assert.equal(moved.card.stage, stages[1].id);
  const news = await by("refreshCards", { pipeline: id }, { ids: [first, second] });
  assert.deepEqual(news.totals.map((one: Json) => one.deals).slice(0, 2), [1, 1]);
}

async function aboutPipelines(by: By): Promise<void> {
  const { id } = await by("createPipeline", {}, { name: "Shapes", locale: "en" });
  const copy = await by("createPipeline", {}, { name: "Copy", like: id });
  assert.equal((await by("renamePipeline", { id: copy.id }, { name: "Second", version: 1 })).version, 2);
  assert.equal(
    (await by("importProducts", { name: "prices.csv" }, new Blob(["Product,Price\nPrice list,1500"]))).created,
    1,
  );
  const made = await by("createStage", { id }, {
    name: "Contract",
    colour: "purple",
    probability: 90,
    required: ["amount"],
  });
  await by("updateStage", { id: made.id }, { probability: 80, rottenDays: 5, wipLimit: 10, version: 1 });
  await by("reorderStages", { id }, { ids: [made.id] });
  assert.deepEqual(await by("archiveStage", { id: made.id }, {}), { deals: 0, undo: null });
  await by("restoreStage", { id: made.id }, {});
  await by("reorderPipelines", {}, { ids: [copy.id, id] });
  await by("archivePipeline", { id: copy.id }, {});
  await by("restorePipeline", { id: copy.id }, {});
  assert.equal((await by("listPipelines")).pipelines[0].name, "Second");
  const product = await by("createProduct", {}, { name: "Box", price: { minor: 100_00, currency: "RUB" } });
  await by("updateProduct", { id: product.id }, { sku: "B-1" });
  await by("archiveProduct", { id: product.id });
  await by("restoreProduct", { id: product.id });
  assert.equal((await by("listProducts")).products[0].sku, "B-1");
  const period = { from: "2026-01-01", to: "2026-12-31" };
  assert.equal((await by("salesReport", period)).months.length, 12);
  assert.match(await by("exportSalesReport", { ...period, table: "months" }), /2026-01/);
  const reason = await by("createLossReason", {}, { name: "Weather" });
  await by("renameLossReason", { id: reason.id }, { name: "Bad weather" });
  await by("reorderLossReasons", {}, { ids: [reason.id] });
  await by("archiveLossReason", { id: reason.id });
  await by("restoreLossReason", { id: reason.id });
  assert.ok((await by("listLossReasons", { archived: "true" })).lossReasons.length > 0);
}

async function aboutAutomation(by: By, door: Door): Promise<void> {
  const rule = {
    name: "Call new leads",
    when: { type: "lead.created" },
    if: {
      match: "all",
      groups: [{ match: "any", items: [{ on: "working", is: true }, { on: "working", is: false }] }],
    },
    then: [{ type: "task.create", name: "Call {{record.name}}", task: "call", due: { n: 1, unit: "hours" } }],
  };
  const { id, version } = await by("createAutomationRule", {}, { rule, enabled: true });
  await by("getAutomationRule", { id });
  await by("updateAutomationRule", { id }, { rule: { ...rule, name: "Call them" }, version });
  const hook = await by("createAutomationRule", {}, { rule: { ...rule, when: { type: "webhook.received" } } });
  const { secret } = await by("rotateAutomationRuleSecret", { id: hook.id });
  assert.notEqual(secret, hook.secret);
  await by("orderAutomationRules", {}, { ids: [hook.id, id] });
  const { rows } = await by("listAutomationRules");
  assert.deepEqual(rows.map((row: Json) => row.id), [hook.id, id]);
  await by("switchAutomationRule", { id: hook.id }, { enabled: true });
  await by("archiveAutomationRule", { id: hook.id });
  await by("restoreAutomationRule", { id: hook.id });
  await by("createRecord", { kind }, { values: { name: "Automated" } });
  await new Engine(door.store, {
    clock: { now: () => Date.now(), after: () => null, clear: () => {} },
    ports: { now: () => Date.now(), jobs: null, mail: null },
  }).settleAll();
  const log = await by("listAutomationRuns", { rule: id });
  await by("getAutomationRun", { id: log.rows[0].id });
  // The site's day may have begun before that of UTC.
  const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  const trial = await by("tryAutomationRule", {}, { rule, from, to });
  assert.ok(trial.rows.length > 0);
  await by("previewAutomationTexts", {}, { kind: "lead", texts: ["{{record.name}} {{record.nothing}}"] });
}

async function aboutDuplicates(by: By, door: Door): Promise<void> {
  const made = await Promise.all(
    ["Ivan Sidorov", "Ivan Sidorov", "I. Sidorov"].map((name) =>
      by("createRecord", { kind: "contacts" }, {
        values: { name, phones: ["+79037654321"], position: `${name} ${name}` },
      })
    ),
  );
  const [survivor, other, third] = made.map(({ record }) => record.id);
  const input = { kind: "contact", name: "Ivan Sidorov", phones: ["+7 903 765-43-21"] };
  assert.equal((await by("findDuplicates", {}, input)).matches[0].why, "phone");
  await door.store.db.insertInto("duplicate_pairs").values(
    [[survivor, other], [survivor, third]].map(([a, b]) => {
      const [low, high] = [a, b].sort();
      return { id: crypto.randomUUID(), kind: "contact" as const, a: low, b: high, why: "phone" as const, likeness: 1 };
    }),
  ).execute();
  assert.equal((await by("listDuplicates", { kind: "contact" })).rows.length, 2);
  await by("dismissDuplicates", {}, { ids: [survivor, third] });
  await by("reopenDuplicates", {}, { ids: [survivor, third] });
  const preview = await by("previewMerge", { kind: "contacts" }, { survivor, others: [third] });
  assert.deepEqual(preview.undecided, ["name", "position"]);
  const take = { name: survivor, position: third };
  const merged = await by("mergeRecords", { kind: "contacts" }, { survivor, others: [third], take });
  await by("readTimeline", { kind: "contacts", id: survivor });
  assert.deepEqual((await by("undoMerge", { id: merged.merge })).restored, [third]);
}

async function aboutFieldsAndViews(by: By): Promise<void> {
  const options = [{ titleRu: "Courier", titleEn: "Courier" }, { titleRu: "Pickup", titleEn: "Pickup" }];
  const title = { titleRu: "Delivery", titleEn: "Delivery" };
  const field = await by("createField", {}, { kind: "leads", type: "select", ...title, options });
  await by("updateField", { id: field.id }, { required: false, titleEn: "Delivery method" });
  await by("previewConversion", { id: field.id }, { type: "number" });
  await by("reorderFields", {}, { kind: "lead", ids: [field.id] });
  const { fields } = await by("listFields", { kind: "lead" });
  assert.ok(fields.some(({ key }: Json) => key === field.key));
  for (const other of ["contacts", "company"]) await by("listFields", { kind: other });
  await by("archiveField", { id: field.id });
  await by("restoreField", { id: field.id });
  const columns = [{ key: "name", width: 240 }, { key: "phones" }];
  const filter = [{ field: "status", op: "any-of", value: ["new", "working"] }];
  const view = await by("createView", {}, { kind: "lead", name: "New", columns, filter });
  await by("updateView", { id: view.id }, { name: "New today", shared: true });
  assert.equal((await by("listViews", { kind: "lead" })).rows[0].name, "New today");
  await by("reorderViews", {}, { kind: "lead", ids: [view.id] });
  await by("deleteView", { id: view.id });
}

async function aboutIntake(by: By, door: Door): Promise<void> {
  const id = await by("createSource", {}, { kind: "webhook", name: "Landing page" });
  assert.ok((await by("listSources")).some((source: Json) => source.id === id));
  await by("updateSource", { id }, { autoAccept: false, proof: "bearer" });
  await by("rotateSource", { id }, { what: "secret" });
  const sent = (name: string) => ({ body: JSON.stringify({ name, phone: "+7 921 555-44-33" }) });
  assert.equal((await by("readSample", { id }, sent("Oleg"))).values.name, "Oleg");
  for (const name of ["Oleg", "Olga", "Spam"]) await by("testSource", { id }, sent(name));
  await processAll(door.store);
  const { rows } = await by("listRequests", { source: id });
  assert.equal(rows.length, 3);
  const [first, second, third] = rows.map((row: Json) => row.id);
  await by("getRequest", { id: first });
  const accepted = await by("acceptRequests", {}, { ids: [first], assign: "me" });
  assert.equal(accepted.done.length, 1);
  await by("undoRequests", {}, { ids: [first] });
  const contact = { kind: "contact", record: door.contact };
  await by("linkRequest", { id: second }, contact);
  const declined = await by("declineRequests", {}, { ids: [third, second], reason: "Not ours" });
  assert.equal(declined.refused.length, 1);
  await by("retryRequests", {}, { ids: [first] });
  await by("countRequests");
  assert.ok((await by("getSourceFigures", { days: "30" })).length > 0);
  const rule = {
    name: "All to one",
    strategy: "person",
    pool: { users: [door.userOf("agent")] },
    conditions: [{ field: "city", op: "is", value: "Perm" }],
  };
  const made = await by("createAssignmentRule", {}, rule);
  await by("updateAssignmentRule", { id: made }, { ...rule, name: "All to Anna" });
  await by("orderAssignmentRules", {}, { ids: [made] });
  assert.ok((await by("tryAssignment", { count: "5" })).length > 0);
  await by("assignLeads", {}, { select: { query: { text: "" } } });
  await by("deleteAssignmentRule", { id: made });
  await by("archiveSource", { id });
  const call = crypto.randomUUID();
  await door.store.db.insertInto("tasks").values({
    id: call,
    name: "Call back",
    type: "call",
    phone: "+79161234567",
    due_at: new Date(),
    missed: 1,
    missed_at: new Date(),
  } as never).execute();
  assert.equal((await by("listCallbacks"))[0].id, call);
  await by("finishCallback", { id: call });
}

async function aboutTasks(by: By): Promise<void> {
  const task = async (values: Json) => (await by("createRecord", { kind: "tasks" }, { values })).record.id;
  const due = "2027-03-01T09:00:00Z";
  const id = await task({
    name: "Weekly call",
    type: "call",
    due,
    repeat: "FREQ=WEEKLY",
    reminders: [{ minutes: 15 }],
  });
  await by("editOccurrence", { id }, { values: { due: "2027-03-02T09:00:00Z" }, scope: "one" });
  const done = await by("completeTask", { id }, { result: "Talked" });
  assert.equal(done.next.values.due, "2027-03-08T09:00:00.000Z");
  await by("completeTask", { id: done.next.id }, { next: { name: "Send the offer" } });
  const select = { ids: [await task({ name: "Later" })] };
  await by("postponeTasks", {}, { select, to: "tomorrow" });
  await by("completeTasks", {}, { select, result: "Sent" });
  await by("reopenTasks", {}, { select });
  await by("skipTasks", {}, { select });
  const pool = await task({ name: "Of nobody", phone: "+79161234567", owner: null });
  assert.ok((await by("takeTask", { id: pool })).task.values.owner);
  assert.ok((await by("readDayOfTasks", { who: "all" })).open.length > 0);
  await by("countPressingTasks");
  await by("readTaskSetup");
}

/** Leads become deals, which have products, people and a way through their stages. */
async function aboutDeals(by: By, door: Door): Promise<void> {
  await seedPipeline(door.store, "en");
  const lead = (await by("createRecord", { kind }, { values: { name: "Petr Deal", budget: "9000", company: "Depot" } }))
    .record.id;
  assert.equal((await by("suggestConversion", { id: lead })).contact, "new");
  const done = await by("convertLead", { id: lead }, {
    contact: "new",
    company: "none",
    deal: { amount: "12000 RUB" },
  });
  const lines = [{ product: null, name: "Set-up", quantity: 2, price: "1500.50 RUB", discount: 10 }];
  const { record } = await by("updateRecord", { kind: "deals", id: done.deal.id }, { values: { lines } });
  assert.deepEqual(record.values.amount, { minor: 270_090, currency: "RUB" });
  await by("getRecord", { kind: "deals", id: done.deal.id });
  const reminders = [{ minutes: 15, channels: ["app", "email"] }];
  await by("createRecord", { kind: "tasks" }, { values: { name: "Call", deal: done.deal.id, reminders } });
  assert.equal((await by("listStageSteps", { id: done.deal.id })).steps.length, 1);
  assert.equal((await by("listDealsOf", { kind, id: lead })).sums.open.count, 1);
  await by("listFields", { kind: "deals" });
  assert.deepEqual((await by("undoConversion", { id: lead })).removed, ["deal", "contact"]);
}

async function aboutRevenue(by: By, door: Door): Promise<void> {
  const values = { name: "Promised", amount: "5000 RUB", forecastCategory: "commit", closeDate: "2030-01-10" };
  const { record } = await by("createRecord", { kind: "deals" }, { values });
  assert.equal(record.values.forecastCategory, "commit");
  const view = await by("revenueForecast");
  assert.equal(view.refused, "too-few-wins");
  await by("revenueBackTest");
  await by("revenueHistory");
  const fall = await by("revenueWaterfall", { from: "2026-01-01", to: "2030-01-01" });
  assert.equal(fall.steps.find((one: Json) => one.step === "new").top[0].id, record.id);
  const owner = door.userOf("agent")!;
  const quota = await by("setQuota", {}, { owner, period: "2030-01", currency: "RUB", minor: 900_000 });
  assert.deepEqual((await by("listQuotas", { periods: "2030-01" })).rows, [quota]);
  assert.match(await by("exportRevenue", { table: "categories" }), /RUB.*\r?\n/);
  await by("exportRevenue", { table: "back-test", format: "xlsx" });
}

async function aboutImports(by: By, door: Door): Promise<void> {
  const rows = ["Name;Phone;City", "Vera;+7 912 333-22-11;Perm", "Boris;123;Omsk", "Vera;+7 912 333-22-11;Perm"];
  const upload = () =>
    by("uploadImport", { kind: "lead", name: "leads.csv" }, new Blob([rows.join("\n")], { type: "text/csv" }));
  const { id, suggestion } = await upload();
  const go = () => workOn(door.store, door.imports, { id, user: door.userOf("administrator")! });
  await by("setUpImport", { id }, { mapping: suggestion, options: { tags: ["2026"] } });
  await by("checkImport", { id });
  await go();
  const checked = await by("getImport", { id });
  assert.equal(checked.preview.length, 3);
  await by("runImport", { id });
  await by("pauseImport", { id });
  await by("resumeImport", { id });
  await go();
  const done = (await by("listImports", { kind: "lead" })).rows[0];
  assert.deepEqual([done.state, done.counters.created, done.counters.failed], ["done", 1, 1]);
  assert.equal((await by("listImportErrors", { id })).rows.length, 1);
  assert.match(await by("downloadImportErrors", { id, separator: "," }), /Boris,123,Omsk/);
  await by("undoImport", { id });
  await go();
  await by("listImportKept", { id });
  const preset = { kind: "lead", name: "From the shop", mapping: suggestion, options: { tags: ["shop"] } };
  const kept = await by("saveImportPreset", {}, preset);
  await by("listImportPresets", { kind: "lead" });
  await by("cancelImport", { id: (await upload()).id });
  await by("removeImportPreset", { id: kept.id });
}

async function aboutNotices(by: By, door: Door): Promise<void> {
  const due = new Date(Date.now() + 3_600_000).toISOString();
  const me = (await by("getMe")).id as string;
  const reminders = [{ minutes: 0, channels: ["app", "push", "email"] }];
  const values = { name: "Call", due, owner: me, reminders };
  const { record: { id } } = await by("createRecord", { kind: "tasks" }, { values });
  await tellDue(door.store, { now: Date.parse(due) });
  await by("getNoticeNews", { since: "0" });
  const { rows: [notice] } = await by("listNotices", { state: "unread" });
  await by("snoozeNotice", { id: notice.id }, { minutes: 10 });
  await by("readNotices", {}, { ids: [notice.id], read: false });
  const { rows } = await by("listTaskReminders", { id });
  const told = rows.find((row: Json) => row.channel === "app" && row.state === "delivered");
  await by("resendTaskReminder", { id, delivery: told.id });
  await by("getNoticePreferences");
  await by("setNoticePreferences", {}, { kinds: { "task-assigned": ["app"] }, quiet: { from: "22:00", to: "08:00" } });
  await by("getPushKey");
  const { subscription } = await fakeBrowser("https://push.example/one");
  await by("subscribePush", {}, subscription);
  await by("unsubscribePush", {}, { endpoint: subscription.endpoint });
  await by("getMailServer");
  const server = { host: "127.0.0.1", port: 1, security: "none", senderAddress: "crm@shop.example" };
  await by("setMailServer", {}, server);
  await by("testMailServer", {}, { to: "me@shop.example" });
  await by("getMailServer");
}

async function aboutModels(by: By, { store }: Door): Promise<void> {
  const [{ id: queue }] = (await sql<{ id: string }>`select id from queues order by name`.execute(store.db)).rows;
  const dataset = { from: "calls", queue, step: 60 };
  const { id, version: seen } = await by("createModel", {}, { kind: "volume", name: "Calls", dataset });
  await by("listModels");
  await by("getModel", { id });
  await by("updateModel", { id }, { version: seen, schedule: "weekly" });
  await by("trainModel", { id });
  await by("cancelTraining", { id });
  const { trainer, better, data } = registryPorts();
  const train = async (using: typeof trainer) => {
    const { id: run } = await by("trainModel", { id });
    const jobs = { enqueue: () => Promise.resolve("job") };
    const { signal } = new AbortController();
    const ports = { clock: systemClock, jobs, trainer: using, data };
    assert.equal(await workTraining(store, { run, ports, signal, attempt: 1 }), "done");
  };
  await train(trainer);
  await train(better);
  await by("listTrainings", { id });
  const { rows: [{ id: version }] } = await by("listModelVersions", { id });
  await by("getModelVersion", { id, version });
  await by("promoteModelVersion", { id, version }, { reason: null });
  await by("rollBackModel", { id });
  await by("downloadModel", { id, version });
  const { days } = await by("getForecast", { id, from: "2026-03-01", to: "2026-03-31" });
  assert.equal(days.length, 3);
  const { drift } = await by("getModel", { id });
  assert.equal(drift, null);
  await by("archiveModel", { id });
}

async function aboutScores(by: By, { store }: Door): Promise<void> {
  const { record: { id } } = await by("createRecord", { kind }, { values: { name: "Promising", city: "Perm" } });
  const reasons = JSON.stringify([{ column: "city", value: "Perm", effect: 0.7 }]);
  await sql`insert into record_scores (kind, record_id, version_id, scored_at, probability, score, reasons, features)
    values ('lead', ${id}, ${newId()}, now(), 0.71, 71, ${reasons}::jsonb, '{}')`.execute(store.db);
  const told = await by("recordScore", { kind: "lead", id });
  assert.deepEqual([told.score, told.reasons.length, told.history.length, told.model], [71, 1, 1, null]);
  assert.ok("source" in (await by("scoreColumns", { kind: "lead" })).values);
}

async function aboutDatasets(by: By, { store }: Door): Promise<void> {
  const lines = Array.from({ length: 480 }, (_, n) => {
    const minute = 540 + 30 * (n % 16);
    const clock = `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${minute % 60 === 0 ? "00" : "30"}`;
    return `2026-03-${`${Math.floor(n / 16) + 1}`.padStart(2, "0")} ${clock},${(n * 7) % 11}`;
  });
  const file = new Blob([["datetime,calls", ...lines].join("\n")], { type: "text/csv" });
  const { id: upload } = await by("uploadDataset", { kind: "volume", name: "calls.csv" }, file);
  await by("listDatasetUploads", { kind: "volume" });
  const [queue] = await store.db.selectFrom("queues").select("id").limit(1).execute();
  const id = await by("addMarkedDay", {}, {
    queue: queue?.id,
    kind: "campaign",
    first: "2026-04-06",
    last: "2026-04-07",
  });
  await by("addMarkedDay", {}, { kind: "closure", first: "2026-04-08", last: "2026-04-08", name: "Move" });
  await by("listMarkedDays", { from: "2026-01-01" });
  const quality = await by("inspectDataset", {}, { dataset: { from: "upload", upload } });
  assert.equal(quality.refusal, null);
  await by("inspectDataset", {}, { dataset: { from: "records", kind: "lead" } });
  await by("removeMarkedDay", { id });
  await by("removeDatasetUpload", { id: upload });
}

async function aboutStaffing(by: By, { store }: Door): Promise<void> {
  const { rows: queues } = await sql<{ id: string }>`select id from queues order by name`.execute(store.db);
  const today = new Date().toISOString().slice(0, 10);
  const models = queues.map(() => newId());
  for (const [n, { id }] of queues.entries()) {
    await sql`insert into forecast_models (id, kind, name, queue_id, dataset, settings)
      values (${models[n]}, 'volume', 'Calls', ${id}, '{}'::jsonb, '{}'::jsonb)`.execute(store.db);
    await sql`insert into volume_forecasts (model_id, day, made_on, version_id, step, opens, level, expected, low, high)
      select ${models[n]}::uuid, day, day, ${models[n]}::uuid, 60, 0, 0.8, array_fill(9::float8, '{24}'),
        array_fill(6::float8, '{24}'), array_fill(13::float8, '{24}')
      from generate_series(${today}::date - 2, ${today}::date + 2, '1 day') day`.execute(store.db);
  }
  const [model] = models;
  await by("listStaffingLines");
  await by("callsDay", { model });
  await by("callsWeek", { model, from: today });
  await by("callsPast", { model });
  const { settings, version } = await by("getStaffingSettings", { id: model });
  await by("putStaffingSettings", { id: model }, { settings: { ...settings, abandon: 0.05 }, version });
  await by("exportStaffing", { model, from: today, days: "1" });
  await by("playSkills", {}, { models: models.slice(0, 2), day: today, minute: 600 });
}

async function aboutTheRest(by: By): Promise<void> {
  const { webhook: { id } } = await by("createWebhook", {}, {
    name: "Shop",
    url: "https://shop.example/",
    events: ["*"],
  });
  const { delivery } = await by("pingWebhook", { id });
  await by("listWebhooks");
  await by("getWebhook", { id });
  await by("updateWebhook", { id }, { enabled: true, name: "Shop 2" });
  await by("rotateWebhookSecret", { id });
  await by("listWebhookDeliveries", { id });
  await by("resendWebhookDelivery", { id, delivery });
  await by("listChanges", { limit: "3" });
  await by("getMe");
  await by("getOpenApi");
  await by("removeWebhook", { id });
}

Deno.test("the document's own examples are taken, or the first request of a newcomer is refused", () => {
  for (const { id, body, example, needs = [] } of operations()) {
    assert.ok(needs.every((word) => PERMISSIONS.includes(word)), id);
    if (example?.body === undefined) continue;
    const parsed = body!.safeParse(example.body);
    assert.ok(parsed.success, `${id}: ${parsed.error?.message}`);
  }
});
