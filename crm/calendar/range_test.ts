/** Calendars of people on a real PostgreSQL: what is seen of whom, what repeats, working time as it is kept. */
import assert from "node:assert/strict";
import { withDatabase } from "@/store/testing.ts";
import { company } from "@/crm/testing.ts";
import { type Access, ForbiddenError, SYSTEM } from "@/store/access.ts";
import type { Store } from "@/crm/records.ts";
import { unwrap } from "@/crm/result.ts";
import { createRecord } from "@/crm/record/mod.ts";
import type { Values } from "@/crm/record/types.ts";
import {
  addSpecialDay,
  calendarOf,
  companyTime,
  companyTimeSchema,
  feedOf,
  icsOfFeed,
  isWorking,
  makeFeed,
  personTimeSchema,
  rangeSchema,
  removeSpecialDay,
  revokeFeed,
  setCompanyTime,
  setPersonTime,
  specialDaySchema,
  userOfFeed,
  workingTimeOf,
} from "@/crm/calendar/mod.ts";

const WEEK = { from: "2026-11-23T00:00:00Z", to: "2026-11-30T00:00:00Z" };
const range = (people: Access[], more: Record<string, string> = {}) =>
  rangeSchema.parse({ ...WEEK, people: people.map(({ user }) => user).join(","), ...more });

async function task(store: Store, owner: Access, values: Values): Promise<string> {
  const made = await createRecord(store, SYSTEM, {
    kind: "task",
    values: {
      name: "Secret visit",
      due: "2026-11-24T09:00:00Z",
      owner: owner.user,
      team: owner.teams[0] ?? null,
      ...values,
    },
  });
  return unwrap(made).id;
}

const scene = (work: (store: Store, people: Awaited<ReturnType<typeof company>>) => Promise<void>) =>
  withDatabase(async (store) => {
    await store.db.updateTable("site_settings").set({ time_zone: "Europe/Moscow" }).execute();
    await work(store, await company(store));
  });

Deno.test("of a colleague out of reach one sees when, and neither what nor how many, or calendars tell secrets", () =>
  scene(async (store, { agents: [anna, boris], supervisors: [boss], admin }) => {
    const own = await task(store, anna, { minutes: 30 });
    await task(store, boris, { minutes: 60 });
    await task(store, boris, { due: "2026-11-24T09:30:00Z", minutes: 60 });
    await task(store, boris, { due: "2026-11-25T09:00:00Z" });
    await task(store, boris, { due: "2026-11-26T09:00:00Z", minutes: 60, status: "done" });
    await task(store, boris, { due: "2026-11-26T21:00:00Z", allDay: true });
    const seen = await calendarOf(store, anna, range([anna, boris]));
    assert.deepEqual(seen.tasks.map(({ id }) => id), [own]);
    assert.deepEqual(seen.busy, {
      [boris.user]: [{ from: "2026-11-24T09:00:00.000Z", to: "2026-11-24T10:30:00.000Z" }],
    });
    const { working: _, ...rest } = seen;
    assert.ok(!JSON.stringify(rest).includes("2026-11-25"), "a deadline keeps nobody");
    // Whose team it is sees the tasks themselves, and so does who sees all.
    const bosses = await calendarOf(store, { ...boss, teams: boris.teams }, range([anna, boris]));
    assert.equal(bosses.tasks.length, 5);
    assert.deepEqual(Object.keys(bosses.busy), [anna.user]);
    const all = await calendarOf(store, admin, range([anna, boris]));
    assert.deepEqual([all.tasks.length, all.busy], [6, {}]);
    await assert.rejects(calendarOf(store, { ...anna, permissions: new Set() }, range([anna])), ForbiddenError);
    const hidden = new Map([["task.due", "hidden" as const]]);
    await assert.rejects(calendarOf(store, { ...anna, fields: hidden }, range([anna])), ForbiddenError);
  }));

Deno.test("what began before the range and still goes on is in it; what ends where it begins is not", () =>
  scene(async (store, { agents: [anna] }) => {
    const goesOn = await task(store, anna, { due: "2026-11-20T10:00:00Z", minutes: 10_080 });
    await task(store, anna, { due: "2026-11-22T23:00:00Z", minutes: 60 });
    await task(store, anna, { due: "2026-11-30T00:00:00Z", minutes: 60 });
    await task(store, anna, { status: "cancelled" });
    const call = await task(store, anna, { type: "call" });
    const day = await task(store, anna, { due: "2026-11-22T21:00:00Z", allDay: true });
    const seen = await calendarOf(store, anna, range([anna]));
    assert.deepEqual(seen.tasks.map(({ id }) => id), [goesOn, day, call]);
    const calls = await calendarOf(store, anna, range([anna], { types: "call" }));
    assert.deepEqual(calls.tasks.map(({ id }) => id), [call]);
    const cancelled = await calendarOf(store, anna, range([anna], { statuses: "cancelled" }));
    assert.equal(cancelled.tasks.length, 1);
  }));

Deno.test("a recurring task shows when it will be there again, also when it began long before", () =>
  scene(async (store, { agents: [anna] }) => {
    const id = await task(store, anna, { due: "2026-11-02T07:00:00Z", minutes: 30, repeat: "FREQ=WEEKLY;BYDAY=MO,TH" });
    const seen = await calendarOf(store, anna, range([anna]));
    assert.deepEqual(seen.tasks.map((one) => one.id), [id]);
    assert.deepEqual(seen.repeats, [
      { task: id, at: "2026-11-23T07:00:00.000Z" },
      { task: id, at: "2026-11-26T07:00:00.000Z" },
    ]);
  }));

Deno.test("own hours go before the company's, own days before public holidays, and rights over both hold", () =>
  scene(async (store, { agents: [anna, boris], admin }) => {
    const nine = [{ from: "09:00", to: "18:00" }];
    const week = [nine, nine, nine, nine, nine, [], []];
    const kept = await companyTime(store.db);
    assert.deepEqual(kept.week, week, "taken over from the rules of assignment");
    const input = companyTimeSchema.parse({ week, timeZone: "", holidays: "ru", version: kept.version });
    await assert.rejects(async () => await setCompanyTime(store, anna, input), ForbiddenError);
    unwrap(await setCompanyTime(store, admin, { ...input, timeZone: "Asia/Omsk" }));
    assert.equal((await setCompanyTime(store, admin, { ...input, holidays: "none" })).ok, false, "somebody was faster");
    const omsk = await workingTimeOf(store.db, null);
    assert.equal(omsk.timeZone, "Asia/Omsk");
    const evening = personTimeSchema.parse({ week: week.map(() => [{ from: "20:00", to: "23:00" }]) });
    unwrap(await setPersonTime(store, anna, { ...evening, user: anna.user }));
    await assert.rejects(
      async () => await setPersonTime(store, anna, { ...evening, user: boris.user }),
      ForbiddenError,
    );
    const at = Date.parse("2026-11-24T16:00:00Z"); // 22:00 in Omsk
    assert.ok(isWorking(await workingTimeOf(store.db, anna.user), at));
    assert.ok(!isWorking(await workingTimeOf(store.db, boris.user), at));
    const days = (values: Record<string, unknown>) => specialDaySchema.parse(values);
    const leave = days({ user: anna.user, first: "2026-11-23", last: "2026-11-30", type: "closed", name: "Leave" });
    await assert.rejects(async () => await addSpecialDay(store, boris, leave), ForbiddenError);
    const id = unwrap(await addSpecialDay(store, anna, leave));
    assert.ok(!isWorking(await workingTimeOf(store.db, anna.user), at));
    await assert.rejects(async () => await removeSpecialDay(store, boris, { id }), ForbiddenError);
    unwrap(await removeSpecialDay(store, anna, { id }));
    assert.ok(isWorking(await workingTimeOf(store.db, anna.user), at));
    // The fourth of November is worked here, whatever the calendar says.
    const unity = Date.parse("2026-11-04T05:00:00Z");
    assert.ok(!isWorking(await workingTimeOf(store.db, null), unity));
    unwrap(await addSpecialDay(store, admin, days({ first: "2026-11-04", last: "2026-11-04", type: "working" })));
    assert.ok(isWorking(await workingTimeOf(store.db, null), unity));
    unwrap(await setPersonTime(store, admin, { user: anna.user, week: null, timeZone: "" }));
    assert.ok(!isWorking(await workingTimeOf(store.db, anna.user), at));
  }));

Deno.test("hours that overlap or a day that ends before it begins are refused, or time runs backwards", () => {
  const empty = [[], [], [], [], [], []];
  const one = (hours: { from: string; to: string }[]) =>
    companyTimeSchema.safeParse({ week: [hours, ...empty] }).success;
  assert.ok(one([{ from: "09:00", to: "13:00" }, { from: "14:00", to: "02:00" }]));
  assert.ok(!one([{ from: "09:00", to: "13:00" }, { from: "12:00", to: "18:00" }]));
  assert.ok(!one([{ from: "09:00", to: "08:00" }, { from: "12:00", to: "18:00" }]));
  assert.ok(!one([{ from: "9:00", to: "18:00" }]));
  assert.ok(!specialDaySchema.safeParse({ first: "2026-11-05", last: "2026-11-04", type: "closed" }).success);
  assert.ok(!rangeSchema.safeParse({ from: WEEK.from, to: "2027-11-30T00:00:00Z" }).success, "a year at once");
});

Deno.test("a calendar's address opens the own tasks only, and no longer than its owner wants", () =>
  scene(async (store, { agents: [anna, boris], admin }) => {
    await task(store, anna, { name: "Mine" });
    await task(store, boris, { name: "Not mine" });
    assert.equal(await feedOf(store, anna), null);
    const first = unwrap(await makeFeed(store, anna));
    const { rows } = { rows: await store.db.selectFrom("calendar_feeds").selectAll().execute() };
    assert.ok(!JSON.stringify(rows).includes(first.secret), "only a hash is kept");
    const words = { title: "T", type: () => "Call", doneMark: "x", origin: "https://crm.example" };
    const entered = await userOfFeed(store, first.secret, { ip: "192.0.2.1" });
    assert.equal(entered?.user.id, anna.user);
    const file = await icsOfFeed(store, entered!.access, { now: Date.parse("2026-11-24T00:00:00Z"), words });
    assert.match(file, /SUMMARY:Mine/);
    assert.doesNotMatch(file, /Not mine/);
    assert.ok((await feedOf(store, anna))?.lastUsedAt);
    const second = unwrap(await makeFeed(store, anna));
    assert.equal(await userOfFeed(store, first.secret, { ip: "" }), null, "the old one is dead");
    assert.ok(await userOfFeed(store, second.secret, { ip: "" }));
    await store.db.updateTable("users").set({ disabled_at: new Date() }).where("id", "=", anna.user).execute();
    assert.equal(await userOfFeed(store, second.secret, { ip: "" }), null, "who left takes nothing along");
    await store.db.updateTable("users").set({ disabled_at: null }).where("id", "=", anna.user).execute();
    unwrap(await revokeFeed(store, anna));
    assert.equal(await userOfFeed(store, second.secret, { ip: "" }), null);
    assert.equal((await makeFeed(store, { ...admin, origin: "api" })).ok, false, "no program makes one for itself");
  }));
