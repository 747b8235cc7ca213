/** Tasks of the demo company: the next step of most open deals, what was done, and what people do each week. Pure. */
import type { Millis, Random } from "@/actors/runtime/types.ts";
import { pick } from "@/telephony/simulator/random.ts";
import { newId } from "@/crm/ids.ts";
import type { DemoDeal } from "@/crm/demo/deals.ts";
import sales from "@/crm/demo/sales.json" with { type: "json" };
import type { Reminder, TaskPriority, TaskStatus, TaskType } from "@/store/tables/sales.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The demo company works in Moscow. */
const MOSCOW = 3 * HOUR;

export interface TasksPlan {
  random: Random;
  now: Millis;
  texts: typeof sales["ru"];
  deals: readonly DemoDeal[];
  owners: readonly { id: string; team: string }[];
  supervisors: readonly { id: string; team: string }[];
}

export interface DemoTask {
  id: string;
  at: Millis;
  row: {
    name: string;
    type: TaskType;
    status: TaskStatus;
    priority: TaskPriority;
    due_at: string;
    minutes: number | null;
    repeat: string;
    series_id: string | null;
    reminders: Reminder[];
    result: string;
    done_at: string | null;
    done_by: string | null;
    creator_id: string;
    deal_id: string | null;
    contact_id: string | null;
    company: string;
    company_id: string | null;
    owner_id: string;
    team_id: string;
  };
}

export function demoTasks(plan: TasksPlan): DemoTask[] {
  const { random, now, deals } = plan;
  const led = deals.filter(({ row }) => row.status === "open").slice(-40).flatMap((deal, n) => {
    const lead = plan.supervisors[n % Math.max(1, plan.supervisors.length)];
    if (!lead || random() < 0.4) return [];
    const task = step(plan, deal, now + (random() * 6 - 1) * DAY);
    return [{ ...task, row: { ...task.row, owner_id: lead.id, team_id: lead.team, creator_id: lead.id } }];
  });
  const next = deals.filter(({ row }) => row.status === "open" && random() < 0.72)
    .map((deal) => step(plan, deal, now + (random() * 9 - 1.6) * DAY));
  const done = deals.flatMap((deal) =>
    deal.way.slice(1).filter(() => random() < 0.7).map(({ at }) => {
      const task = step(plan, deal, at - random() * DAY);
      const when = new Date(Math.min(at, now)).toISOString();
      const result = plan.texts.results[Math.floor(random() * plan.texts.results.length)];
      return {
        ...task,
        row: { ...task.row, status: "done" as const, done_at: when, done_by: task.row.owner_id, result },
      };
    })
  );
  return [...done, ...next, ...led, ...routine(plan)];
}

function step({ random, texts, now }: TasksPlan, deal: DemoDeal, about: Millis): DemoTask {
  const type = pick<TaskType>(random, [
    { item: "call", weight: 45 },
    { item: "meeting", weight: 14 },
    { item: "email", weight: 18 },
    { item: "message", weight: 8 },
    { item: "visit", weight: 4 },
    { item: "todo", weight: 11 },
  ]);
  const names = texts.tasks[type];
  const due = workingHour(random, about);
  const long = type === "meeting" || type === "visit";
  const { row } = deal;
  return {
    id: newId(),
    at: Math.round(Math.max(deal.at, Math.min(due - (1 + random() * 3) * DAY, now - HOUR))),
    row: {
      name: names[Math.floor(random() * names.length)],
      type,
      status: "open",
      priority: random() < 0.14 ? "high" : random() < 0.12 ? "low" : "normal",
      due_at: new Date(due).toISOString(),
      minutes: long ? 30 + 30 * Math.floor(random() * 3) : null,
      repeat: "",
      series_id: null,
      reminders: long ? [{ minutes: 15, channels: ["app"] }] : [],
      result: "",
      done_at: null,
      done_by: null,
      creator_id: row.owner_id,
      deal_id: deal.id,
      contact_id: row.contacts[0] ?? null,
      company: row.company,
      company_id: row.company_id,
      owner_id: row.owner_id,
      team_id: row.team_id,
    },
  };
}

/** What comes back each week, for everybody of the first team and for those who lead the teams. */
function routine({ texts, owners, supervisors, now }: TasksPlan): DemoTask[] {
  const team = owners.filter((one) => one.team === owners[0].team).slice(0, 5);
  return [...team, ...supervisors].flatMap((owner) =>
    texts.routine.map(([name, type, minutes, repeat]) => ({
      id: newId(),
      at: now - 20 * DAY,
      row: {
        name: `${name}`,
        type: type as TaskType,
        status: "open" as const,
        priority: "normal" as const,
        due_at: new Date(weekday(now, { day: `${repeat}`.endsWith("MO") ? 1 : 5, hour: type === "todo" ? 16 : 10 }))
          .toISOString(),
        minutes: Number(minutes),
        repeat: `${repeat}`,
        series_id: newId(),
        reminders: [{ minutes: 10, channels: ["app" as const] }],
        result: "",
        done_at: null,
        done_by: null,
        creator_id: owner.id,
        deal_id: null,
        contact_id: null,
        company: "",
        company_id: null,
        owner_id: owner.id,
        team_id: owner.team,
      },
    }))
  );
}

/** About then, on a working day between 9 and 18, at a quarter of an hour. */
function workingHour(random: Random, about: Millis): Millis {
  let day = Math.floor((about + MOSCOW) / DAY);
  while ([0, 6].includes(new Date(day * DAY).getUTCDay())) day++;
  const quarter = 36 + Math.floor(random() * 36);
  return day * DAY + quarter * 15 * 60_000 - MOSCOW;
}

/** The next such weekday after `now`, at that hour of Moscow. */
function weekday(now: Millis, options: { day: number; hour: number }): Millis {
  let day = Math.floor((now + MOSCOW) / DAY);
  while (new Date(day * DAY).getUTCDay() !== options.day || day * DAY + options.hour * HOUR - MOSCOW < now) day++;
  return day * DAY + options.hour * HOUR - MOSCOW;
}
