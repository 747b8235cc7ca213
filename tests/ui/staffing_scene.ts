/**
 * Queues with four weeks of calls, a day that is half over, and forecasts told before each day: for tests and trials of
 * the pages of calls and staffing. The company's zone is put where it is two in the afternoon, so that every hour of the
 * real day shows the same scene.
 */
import { sql } from "kysely";
import type { Store } from "@/store/store.ts";
import { newId } from "@/crm/ids.ts";
import { addDays, weekdayOf } from "@/ml/calendar/days.ts";
import { momentOf, wallOf } from "@/crm/calendar/zone.ts";
import { lognormal, seeded } from "@/telephony/simulator/random.ts";

export const STEP = 30;
export const OPENS = 8 * 60;
const SHAPE = [4, 7, 10, 13, 15, 15, 14, 12, 10, 9, 10, 12, 13, 13, 12, 10, 8, 7, 6, 5, 4, 4, 3, 3];
const WEEK = [1.15, 1.05, 1, 1, 0.95, 0.7, 0.6];
const PAST = 28;
const AHEAD = 14;

export interface StaffingScene {
  /** Models in the order of the queues' names. */
  models: { id: string; queue: string; name: string }[];
  today: string;
  timeZone: string;
}

/** `busier`: how much more today's calls are than what was told. */
export async function staffingScene(store: Store, options: { busier?: number } = {}): Promise<StaffingScene> {
  const now = Date.now();
  const offset = 14 - new Date(now).getUTCHours();
  // Zones of Etc have the sign the other way round.
  const timeZone = `Etc/GMT${offset > 0 ? `-${Math.min(14, offset)}` : offset < 0 ? `+${Math.min(12, -offset)}` : ""}`;
  await sql`update site_settings set time_zone = ${timeZone}`.execute(store.db);
  await sql`truncate calls`.execute(store.db);
  // Nobody is to be called back for what never was.
  await sql`alter table calls disable trigger user`.execute(store.db);
  const hours = (from: string, to: string) => JSON.stringify(Array.from({ length: 7 }, () => [{ from, to }]));
  await sql`update working_hours set week = ${hours("08:00", "17:00")}::jsonb, holidays = 'none' where user_id is null`
    .execute(store.db);
  await sql`insert into working_hours (user_id, week) select user_id, ${hours("11:00", "20:00")}::jsonb from
    (select distinct user_id, row_number() over (order by user_id) as n from queue_members) m where n % 2 = 0
    on conflict do nothing`.execute(store.db);
  const { day: today } = wallOf(now, timeZone);
  const { rows: queues } = await sql<{ id: string; name: string; members: string[] }>`
    select q.id, q.name, array(select user_id from queue_members m where m.queue_id = q.id order by 1) as members
    from queues q where q.archived_at is null order by q.name`.execute(store.db);
  const random = seeded(11);
  const models: StaffingScene["models"] = [];
  for (const [n, queue] of queues.entries()) {
    const size = 2 + n;
    const id = newId();
    models.push({ id, queue: queue.id, name: queue.name });
    const dataset = { from: "calls", queue: queue.id, step: STEP, since: null, until: null };
    await sql`insert into forecast_models (id, kind, name, queue_id, dataset, settings)
      values (${id}, 'volume', ${queue.name}, ${queue.id}, ${
      JSON.stringify({ ...dataset, filter: { dids: [], leastWait: 0 } })
    }::jsonb,
        '{}'::jsonb)`.execute(store.db);
    const calls = [];
    const forecasts = [];
    for (let d = -PAST; d <= AHEAD; d++) {
      const day = addDays(today, d);
      const level = WEEK[weekdayOf(day)] * size;
      if (level === 0) continue;
      for (const before of [1, 7, 28]) {
        const off = 1 + (random() - 0.5) * 0.06 * Math.sqrt(before);
        const expected = SHAPE.map((one) => Math.round(one * level * off * 100) / 100);
        const side = expected.map((one) => 1.28 * Math.sqrt(one + (0.05 * one) ** 2));
        forecasts.push({
          day,
          made_on: addDays(day, 1 - before),
          expected,
          low: expected.map((one, slot) => Math.max(0, one - side[slot])),
          high: expected.map((one, slot) => one + side[slot]),
        });
      }
      if (d > 0) continue;
      const really = d === 0 ? options.busier ?? 1.15 : 1 + (random() - 0.5) * 0.12;
      for (const [slot, mean] of SHAPE.entries()) {
        const count = Math.floor(mean * level * really + random());
        for (let k = 0; k < count; k++) {
          const at = momentOf({ day, minute: OPENS + slot * STEP }, timeZone) + Math.floor(random() * STEP * 60_000);
          const wait = Math.floor(-Math.log(1 - random()) * 12_000);
          const answered = random() < 0.93;
          const talk = answered ? Math.floor(1_000 * lognormal(random, { mean: 200, cv: 0.6 })) : 0;
          if (at > now) continue;
          const ended = at + wait + talk < now;
          calls.push({
            id: `scene-${newId()}`,
            queue: queue.id,
            agent: answered ? queue.members[Math.floor(random() * queue.members.length)] : null,
            at: new Date(at).toISOString(),
            answered: answered ? new Date(Math.min(now, at + wait)).toISOString() : null,
            ended: ended ? new Date(at + wait + talk).toISOString() : null,
            wait,
            talk: ended ? talk : 0,
            outcome: ended ? answered ? "answered" : "abandoned" : null,
          });
        }
      }
    }
    await sql`insert into calls (id, direction, number, queue_id, agent_id, started_at, queued_at, answered_at, ended_at,
        wait_ms, talk_ms, outcome)
      select id, 'inbound', '+79160000000', queue, agent, at, at, answered, ended, wait, talk, outcome
      from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) as t (id text, queue uuid, agent uuid, at timestamptz,
        answered timestamptz, ended timestamptz, wait int, talk int, outcome text)`.execute(store.db);
    await sql`insert into volume_forecasts (model_id, day, made_on, version_id, step, opens, level, expected, low, high)
      select ${id}::uuid, day, made_on, ${id}::uuid, ${STEP}, ${OPENS}, 0.8, expected, low, high
      from jsonb_to_recordset(${JSON.stringify(forecasts)}::jsonb) as t (day date, made_on date, expected float8[],
        low float8[], high float8[])`.execute(store.db);
  }
  await sql`alter table calls enable trigger user`.execute(store.db);
  return { models, today, timeZone };
}
