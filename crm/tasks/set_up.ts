/** What dialogs and pages of tasks need to know beside the tasks: people, teams, rights, when the person works. */
import { type Access, ForbiddenError } from "@/store/access.ts";
import { workingTimes } from "@/crm/calendar/times.ts";
import { listPeople, listTeams } from "@/crm/people/mod.ts";
import type { Store } from "@/crm/records.ts";
import { siteSettings } from "@/crm/queues/mod.ts";
import { fieldRight } from "@/crm/record/schema.ts";
import { KINDS, type RecordKind } from "@/crm/record/kinds.ts";
import { type Reach, reachOf } from "@/crm/record/rights.ts";
import type { WorkDay } from "@/crm/tasks/moments.ts";
import { NINE_TO_FIVE } from "@/crm/tasks/moments.ts";

export interface TaskSetup {
  me: string;
  timeZone: string;
  /** Those whom tasks can be given to. */
  people: { id: string; name: string; team: string | null }[];
  teams: { id: string; name: string }[];
  view: Reach;
  edit: Reach;
  mayDelete: boolean;
  /** May take tasks of nobody. */
  mayTake: boolean;
  /** Kinds that a task can be linked to, as far as the person sees them. */
  kinds: RecordKind[];
  /** Fields that the person may only see, or not even that. */
  closed: string[];
  work: WorkDay;
}

/** @throws {ForbiddenError} */
export async function taskSetup(store: Store, access: Access): Promise<TaskSetup> {
  const { user } = access;
  const view = reachOf(access, "task", "view");
  if (user === "system" || view === "none") throw new ForbiddenError("tasks.view.own");
  const [site, people, teams, times] = await Promise.all([
    siteSettings(store.db),
    listPeople(store, access),
    listTeams(store, access),
    workingTimes(store.db, [user]),
  ]);
  const programs = await store.db.selectFrom("users").select("id").where("service", "=", true).execute();
  const edit = reachOf(access, "task", "edit");
  const mine = new Set(access.teams);
  const reached = people.filter(({ id, team, disabled }) =>
    !disabled && !programs.some((one) => one.id === id) &&
    (id === user || edit === "all" || (edit === "team" && team !== null && mine.has(team)))
  );
  return {
    me: user,
    timeZone: site.timeZone,
    people: reached.map(({ id, name, team }) => ({ id, name, team })),
    teams: teams.filter(({ id }) => view === "all" || mine.has(id)).map(({ id, name }) => ({ id, name })),
    view,
    edit,
    mayDelete: reachOf(access, "task", "delete") !== "none",
    mayTake: access.permissions.has("inbox.handle") && edit !== "none",
    kinds: KINDS.filter((kind) => kind !== "task" && reachOf(access, kind, "view") !== "none"),
    closed: FIELDS.filter((key) => fieldRight(access, "task", key) !== "edit"),
    work: firstHours(times.get(user)!.week),
  };
}

const FIELDS = [
  "name",
  "type",
  "priority",
  "due",
  "allDay",
  "minutes",
  "owner",
  "reminders",
  "repeat",
  "note",
  "result",
];

function firstHours(week: readonly (readonly { from: string }[])[]): WorkDay {
  const days = week.flatMap((hours, n) => hours.length > 0 ? [n + 1] : []);
  const from = week.find((hours) => hours.length > 0)?.[0].from;
  return from ? { days, from } : NINE_TO_FIVE;
}
