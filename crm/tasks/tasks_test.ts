/** Tasks on a real database: done once, next once, undone whole, whoever writes them. */
import assert from "node:assert/strict";
import { SYSTEM } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import type { Store } from "@/crm/records.ts";
import { company } from "@/crm/testing.ts";
import { unwrap } from "@/crm/result.ts";
import {
  bulkUpdate,
  createRecord,
  deleteRecords,
  getRecord,
  restoreRecords,
  undo,
  updateRecord,
} from "@/crm/record/mod.ts";
import {
  completeTask,
  completeTasks,
  countPressing,
  editOccurrence,
  escalateOverdue,
  postponeTasks,
  readDay,
  reopenTasks,
  skipTasks,
  takeTask,
} from "@/crm/tasks/mod.ts";
import { daySchema } from "./schemas.ts";
import { dayNumber, momentOf, sectionOf } from "./moments.ts";

const make = async (store: Store, values: Record<string, unknown>, access = SYSTEM) =>
  unwrap(await createRecord(store, access, { kind: "task", values: { name: "Call", ...values } }));
const open = (store: Store) =>
  store.db.selectFrom("tasks").selectAll().where("status", "=", "open").where("archived_at", "is", null)
    .orderBy("due_at").execute();
const DAY = 86_400_000;
const tomorrow = () => new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + DAY).toISOString();

Deno.test("a recurring task that is done makes the next once, with its links and not its result", async () => {
  await withDatabase(async (store) => {
    const lead = unwrap(await createRecord(store, SYSTEM, { kind: "lead", values: { name: "Anna" } }));
    const due = tomorrow();
    const task = await make(store, { due, repeat: "FREQ=DAILY;COUNT=3", lead: lead.id, reminders: [{ minutes: 15 }] });
    const done = unwrap(await completeTask(store, SYSTEM, { id: task.id, result: "talked" }));
    assert.equal(done.task.values.result, "talked");
    const [next, ...more] = await open(store);
    assert.equal(more.length, 0);
    assert.equal(done.next?.id, next.id);
    assert.deepEqual(
      [next.due_at?.getTime(), next.repeat, next.lead_id, next.result, next.reminders.length, next.series_id],
      [Date.parse(due) + DAY, "FREQ=DAILY;COUNT=2", lead.id, "", 1, task.id],
    );
    assert.equal((await completeTask(store, SYSTEM, { id: task.id })).ok, false, "done already");
    const events = await store.db.selectFrom("events").select(["cause", "depth"]).where("entity_id", "=", next.id)
      .execute();
    assert.deepEqual(events.map(({ depth }) => depth), [1]);
    unwrap(await completeTask(store, SYSTEM, { id: next.id }));
    const [last] = await open(store);
    unwrap(await completeTask(store, SYSTEM, { id: last.id }));
    assert.equal((await open(store)).length, 0, "three were asked for");
  });
});

Deno.test("undo of a done recurring task takes the next back, unless somebody has worked on it", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const task = await make(store, { due: tomorrow(), repeat: "FREQ=WEEKLY" }, admin);
    const first = unwrap(await completeTask(store, admin, { id: task.id }));
    assert.equal(unwrap(await undo(store, admin, { id: first.undo })).changed, 1);
    assert.deepEqual((await open(store)).map(({ id }) => id), [task.id]);
    const again = unwrap(await completeTask(store, admin, { id: task.id }));
    unwrap(await updateRecord(store, admin, { kind: "task", id: again.next!.id, values: { note: "bring papers" } }));
    unwrap(await reopenTasks(store, admin, { select: { ids: [task.id] } }));
    assert.equal((await open(store)).length, 2);
    unwrap(await completeTasks(store, admin, { select: { ids: [task.id] } }));
    assert.equal((await open(store)).length, 1, "there is a next one already");
  });
});

Deno.test("done by a plain change, in bulk or by skipping: the next comes all the same", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const tasks: { id: string }[] = [];
    for (const name of ["a", "b", "c"]) {
      tasks.push(await make(store, { name, due: tomorrow(), repeat: "FREQ=DAILY" }, admin));
    }
    unwrap(await updateRecord(store, admin, { kind: "task", id: tasks[0].id, values: { status: "done" } }));
    const bulk = {
      kind: "task" as const,
      select: { ids: [tasks[1].id] },
      values: { status: "done" },
      addTags: [],
      removeTags: [],
    };
    const { undo: set } = unwrap(await bulkUpdate(store, admin, bulk));
    unwrap(await skipTasks(store, admin, { select: { ids: [tasks[2].id] } }));
    const next = await open(store);
    assert.deepEqual(next.map(({ name }) => name).sort(), ["a", "b", "c"]);
    assert.ok(next.every(({ id }) => !tasks.some((task) => task.id === id)));
    unwrap(await undo(store, admin, { id: set! }));
    assert.ok((await open(store)).some(({ id }) => id === tasks[1].id));
    assert.equal((await open(store)).length, 3);
  });
});

Deno.test("two people who finish one recurring task at once make one next", async () => {
  await withDatabase(async (store) => {
    const task = await make(store, { due: tomorrow(), repeat: "FREQ=DAILY" });
    const ends = await Promise.all([1, 2, 3, 4].map(() => completeTask(store, SYSTEM, { id: task.id })));
    assert.equal(ends.filter(({ ok }) => ok).length, 1);
    assert.equal((await open(store)).length, 1);
  });
});

Deno.test("put off once, the series keeps its rhythm; moved with all that follow, it goes on there", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const due = tomorrow();
    const task = await make(store, { due, repeat: "FREQ=WEEKLY" }, admin);
    const moved = new Date(Date.parse(due) + 2 * DAY + 3_600_000).toISOString();
    unwrap(await updateRecord(store, admin, { kind: "task", id: task.id, values: { due: moved } }));
    const { next } = unwrap(await completeTask(store, admin, { id: task.id }));
    assert.equal(next?.values.due, new Date(Date.parse(due) + 7 * DAY).toISOString());
    const later = new Date(Date.parse(`${next?.values.due}`) + DAY).toISOString();
    const edit = { id: next!.id, values: { due: later, name: "Visit" } };
    unwrap(await editOccurrence(store, admin, { ...edit, scope: "following" }));
    const third = unwrap(await completeTask(store, admin, { id: next!.id })).next!;
    assert.deepEqual([third.values.due, third.values.name], [
      new Date(Date.parse(later) + 7 * DAY).toISOString(),
      "Visit",
    ]);
    unwrap(await editOccurrence(store, admin, { id: third.id, values: { name: "Only once" }, scope: "one" }));
    const fourth = unwrap(await completeTask(store, admin, { id: third.id })).next!;
    assert.equal(fourth.values.name, "Visit");
  });
});

Deno.test("what no rule is, is refused by every door, and a rule needs a time to start from", async () => {
  await withDatabase(async (store) => {
    const bad = await createRecord(store, SYSTEM, { kind: "task", values: { due: tomorrow(), repeat: "weekly" } });
    assert.deepEqual(bad, { ok: false, code: "tasks.error.bad-repeat", detail: { field: "repeat" } });
    const never = await createRecord(store, SYSTEM, { kind: "task", values: { repeat: "FREQ=DAILY" } });
    assert.equal(never.ok ? "" : never.code, "tasks.error.repeat-needs-due");
    const task = await make(store, { due: tomorrow(), repeat: "FREQ=DAILY" });
    const emptied = await updateRecord(store, SYSTEM, { kind: "task", id: task.id, values: { due: null } });
    assert.equal(emptied.ok ? "" : emptied.code, "tasks.error.repeat-needs-due");
  });
});

Deno.test("the next step that one plans on finishing is about the same deal and person; undo takes both back", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent] } = await company(store);
    const lead = unwrap(await createRecord(store, agent, { kind: "lead", values: { name: "Boris" } }));
    const task = await make(store, { lead: lead.id }, agent);
    const next = { name: "Send the offer", type: "email", due: tomorrow() };
    const done = unwrap(await completeTask(store, agent, { id: task.id, next }));
    assert.deepEqual([done.next?.values.lead, done.next?.values.owner], [lead.id, agent.user]);
    unwrap(await undo(store, agent, { id: done.undo }));
    assert.deepEqual((await open(store)).map(({ id }) => id), [task.id]);
  });
});

Deno.test("tomorrow means the person's working morning, and only open tasks within reach are put off", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent, other] } = await company(store);
    const [own, foreign] = [await make(store, { due: tomorrow() }, agent), await make(store, {}, other)];
    const done = unwrap(
      await postponeTasks(store, agent, {
        select: { ids: [own.id, foreign.id] },
        to: "week",
        now: new Date("2026-11-27T12:00:00Z"), // a Friday
      }),
    );
    assert.equal(done.changed, 1);
    const moved = await getRecord(store, agent, { kind: "task", id: own.id });
    assert.equal(moved?.values.due, "2026-11-30T06:00:00.000Z");
    unwrap(await undo(store, agent, { id: done.undo! }));
    assert.equal((await getRecord(store, agent, { kind: "task", id: own.id }))?.values.due, own.values.due);
  });
});

Deno.test("a task of nobody is taken by one person, once; others' tasks are not for the taking", async () => {
  await withDatabase(async (store) => {
    const { agents: [one, two], analyst } = await company(store);
    const pool = await make(store, { owner: null, phone: "+79161234567", type: "call" });
    const taken = await Promise.all([takeTask(store, one, { id: pool.id }), takeTask(store, two, { id: pool.id })]);
    assert.equal(taken.filter(({ ok }) => ok).length, 1);
    const refused = taken.find(({ ok }) => !ok);
    assert.equal(refused?.ok === false && refused.code, "tasks.error.taken");
    await assert.rejects(takeTask(store, analyst, { id: pool.id }), /inbox.handle/);
    const quiet = await make(store, { owner: null });
    assert.equal((await takeTask(store, one, { id: quiet.id })).ok, false, "not from outside, so not for everybody");
  });
});

Deno.test("the day shows one's own by time and what was done today, colleagues' only within reach", async () => {
  await withDatabase(async (store) => {
    const { agents: [one, two], supervisors: [boss] } = await company(store);
    const late = await make(store, { name: "late", due: new Date(Date.now() - 3_600_000).toISOString() }, one);
    await make(store, { name: "some day" }, one);
    const soon = await make(store, { name: "soon", due: new Date(Date.now() + 60_000).toISOString() }, one);
    await make(store, { name: "not yours" }, two);
    const day = await readDay(store, one, daySchema.parse({}));
    assert.deepEqual(day.open.map(({ values }) => values.name), ["late", "soon", "some day"]);
    unwrap(await completeTask(store, one, { id: late.id }));
    assert.deepEqual((await readDay(store, one, daySchema.parse({}))).done.map(({ id }) => id), [late.id]);
    const team = await readDay(store, boss, daySchema.parse({ who: "all" }));
    assert.deepEqual(team.open.map(({ values }) => values.name), ["soon", "some day"]);
    assert.equal((await readDay(store, one, daySchema.parse({ who: two.user }))).open.length, 0);
    assert.deepEqual((await readDay(store, one, daySchema.parse({ ids: soon.id }))).open.map(({ id }) => id), [
      soon.id,
    ]);
    const { overdue, today } = await countPressing(store, one);
    assert.equal(overdue, 0);
    // A minute from now may be tomorrow.
    assert.ok(today <= 1);
  });
});

Deno.test("a deleted recurring task ends its series, and restored it goes on", async () => {
  await withDatabase(async (store) => {
    const { admin } = await company(store);
    const task = await make(store, { due: tomorrow(), repeat: "FREQ=DAILY" }, admin);
    unwrap(await deleteRecords(store, admin, { kind: "task", select: { ids: [task.id] } }));
    assert.equal((await open(store)).length, 0);
    unwrap(await restoreRecords(store, admin, { kind: "task", select: { ids: [task.id] } }));
    unwrap(await completeTask(store, admin, { id: task.id }));
    assert.equal((await open(store)).length, 1);
  });
});

Deno.test("sections of the day go by the zone's days, whatever hour it is", () => {
  const zone = "Asia/Vladivostok";
  const now = Date.parse("2026-11-28T15:00:00Z"); // Sunday, 01:00 there
  const at = (day: number, minutes = 600) =>
    new Date(momentOf(dayNumber(now, zone) + day, minutes, zone)).toISOString();
  const section = (due: string | null, allDay = false) => sectionOf({ due, allDay }, { now, zone });
  assert.deepEqual(
    [
      section(at(-1)),
      section(at(0, 30)),
      section(at(0, 0), true),
      section(at(0)),
      section(at(1)),
      section(at(2)),
      section(null),
    ],
    ["overdue", "overdue", "today", "today", "tomorrow", "later", "none"],
  );
});

Deno.test("a task overdue for a day is told to its team's supervisors once, and its new time starts the clock anew", async () => {
  await withDatabase(async (store) => {
    const { agents: [agent], supervisors: [boss, other], admin } = await company(store);
    const due = new Date(Date.now() - DAY - 60_000).toISOString();
    const late = await make(store, { name: "Call Anna", due }, agent);
    await make(store, { name: "in time", due: new Date(Date.now() - DAY / 2).toISOString() }, agent);
    const zone = "Europe/Moscow";
    const yesterday = new Date(momentOf(dayNumber(Date.now(), zone) - 1, 0, zone)).toISOString();
    await make(store, { name: "of the day", due: yesterday, allDay: true }, agent);
    const told = await Promise.all([escalateOverdue(store), escalateOverdue(store)]);
    assert.equal(told[0] + told[1], 1);
    assert.equal(await escalateOverdue(store), 0);
    const notices = await store.db.selectFrom("notices").select(["user_id", "kind", "task_id"]).execute();
    assert.deepEqual(notices, [{ user_id: boss.user, kind: "task-overdue", task_id: late.id }]);
    assert.ok(![other.user, admin.user].includes(notices[0].user_id as typeof admin.user));
    const marked = await getRecord(store, boss, { kind: "task", id: late.id });
    assert.ok(marked?.values.escalated);
    const again = await updateRecord(store, agent, { kind: "task", id: late.id, values: { due: tomorrow() } });
    assert.equal(unwrap(again).values.escalated, null);
    await store.db.updateTable("site_settings").set({ escalate_after: null }).execute();
    assert.equal(await escalateOverdue(store, new Date(Date.now() + 5 * DAY)), 0, "switched off");
  });
});
