/** A queue's day as supervisors see it, on real PostgreSQL: what is counted wrong here is staffed wrong tomorrow. */
import assert from "node:assert/strict";
import { centre } from "@/crm/testing.ts";
import { newId } from "@/crm/ids.ts";
import { ForbiddenError, SYSTEM } from "@/store/access.ts";
import type { Store } from "@/store/store.ts";
import { withDatabase } from "@/store/testing.ts";
import { callsDay, callsPast, callsWeek } from "@/ml/intraday/mod.ts";
import { keepSettings, settingsOf } from "@/ml/staffing/keep.ts";
import { lineOf, listLines } from "@/ml/staffing/lines.ts";
import { skillsRoom } from "@/ml/staffing/skills_room.ts";
import { playSkills } from "@/ml/staffing/skills_play.ts";
import { requirementRows } from "@/ml/staffing/export.ts";
import { sql } from "kysely";

const ZONE = "Europe/Moscow";
/** A Tuesday; two in the afternoon. */
const TODAY = "2026-03-17";
const NOW = Date.parse("2026-03-17T14:10:00+03:00");
const CLOCK = { now: NOW, today: TODAY, timeZone: ZONE };
/** Ten hours from nine. */
const EXPECTED = [10, 20, 30, 40, 40, 40, 30, 20, 10, 5];

async function model(store: Store, queue: string | null, filter = {}): Promise<string> {
  const id = newId();
  await sql`insert into forecast_models (id, kind, name, queue_id, dataset, settings)
    values (${id}, 'volume', 'Model', ${queue}, ${JSON.stringify({ filter })}::jsonb, '{}'::jsonb)`.execute(store.db);
  return id;
}

async function tell(store: Store, id: string, days: { day: string; madeOn: string; factor?: number }[]): Promise<void> {
  for (const { day, madeOn, factor = 1 } of days) {
    const expected = EXPECTED.map((one) => one * factor);
    await sql`insert into volume_forecasts (model_id, day, made_on, version_id, step, opens, level, expected, low, high)
      values (${id}, ${day}, ${madeOn}, ${id}, 60, 540, 0.8, ${expected}, ${expected.map((one) => one * 0.8)},
        ${expected.map((one) => one * 1.25)})`.execute(store.db);
  }
}

interface Came {
  queue: string;
  /** `HH:MM` of Moscow. */
  at: string;
  day?: string;
  count?: number;
  agent?: string | null;
  wait?: number;
  talk?: number;
  did?: string;
  direction?: "inbound" | "outbound";
}

async function came(store: Store, calls: readonly Came[]): Promise<void> {
  for (const one of calls) {
    const { queue, at, day = TODAY, count = 1, agent = null, wait = 5, talk = 120, did = "", direction = "inbound" } =
      one;
    const joined = new Date(`${day}T${at}:00+03:00`);
    const answered = agent ? new Date(joined.getTime() + wait * 1_000) : null;
    await sql`insert into calls (id, direction, number, did, queue_id, agent_id, started_at, queued_at, answered_at,
        ended_at, wait_ms, talk_ms, outcome)
      select ${newId()} || n, ${direction}, '+79160000000', ${did}, ${queue}, ${agent}, ${joined}::timestamptz - interval '20 s',
        ${joined}, ${answered}, ${joined}::timestamptz + interval '10 min', ${wait * 1_000}, ${
      agent ? talk * 1_000 : 0
    },
        ${agent ? "answered" : "abandoned"} from generate_series(1, ${count}) n`.execute(store.db);
  }
}

async function scene(store: Store) {
  const people = await centre(store);
  const [queue, other] = people.queues;
  const id = await model(store, queue);
  await tell(store, id, [
    { day: TODAY, madeOn: TODAY },
    { day: TODAY, madeOn: "2026-03-11", factor: 2 },
    { day: "2026-03-18", madeOn: TODAY, factor: 1.1 },
    { day: "2026-03-16", madeOn: "2026-03-16" },
    { day: "2026-03-16", madeOn: "2026-03-10", factor: 1.5 },
  ]);
  const line = (await lineOf(store, people.analyst, id))!;
  return { ...people, queue, other, id, line };
}

Deno.test("today's calls are counted where they joined the line, by the company's clock, and raise the rest of the day", async () => {
  await withDatabase(async (store) => {
    const { queue, other, analyst, agents: [agent], line } = await scene(store);
    await came(store, [
      { queue, at: "09:30", count: 15, agent: agent.user },
      { queue, at: "10:00", count: 28, agent: agent.user, wait: 40 },
      { queue, at: "11:59", count: 36 },
      { queue, at: "12:00", count: 48, agent: agent.user },
      { queue, at: "13:30", count: 47, agent: agent.user },
      { queue, at: "14:05", count: 4, agent: agent.user },
      { queue, at: "08:30", count: 9 },
      { queue: other, at: "12:00", count: 99 },
      { queue, at: "12:00", count: 7, direction: "outbound" },
      { queue, at: "12:00", day: "2026-03-16", count: 5 },
    ]);
    const day = await callsDay(store, analyst, { ...CLOCK, line, day: TODAY });
    assert.equal(day.planned?.madeOn, TODAY);
    assert.deepEqual(day.served?.map((one) => one?.calls ?? null), [15, 28, 36, 48, 47, 4, null, null, null, null]);
    assert.deepEqual([day.served?.[1]?.inTime, day.served?.[0]?.inTime, day.served?.[2]?.abandoned], [0, 15, 36]);
    assert.equal(day.from, 5);
    assert.ok(day.later!.level > 1.05 && day.later!.rest.expected > day.later!.rest.morning);
    assert.deepEqual(day.later!.expected.slice(0, 5), EXPECTED.slice(0, 5));
    const tomorrow = await callsDay(store, analyst, { ...CLOCK, line, day: "2026-03-18" });
    assert.deepEqual([tomorrow.served, tomorrow.later, tomorrow.from], [null, null, 0]);
    const closed = await callsDay(store, analyst, { ...CLOCK, line, day: "2026-03-22" });
    assert.deepEqual([closed.planned, closed.edges], [null, []]);
  });
});

Deno.test("a dataset's own filter counts in the fact too, or the forecast would always look wrong", async () => {
  await withDatabase(async (store) => {
    const { queue, analyst } = await scene(store);
    const id = await model(store, queue, { dids: ["+74951112233"], leastWait: 5 });
    await tell(store, id, [{ day: TODAY, madeOn: TODAY }]);
    const line = (await lineOf(store, analyst, id))!;
    await came(store, [
      { queue, at: "10:00", count: 3, did: "+74951112233", wait: 9 },
      { queue, at: "10:00", count: 4, did: "+74951112233", wait: 2 },
      { queue, at: "10:00", count: 5, did: "+74950000000", wait: 9 },
    ]);
    const day = await callsDay(store, analyst, { ...CLOCK, line, day: TODAY });
    assert.equal(day.served![1]!.calls, 3);
  });
});

Deno.test("the list is of members at work: holidays and own hours count, and a file's model has none", async () => {
  await withDatabase(async (store) => {
    const { analyst, agents: [agent], line } = await scene(store);
    const week = JSON.stringify([[], [{ from: "10:30", to: "13:00" }], [], [], [], [], []]);
    await sql`insert into working_hours (user_id, week) values (${agent.user}, ${week}::jsonb)`.execute(store.db);
    const { scheduled } = await callsDay(store, analyst, { ...CLOCK, line, day: TODAY });
    assert.deepEqual(scheduled, { people: [0, 0.5, 1, 1, 0, 0, 0, 0, 0, 0], members: 1, shared: 0 });
    await sql`insert into special_days (id, user_id, first_day, last_day, type) values (${newId()}, ${agent.user},
      ${TODAY}, ${TODAY}, 'closed')`.execute(store.db);
    const off = await callsDay(store, analyst, { ...CLOCK, line, day: TODAY });
    assert.ok(off.scheduled!.people.every((one) => one === 0));
    const file = await model(store, null);
    await tell(store, file, [{ day: TODAY, madeOn: TODAY }]);
    const alone = await callsDay(store, analyst, { ...CLOCK, line: (await lineOf(store, analyst, file))!, day: TODAY });
    assert.deepEqual([alone.scheduled, alone.served, alone.planned !== null], [null, null, true]);
  });
});

Deno.test("a week has its closed days, and past days are told by what was said a day and a week before", async () => {
  await withDatabase(async (store) => {
    const { queue, analyst, agents: [agent], line } = await scene(store);
    await came(
      store,
      EXPECTED.map((count, n) => ({
        queue,
        day: "2026-03-16",
        at: `${`${9 + n}`.padStart(2, "0")}:20`,
        count,
        agent: agent.user,
      })),
    );
    const week = await callsWeek(store, analyst, { ...CLOCK, line, from: TODAY.replace("17", "16"), days: 7 });
    assert.deepEqual(week.days.map(({ calls }) => calls), [245, 0, null, null, null, null, null]);
    assert.deepEqual(week.days.map(({ planned }) => planned !== null), [true, true, true, false, false, false, false]);
    assert.ok(week.days[0].told!.low < 245 && week.days[0].told!.high > 245);
    const past = await callsPast(store, analyst, { ...CLOCK, line });
    assert.deepEqual(past.days.map(({ day, calls, told }) => ({ day, calls, told })), [
      { day: "2026-03-16", calls: 245, told: [245, 367.5, null] },
    ]);
    const [one, seven, four] = past.accuracy;
    assert.deepEqual([one.days, one.wape, one.wapeDay, one.within], [1, 0, 0, 1]);
    assert.deepEqual([seven.days, seven.wape, seven.bias, four.days, four.wape], [1, 0.5, -0.5, 0, null]);
    const { service, agentHours } = past.days[0];
    assert.equal(service!.seen.serviceLevel, 1);
    assert.ok(agentHours > 0 && service!.told.serviceLevel >= 0 && service!.told.abandon <= 1);
  });
});

Deno.test("target and terms are kept by queue, once: whoever saves over another's is told", async () => {
  await withDatabase(async (store) => {
    const { analyst, supervisors: [boss], agents: [agent], queue, line } = await scene(store);
    const usual = await settingsOf(store, boss, line);
    assert.deepEqual([usual.version, usual.settings.serviceLevel], [0, { share: 0.8, within: 20 }]);
    const settings = { ...usual.settings, shrinkage: 0.1 };
    const kept = await keepSettings(store, analyst, { line, version: 0, settings });
    assert.ok(kept.ok && kept.value.version === 1);
    const stale = await keepSettings(store, analyst, { line, version: 0, settings: usual.settings });
    assert.deepEqual(stale, { ok: false, code: "staffing.error.stale" });
    // Another model of the same queue is staffed the same way.
    const id = await model(store, queue);
    await tell(store, id, [{ day: TODAY, madeOn: TODAY }]);
    assert.equal((await settingsOf(store, boss, (await lineOf(store, boss, id))!)).settings.shrinkage, 0.1);
    await assert.rejects(keepSettings(store, boss, { line, version: 1, settings }), ForbiddenError);
    await assert.rejects(listLines(store, agent), ForbiddenError);
    const { rows } = await sql<{ action: string }>`select action from audit where action like 'staffing%'`.execute(
      store.db,
    );
    assert.equal(rows.length, 1);
  });
});

Deno.test("two who save for the first time at once: one is kept, the other is told", async () => {
  await withDatabase(async (store) => {
    const { analyst, admin, line } = await scene(store);
    const { settings } = await settingsOf(store, analyst, line);
    const both = await Promise.all(
      [analyst, admin].map((access, n) =>
        keepSettings(store, access, { line, version: 0, settings: { ...settings, shrinkage: 0.1 * (n + 1) } })
      ),
    );
    assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
  });
});

Deno.test("a file for Excel has one row an interval with the people it needs", async () => {
  await withDatabase(async (store) => {
    const { analyst, line } = await scene(store);
    const week = await callsWeek(store, analyst, { ...CLOCK, line, from: TODAY, days: 2 });
    const { columns, rows } = requirementRows(week, (key) => key);
    const all = (await Array.fromAsync(rows)).flat();
    assert.equal(all.length, 20);
    assert.deepEqual([columns.length, all[0][0], all[0][1]], [14, { date: "2026-03-17 09:00:00" }, 10]);
    for (const row of all) {
      assert.ok(row.length === 14 && (row[6] as number) >= 1 && (row[8] as number) >= (row[6] as number));
    }
  });
});

Deno.test("a room of two queues is played as they are: members, skills and calls of the hour", async () => {
  await withDatabase(async (store) => {
    const { analyst, queue, other, agents: [first, second], line } = await scene(store);
    const id = await model(store, other);
    await tell(store, id, [{ day: TODAY, madeOn: TODAY, factor: 0.5 }]);
    await sql`insert into queue_members (queue_id, user_id) values (${queue}, ${second.user})`.execute(store.db);
    const asked = { models: [line.model, id], day: TODAY, minute: 720, today: TODAY, timeZone: ZONE };
    const room = await skillsRoom(store, analyst, asked);
    assert.ok(room.ok);
    const { groups, task } = room.value;
    assert.deepEqual(task.room.queues.map(({ callsPerHour }) => Math.round(callsPerHour)), [40, 20]);
    assert.deepEqual(
      groups.map(({ serves }) => serves.map(({ queue }) => queue).sort()).sort((a, b) => a.length - b.length),
      [
        [queue],
        [queue, other].sort(),
      ],
    );
    let told = 0;
    const { required, now } = await playSkills({ ...task, hours: 30 }, { onRooms: () => told++ });
    assert.ok(required.ok && told > 0);
    for (const one of required.outcome.queues) assert.ok(one.serviceLevel >= 0.8);
    assert.equal(now.queues.length, 2);
    const gone = new AbortController();
    const play = playSkills({ ...task, hours: 400 }, { signal: gone.signal });
    gone.abort();
    await assert.rejects(play);
    assert.deepEqual(await skillsRoom(store, analyst, { ...asked, day: "2026-03-18" }), {
      ok: false,
      code: "staffing.error.not-told",
      detail: { name: "Support" },
    });
    assert.deepEqual(await skillsRoom(store, SYSTEM, { ...asked, models: [newId()] }), {
      ok: false,
      code: "staffing.error.no-model",
    });
    void first;
  });
});
