/**
 * The room of one hour: queues with the calls that are told of them, and their members in groups of people who may serve
 * the same queues after the same waits. Membership is a skill like any other here, as nobody serves a queue that he is no
 * member of.
 */
import { sql } from "kysely";
import { type Access, require } from "@/store/access.ts";
import type { Result } from "@/crm/result.ts";
import type { Store } from "@/store/store.ts";
import { workingTimes } from "@/crm/calendar/times.ts";
import type { WorkingTime } from "@/crm/calendar/working.ts";
import { momentOf } from "@/crm/calendar/zone.ts";
import { qualifiesAfterMs, type SkillNeed } from "@/telephony/acd/mod.ts";
import { addDays } from "@/ml/calendar/days.ts";
import { usualService } from "@/ml/intraday/served.ts";
import { meanOf, quantileOf } from "@/ml/staffing/demand.ts";
import { settingsOf } from "@/ml/staffing/keep.ts";
import { type Line, lineOf, toldOf } from "@/ml/staffing/lines.ts";
import { peopleAt } from "@/ml/staffing/scheduled.ts";
import { intervalsOf, type StaffingSettings } from "@/ml/staffing/settings.ts";
import type { SkillsTask } from "@/ml/staffing/skills_protocol.ts";
import type { AgentGroup, SimulatedQueue } from "@/ml/staffing/skills_simulation.ts";

/** A group of the room, as people are to understand it. */
export interface RoomGroup {
  /** Queues that its people serve, and the seconds of waiting after which they do. */
  serves: { queue: string; after: number }[];
  members: number;
  /** On the list in this hour. */
  scheduled: number;
}

export interface SkillsRoom {
  task: SkillsTask;
  groups: RoomGroup[];
}

export interface HourAsked {
  models: readonly string[];
  day: string;
  /** Of the day, at which the hour begins. */
  minute: number;
  today: string;
  timeZone: string;
}

/** Calls that are played for each room: enough that a share is known to less than a percent. */
const CALLS = 20_000;
const HOURS = { least: 20, most: 400 };

/** Refusals: `staffing.error.no-model`, `…no-queue`, `…not-told`, `…no-members`. @throws {ForbiddenError} */
export async function skillsRoom(store: Store, access: Access, asked: HourAsked): Promise<Result<SkillsRoom>> {
  require(access, "analytics.view");
  const lines: Line[] = [];
  for (const model of asked.models) {
    const line = await lineOf(store, access, model);
    if (!line) return { ok: false, code: "staffing.error.no-model" };
    if (!line.queue) return { ok: false, code: "staffing.error.no-queue", detail: { name: line.name } };
    if (!lines.some((one) => one.queue!.id === line.queue!.id)) lines.push(line);
  }
  const ids = lines.map(({ queue }) => queue!.id);
  const kept = await Promise.all(lines.map((line) => settingsOf(store, access, line)));
  const demands = await Promise.all(
    lines.map((line, n) => hourOf(store, line, { ...asked, settings: kept[n].settings })),
  );
  const missing = demands.findIndex((one) => one === null);
  if (missing >= 0) return { ok: false, code: "staffing.error.not-told", detail: { name: lines[missing].queue!.name } };
  const { rows: queues } = await sql<{ id: string; weight: number; skills: SkillNeed[] }>`
    select id, weight, skills from queues where id = any(${ids}::uuid[])`.execute(store.db);
  const people = await members(store, ids);
  if (people.length === 0) return { ok: false, code: "staffing.error.no-members" };
  const simulated = lines.map(({ queue }, n): SimulatedQueue => {
    const { weight, skills } = queues.find(({ id }) => id === queue!.id)!;
    return { name: queue!.id, weight, needs: [...skills, memberOf(queue!.id)], ...demands[n]! };
  });
  const times = await workingTimes(store.db, people.map(({ user }) => user));
  const grouped = groupsOf(people, { queues: simulated, times, edges: edgesOfHour(asked) });
  const away = kept.reduce((sum, { settings }) => sum + settings.shrinkage, 0) / kept.length;
  const perHour = simulated.reduce((sum, one) => sum + one.callsPerHour, 0);
  return {
    ok: true,
    value: {
      groups: grouped.map(({ serves, members, scheduled }) => ({ serves, members, scheduled })),
      task: {
        room: { queues: simulated, groups: grouped.map(({ name, skills }) => ({ name, skills, agents: 0 })) },
        there: grouped.map(({ name, skills, scheduled }): AgentGroup => ({
          name,
          skills,
          agents: Math.round(scheduled * (1 - away)),
        })),
        target: {
          within: kept[0].settings.serviceLevel?.within ?? lines[0].within,
          queues: Object.fromEntries(ids.map((id, n) => [id, targetIn(kept[n].settings)])),
        },
        hours: Math.min(HOURS.most, Math.max(HOURS.least, Math.round(CALLS / Math.max(1, perHour)))),
        seed: 7,
      },
    },
  };
}

const memberOf = (queue: string): SkillNeed => ({ skill: `member:${queue}`, minLevel: 1, relax: [] });

function targetIn({ serviceLevel, abandon }: StaffingSettings): { serviceLevel?: number; abandon?: number } {
  return {
    // A queue that is only staffed for occupancy still has to answer somebody.
    serviceLevel: serviceLevel?.share ?? (abandon === null ? 0.8 : undefined),
    ...(abandon !== null && { abandon }),
  };
}

const edgesOfHour = ({ day, minute, timeZone }: HourAsked): number[] => [
  momentOf({ day, minute }, timeZone),
  momentOf({ day, minute: minute + 60 }, timeZone),
];

/** Calls an hour with handle time and patience; null: nothing is told of the hour. */
async function hourOf(
  store: Store,
  line: Line,
  asked: HourAsked & { settings: StaffingSettings },
): Promise<Pick<SimulatedQueue, "callsPerHour" | "handle" | "patience"> | null> {
  const { day, minute, today, timeZone, settings } = asked;
  const planned = (await toldOf(store, { model: line.model, from: day, to: day })).get(day);
  if (!planned) return null;
  const usual = await usualService(store, line, { from: addDays(today, -28), to: addDays(today, -1), timeZone });
  const seen = intervalsOf(planned, { settings, usual }).filter((_, slot) => {
    const at = planned.opens + slot * planned.step;
    return at < minute + 60 && at + planned.step > minute;
  });
  if (seen.length === 0) return { callsPerHour: 0, handle: usual.handle, patience: usual.patience };
  const calls = seen.map(({ demand }) => settings.sure === null ? meanOf(demand) : quantileOf(demand, settings.sure));
  const all = calls.reduce((sum, one) => sum + one, 0);
  const weighed = (of: (one: typeof seen[number]) => number) =>
    all > 0 ? seen.reduce((sum, one, n) => sum + of(one) * calls[n], 0) / all : of(seen[0]);
  return {
    callsPerHour: all * 60 / (seen.length * planned.step),
    handle: weighed(({ handle }) => handle),
    patience: weighed(({ patience }) => patience),
  };
}

export interface Person {
  user: string;
  /** Levels by skill, membership among them. */
  skills: Record<string, number>;
}

async function members({ db }: Store, queues: readonly string[]): Promise<Person[]> {
  const { rows } = await sql<{ user: string; queues: string[]; skills: Record<string, number> }>`
    select m.user_id as user, array_agg(m.queue_id::text order by m.queue_id) as queues,
      coalesce((select jsonb_object_agg(s.skill, s.level) from user_skills s where s.user_id = m.user_id), '{}') as skills
    from queue_members m join users u on u.id = m.user_id
    where m.queue_id = any(${queues}::uuid[]) and u.disabled_at is null and not u.service
    group by m.user_id order by m.user_id`.execute(db);
  return rows.map(({ user, queues, skills }) => ({
    user,
    skills: { ...skills, ...Object.fromEntries(queues.map((queue) => [memberOf(queue).skill, 1])) },
  }));
}

/** People who may serve the same queues after the same waits, in one group. Pure. */
export function groupsOf(
  people: readonly Person[],
  options: {
    queues: readonly SimulatedQueue[];
    times: ReadonlyMap<string, WorkingTime>;
    edges: readonly number[];
  },
): (RoomGroup & { name: string; skills: Record<string, number> })[] {
  const { queues, times, edges } = options;
  const waits = ({ skills }: Person) => queues.map(({ needs }) => qualifiesAfterMs(needs, skills) / 1_000);
  const alike = Map.groupBy(people, (person) => waits(person).join());
  return [...alike.values()].map((group, n) => ({
    name: `${n}`,
    skills: group[0].skills,
    serves: waits(group[0]).flatMap((after, i) => Number.isFinite(after) ? [{ queue: queues[i].name, after }] : []),
    members: group.length,
    scheduled: peopleAt(group.flatMap(({ user }) => times.get(user) ?? []), edges)[0] ?? 0,
  })).filter(({ serves }) => serves.length > 0);
}
