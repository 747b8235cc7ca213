import assert from "node:assert/strict";
import { sql } from "kysely";
import type { Access } from "@/store/access.ts";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { markRead, noticeNews, snooze, updateNoticePreferences } from "@/crm/notices/mod.ts";
import { bulkUpdate, createRecord, deleteRecords, undo, updateRecord } from "@/crm/record/mod.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { resendDelivery, taskDeliveries } from "@/crm/reminders/mod.ts";
import { nextDue, tellDue } from "@/crm/reminders/tell.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const base = Math.ceil(Date.now() / HOUR) * HOUR + 24 * HOUR;
const iso = (at: number) => new Date(at).toISOString();

type World = Awaited<ReturnType<typeof company>> & { store: Store };

async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  await withDatabase(async (store) => await use({ store, ...await company(store) }));
}

async function task(store: Store, access: Access, values: Record<string, unknown> = {}): Promise<string> {
  const reminders = [{ minutes: 15, channels: ["app", "push"] }];
  const given = { name: "Call Anna", due: iso(base), owner: access.user, reminders, ...values };
  return unwrap(await createRecord(store, access, { kind: "task", values: given })).id;
}

/** `app 15 scheduled`, in the order of writing. */
async function rows(store: Store, id: string): Promise<string[]> {
  const found = await store.db.selectFrom("notice_deliveries").select(["channel", "minutes", "state", "reason", "at"])
    .where("task_id", "=", id).orderBy("created_at").orderBy("at").orderBy("channel").execute();
  return found.map(({ channel, minutes, state, reason, at }) =>
    `${channel} ${minutes} ${state}${reason ? ` ${reason}` : ""} ${(at.getTime() - base) / MINUTE}`
  );
}

Deno.test("however a task is written, its reminders follow, or people miss what was moved", async () => {
  await withWorld(async ({ store, supervisors: [boss], agents: [agent] }) => {
    const id = await task(store, boss);
    assert.deepEqual(await rows(store, id), ["app 15 scheduled -15", "push 15 scheduled -15"]);
    const write = async (values: Record<string, unknown>) =>
      unwrap(await updateRecord(store, boss, { kind: "task", id, values }));
    await write({ note: "nothing of it" });
    assert.equal((await rows(store, id)).length, 2);
    await write({ due: iso(base + HOUR) });
    assert.deepEqual(await rows(store, id), [
      "app 15 cancelled moved -15",
      "push 15 cancelled moved -15",
      "app 15 scheduled 45",
      "push 15 scheduled 45",
    ]);
    await write({ reminders: [{ minutes: 15, channels: ["app"] }] });
    assert.deepEqual((await rows(store, id)).slice(2), ["app 15 scheduled 45", "push 15 cancelled moved 45"]);
    const bulk = {
      kind: "task" as const,
      select: { ids: [id] },
      values: { status: "done" },
      addTags: [],
      removeTags: [],
    };
    const done = unwrap(await bulkUpdate(store, boss, bulk));
    assert.equal((await rows(store, id))[2], "app 15 cancelled done 45");
    unwrap(await undo(store, boss, { id: done.undo! }));
    assert.equal((await rows(store, id)).at(-1), "app 15 scheduled 45", "taken back, it reminds again");
    await write({ owner: agent.user });
    const people = await store.db.selectFrom("notice_deliveries").select("user_id").where("task_id", "=", id)
      .where("state", "=", "scheduled").execute();
    assert.deepEqual(people.map(({ user_id }) => user_id), [agent.user]);
    await sql`update tasks set due_at = due_at + interval '1 hour' where id = ${id}::uuid`.execute(store.db);
    assert.equal((await rows(store, id)).at(-1), "app 15 scheduled 105", "also by bare SQL");
    unwrap(await deleteRecords(store, boss, { kind: "task", select: { ids: [id] } }));
    assert.ok((await rows(store, id)).every((row) => !row.includes("scheduled")));
  });
});

Deno.test("a reminder is one notice by all its ways; a late one says so; nothing is told before its time", async () => {
  await withWorld(async ({ store, agents: [agent] }) => {
    const id = await task(store, agent);
    assert.equal(await nextDue(store), base - 15 * MINUTE);
    assert.equal((await tellDue(store, { now: base - 15 * MINUTE - 1 })).rows, 0);
    const told = await tellDue(store, { now: base - 3 * MINUTE });
    assert.deepEqual([told.rows, told.at, told.outgoing], [2, [base - 15 * MINUTE], true]);
    assert.equal((await tellDue(store, { now: base })).rows, 0);
    const notices = await store.db.selectFrom("notices").select(["data", "link", "app"]).execute();
    assert.deepEqual(notices, [{
      app: true,
      link: `/tasks/${id}`,
      data: { task: "Call Anna", due: iso(base), allDay: false, minutes: 15, lateMinutes: 12 },
    }]);
    const news = await noticeNews(store, agent, { since: 0, timeZone: "Europe/Moscow" });
    assert.deepEqual([news.unread, news.rows.length, news.rows[0].task], [1, 1, id]);
    unwrap(await updateRecord(store, agent, { kind: "task", id, values: { status: "done" } }));
    assert.deepEqual(await rows(store, id), ["app 15 delivered -15", "push 15 cancelled done -15"]);
  });
});

Deno.test("two nodes tell each reminder once", async () => {
  await withWorld(async ({ store, agents: [agent] }) => {
    await sql`insert into tasks (id, name, due_at, owner_id, reminders)
      select gen_random_uuid(), 'T' || n, ${iso(base)}::timestamptz, ${agent.user}::uuid,
        '[{"minutes": 0, "channels": ["app", "push", "email"]}]' from generate_series(1, 300) n`.execute(store.db);
    const told = await Promise.all(
      Array.from({ length: 4 }, async () => {
        let rows = 0;
        for (let got = 1; got > 0; rows += got) got = (await tellDue(store, { now: base, limit: 70 })).rows;
        return rows;
      }),
    );
    assert.equal(told.reduce((sum, n) => sum + n), 900);
    const { n } = await store.db.selectFrom("notices").select((eb) => eb.fn.countAll<string>().as("n")).where(
      "app",
      "=",
      true,
    )
      .executeTakeFirstOrThrow();
    assert.equal(Number(n), 300);
  });
});

Deno.test("what is past when it is written does not ring, and an old import rings for nobody", async () => {
  await withWorld(async ({ store, agents: [agent] }) => {
    const soon = Date.now() + 5 * MINUTE;
    const id = await task(store, agent, { due: iso(soon) });
    const [first] = await store.db.selectFrom("notice_deliveries").select(["state", "reason"]).where("task_id", "=", id)
      .execute();
    assert.deepEqual(first, { state: "cancelled", reason: "past" });
    const old = await task(store, agent, { due: iso(Date.now() - 24 * HOUR) });
    assert.deepEqual(await rows(store, old), []);
    const now = await task(store, agent, { due: iso(Date.now()), reminders: [{ minutes: 0, channels: ["app"] }] });
    assert.match((await rows(store, now))[0], /scheduled/);
  });
});

Deno.test("an all-day task reminds before nine in the morning of the company's day, not at midnight", async () => {
  await withWorld(async ({ store, agents: [agent] }) => {
    await store.db.updateTable("site_settings").set({ time_zone: "Asia/Omsk" }).execute();
    const due = "2030-05-10T18:00:00.000Z"; // midnight of the 11th in Omsk
    const id = await task(store, agent, { due, allDay: true, reminders: [{ minutes: 60, channels: ["app"] }] });
    const row = await store.db.selectFrom("notice_deliveries").select("at").where("task_id", "=", id)
      .executeTakeFirstOrThrow();
    assert.equal(row.at.toISOString(), "2030-05-11T02:00:00.000Z");
  });
});

Deno.test("a reminder that was put off comes again, unless the task is done by then", async () => {
  await withWorld(async ({ store, agents: [agent] }) => {
    for (const done of [false, true]) {
      const id = await task(store, agent, { reminders: [{ minutes: 0, channels: ["app"] }] });
      await tellDue(store, { now: base });
      const { id: notice } = await store.db.selectFrom("notices").select("id").where("task_id", "=", id)
        .executeTakeFirstOrThrow();
      const until = unwrap(await snooze(store, agent, { id: notice, minutes: 10, now: base })).until;
      assert.equal(until, iso(base + 10 * MINUTE));
      assert.equal((await noticeNews(store, agent, { timeZone: "UTC" })).unread, 0);
      if (done) unwrap(await updateRecord(store, agent, { kind: "task", id, values: { status: "done" } }));
      assert.equal((await tellDue(store, { now: base + 10 * MINUTE })).rows, done ? 0 : 1);
      assert.equal((await noticeNews(store, agent, { timeZone: "UTC" })).unread, done ? 0 : 1);
      unwrap(await markRead(store, agent, { read: true }));
    }
  });
});

Deno.test("a person who switched a way off is not reminded by it, and the task says why", async () => {
  await withWorld(async ({ store, agents: [agent, other], supervisors: [boss] }) => {
    await updateNoticePreferences(store, agent, { kinds: { reminder: ["email"] } });
    const id = await task(store, agent);
    await tellDue(store, { now: base });
    assert.deepEqual(await rows(store, id), ["app 15 cancelled muted -15", "push 15 cancelled muted -15"]);
    const [delivery] = (await taskDeliveries(store, agent, id))!;
    assert.equal(delivery.reason, "muted");
    assert.equal(await taskDeliveries(store, other, id), null, "not in reach");
    const again = { task: id, delivery: delivery.id };
    assert.equal((await resendDelivery(store, other, again)).ok, false);
    await updateNoticePreferences(store, agent, { kinds: { reminder: ["app", "push"] } });
    unwrap(await resendDelivery(store, boss, again));
    assert.deepEqual(await resendDelivery(store, boss, again), { ok: false, code: "notices.error.scheduled" });
    await tellDue(store, { now: base });
    assert.equal((await rows(store, id)).filter((row) => row.includes("delivered")).length, 1);
  });
});
