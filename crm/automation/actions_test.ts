/**
 * Each action on a real database: what it changes, and what it says when it cannot. One long file, since all of it needs
 * the same small helpers.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { company, person } from "@/crm/testing.ts";
import { createRecord, schemaOf, updateRecord } from "@/crm/record/mod.ts";
import { seedPipeline } from "@/crm/pipeline/mod.ts";
import { unwrap } from "@/crm/result.ts";
import { openJobs } from "@/store/jobs/mod.ts";
import { createWebhook, createWebhookSchema } from "@/crm/webhooks/mod.ts";
import { PERMISSIONS } from "@/store/access.ts";
import { preview } from "@/crm/automation/preview.ts";
import { archiveRule, listRules, updateRule } from "@/crm/automation/rules.ts";
import { getRun, listRuns, purgeRuns } from "@/crm/automation/runs.ts";
import { listRunsSchema, ruleSchema } from "@/crm/automation/schemas.ts";
import { tryRule } from "@/crm/automation/trial.ts";
import { all, openBench, rule } from "@/crm/automation/testing.ts";

const onLead = (then: (Record<string, unknown> & { type: string })[]) => ({ when: { type: "lead.created" }, then });
const make = async (store: Store, kind: "lead" | "deal" | "contact" | "company", values: Record<string, unknown>) =>
  unwrap(await createRecord(store, SYSTEM, { kind, values }));
const lastRun = async (store: Store) =>
  await store.db.selectFrom("automation_runs").selectAll().orderBy("id", "desc").limit(1).executeTakeFirstOrThrow();

Deno.test("a task knows its links, its number, its person and its time; a team is served in turn", async () => {
  await withDatabase(async (store) => {
    const { teams, agents } = await company(store);
    const second = await person(store, "agent3", { role: "agent", team: teams[0] });
    await rule(
      store,
      onLead([
        {
          type: "task.create",
          name: "Call {{record.name}}",
          task: "call",
          due: { n: 2, unit: "hours" },
          to: "round-robin",
          team: teams[0],
          priority: "high",
          note: "{{record.company}}",
        },
      ]),
    );
    const { engine } = openBench(store);
    const shop = await make(store, "company", { name: "Shop" });
    for (const name of ["A", "B", "C", "D"]) {
      await make(store, "lead", { name, companyLink: shop.id, phones: [{ value: "+79161234567" }] });
    }
    const at = Date.now();
    await engine.settleAll();
    const tasks = await store.db.selectFrom("tasks").selectAll().orderBy("name").execute();
    assert.deepEqual(tasks.map(({ name, type, priority, phone, note }) => [name, type, priority, phone, note])[0], [
      "Call A",
      "call",
      "high",
      "+79161234567",
      "Shop",
    ]);
    assert.ok(tasks.every(({ company_id, lead_id }) => company_id === shop.id && lead_id));
    assert.ok(Math.abs(tasks[0].due_at!.getTime() - at - 7_200_000) < 60_000);
    const members = (await store.db.selectFrom("users").select("id").where("team_id", "=", teams[0]).execute()).length;
    assert.equal(new Set(tasks.map(({ owner_id }) => owner_id)).size, Math.min(4, members));
    assert.ok(tasks.some(({ owner_id }) => owner_id === agents[0].user || owner_id === second.user));
  });
});

Deno.test("a move that the stage refuses fails with the stage's reason and leaves the deal where it was", async () => {
  await withDatabase(async (store) => {
    await seedPipeline(store, "en");
    const [, target] = await store.db.selectFrom("stages").select("id").where("type", "=", "open").orderBy("position")
      .execute();
    await sql`update stages set required = '{amount}' where id = ${target.id}::uuid`.execute(store.db);
    await rule(store, {
      when: { type: "deal.created" },
      then: [{ type: "tags.change", add: ["seen"] }, { type: "deal.move", stage: target.id }, {
        type: "tags.change",
        add: ["after"],
      }],
    });
    const { engine } = openBench(store);
    const poor = await make(store, "deal", { name: "poor" });
    const rich = await make(store, "deal", { name: "rich", amount: { minor: 100, currency: "RUB" } });
    await engine.settleAll();
    const rows = await store.db.selectFrom("deals").select(["id", "stage_id", "tags"]).execute();
    const of = (id: string) => rows.find((row) => row.id === id)!;
    assert.deepEqual([of(rich.id).stage_id, of(rich.id).tags], [target.id, ["seen", "after"]]);
    assert.notEqual(of(poor.id).stage_id, target.id);
    assert.deepEqual(of(poor.id).tags, ["seen"]);
    const failed = await store.db.selectFrom("automation_runs").select("error").where("state", "=", "failed").execute();
    assert.deepEqual(failed, [{ error: "deals.error.stage-needs" }]);
  });
});

Deno.test("fields, tags and owners are written by the verbs' own rules, on linked records too", async () => {
  await withDatabase(async (store) => {
    const { agents } = await company(store);
    await rule(
      store,
      onLead([
        { type: "field.set", field: "city", value: "Пермь {{today}}" },
        { type: "field.set", of: "company", field: "industry", value: "от {{record.name}}" },
        { type: "tags.change", add: ["b", "a"], remove: ["old"] },
        { type: "record.assign", how: "person", user: agents[1].user },
        { type: "field.set", field: "doNotCall", value: true },
      ]),
    );
    const { engine } = openBench(store);
    const shop = await make(store, "company", { name: "Shop" });
    const { id } = await make(store, "lead", { name: "Анна", tags: ["old"], companyLink: shop.id });
    await engine.settleAll();
    const lead = await store.db.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    assert.match(lead.city, /^Пермь \d\d\.\d\d\.\d{4}$/);
    assert.deepEqual([lead.tags, lead.owner_id, lead.do_not_call], [["b", "a"], agents[1].user, true]);
    assert.ok(lead.assigned_at, "what follows from an owner follows here too");
    const { industry } = await store.db.selectFrom("companies").select("industry").executeTakeFirstOrThrow();
    assert.equal(industry, "от Анна");
    assert.equal((await lastRun(store)).state, "done");
  });
});

Deno.test("people are told once, supervisors are those of the team, and a letter goes to the client", async () => {
  await withDatabase(async (store) => {
    const { agents, supervisors } = await company(store);
    await rule(
      store,
      onLead([
        { type: "notify", who: "supervisors", text: "Look at {{record.name}}" },
        { type: "email", mail: "contact", subject: "Hello {{record.name}}", text: "Dear {{record.name}}" },
        { type: "notify", who: "owner", text: "Yours" },
      ]),
    );
    const { engine, letters } = openBench(store);
    await make(store, "lead", { name: "Анна", owner: agents[0].user, emails: [{ value: "anna@shop.example" }] });
    await engine.settleAll();
    await engine.settleAll();
    const notices = await store.db.selectFrom("notices").select(["user_id", "data"]).where("kind", "=", "automation")
      .execute();
    assert.deepEqual(
      notices.map(({ user_id, data }) => [user_id, (data as { text?: string }).text]).sort(),
      [[supervisors[0].user, "Look at Анна"], [agents[0].user, "Yours"]].sort(),
    );
    assert.deepEqual(letters.map(({ to, subject, text }) => [to, subject, text]), [
      ["anna@shop.example", "Hello Анна", "Dear Анна"],
    ]);
  });
});

Deno.test("a webhook is called through the deliveries that are signed and tried again", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const hook = createWebhookSchema.parse({ name: "Shop", url: "https://shop.example/x", events: ["user.created"] });
    const { webhook } = unwrap(
      await createWebhook(store, { ...admin, permissions: new Set(PERMISSIONS) }, hook),
    );
    const jobs = await openJobs(store);
    await rule(store, onLead([{ type: "webhook.call", webhook: webhook.id }]));
    const { engine } = openBench(store, { jobs });
    const { id } = await make(store, "lead", { name: "Анна" });
    await engine.settleAll();
    const { rows } = await sql<{ type: string; data: { record: { id: string; name: string } } }>`
      select d.event_type as type, e.data from webhook_deliveries d join events e on e.id = d.event_id`.execute(
      store.db,
    );
    assert.deepEqual(rows.map(({ type, data }) => [type, data.record.id, data.record.name]), [
      ["automation-rule.called", id, "Анна"],
    ]);
    assert.deepEqual((await jobs.counts()).map(({ name, count }) => [name, count]), [["webhooks", 1]]);
    await jobs.close();
  });
});

Deno.test("a trial changes nothing, sees what the engine would see, and looks at time too", async () => {
  await withDatabase(async (store) => {
    const { admin, agents } = await company(store);
    await make(store, "lead", { name: "Анна", city: "Казань" });
    const changed = await make(store, "lead", { name: "Пётр", city: "Казань" });
    unwrap(await updateRecord(store, SYSTEM, { kind: "lead", id: changed.id, values: { city: "Москва" } }));
    const body = {
      name: "x",
      ...onLead([
        { type: "task.create", name: "Call {{record.name}}", due: { n: 1, unit: "days" }, to: "nobody" },
        { type: "call.back", name: "Back", to: "nobody" },
      ]),
      if: all({ on: "field", of: "record", field: "city", op: "is", value: "Казань" }),
    };
    const options = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 1_000) };
    const ports = { now: () => Date.now(), jobs: null, mail: null };
    const count = async () =>
      (await sql<{ n: string }>`select (select count(*) from events) || '/' || (select count(*) from tasks)
        || '/' || (select count(*) from automation_runs) as n`.execute(store.db)).rows[0].n;
    const before = await count();
    const trial = await tryRule(store, admin, { rule: ruleSchema.parse(body), ...options, ports });
    assert.equal(await count(), before);
    assert.deepEqual(trial.rows.map(({ title, decision }) => [title, decision.fits]), [["Пётр", true], ["Анна", true]]);
    assert.deepEqual(trial.rows[1].results.map(({ type, state, said, error }) => [type, state, said.name ?? error]), [
      ["task.create", "planned", "Call Анна"],
      ["call.back", "failed", "automation.error.no-phone"],
    ]);
    const idle = { ...body, when: { type: "lead.idle", idle: "untouched", for: { n: 1, unit: "minutes" } } };
    const later = { from: options.from, to: new Date(Date.now() + 120_000) };
    const timed = await tryRule(store, admin, { rule: ruleSchema.parse(idle), ...later, ports });
    assert.deepEqual(timed.rows.map(({ title, decision }) => [title, decision.fits]), [["Анна", true], [
      "Пётр",
      false,
    ]]);
    await assert.rejects(tryRule(store, agents[0], { rule: ruleSchema.parse(body), ...options, ports }), /automation/);
  });
});

Deno.test("the log tells chains and reasons, is for those who may, and forgets what is old but not what waits", async () => {
  await withDatabase(async (store) => {
    const { admin, agents } = await company(store);
    const first = await rule(store, onLead([{ type: "tags.change", add: ["vip"] }]));
    await rule(store, {
      when: { type: "tag.added", kind: "lead", tag: "vip" },
      then: [{ type: "wait", for: { n: 1, unit: "days" } }],
      name: "Second",
    });
    const { engine } = openBench(store);
    await make(store, "lead", { name: "Анна" });
    await engine.settleAll();
    const page = await listRuns(store, admin, listRunsSchema.parse({ limit: 1 }));
    assert.deepEqual([page.rows.length, page.rows[0].state, page.rows[0].rule.name], [1, "waiting", "Second"]);
    const rest = await listRuns(store, admin, listRunsSchema.parse({ after: page.next! }));
    assert.deepEqual(rest.rows.map(({ rule }) => rule.id), [first.id]);
    const detail = await getRun(store, admin, { id: page.rows[0].id });
    assert.deepEqual(detail!.chain.map(({ rule, title }) => [rule, title]), [[first.id, "Анна"]]);
    const cause = await getRun(store, admin, { id: rest.rows[0].id });
    assert.deepEqual(cause!.followed.map(({ name, state }) => [name, state]), [["Second", "waiting"]]);
    await assert.rejects(listRuns(store, agents[0], listRunsSchema.parse({})), /automation.manage/);
    await assert.rejects(listRules(store, agents[0]), /automation.manage/);
    assert.equal(await purgeRuns(store, new Date(Date.now() + 1_000)), 1);
    assert.equal((await listRuns(store, admin, listRunsSchema.parse({}))).rows[0].state, "waiting");
    unwrap(await archiveRule(store, admin, { id: page.rows[0].rule.id }));
    assert.equal((await lastRun(store)).error, "automation.error.archived");
    const stale = await updateRule(store, admin, {
      id: first.id,
      version: 99,
      rule: ruleSchema.parse({ name: "x", ...onLead([{ type: "stop" }]) }),
    });
    assert.deepEqual(stale, { ok: false, code: "automation.error.stale" });
  });
});

Deno.test("texts are previewed with the newest record, and a placeholder that means nothing is named", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const none = await preview(store, admin, { kind: "lead", texts: ["{{record.name}}"] });
    assert.deepEqual(none, { of: null, texts: [{ text: "", unknown: [] }] });
    await make(store, "lead", { name: "Анна" });
    const read = await preview(store, admin, {
      kind: "lead",
      texts: ["Hi {{record.name}}", "{{record.nme}} {{deal.name}}"],
    });
    assert.deepEqual([read.of, read.texts[0]], ["Анна", { text: "Hi Анна", unknown: [] }]);
    assert.deepEqual(read.texts[1].unknown, ["record.nme"]);
    await schemaOf(store, "lead");
  });
});
