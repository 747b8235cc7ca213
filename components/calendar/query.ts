/** What is shown, as the page's address and as the question to the server. Pure. */
import { type Day, wallOf } from "@/crm/calendar/zone.ts";
import type { TaskStatus, TaskType } from "@/crm/calendar/types.ts";
import { daysOf, rangeOf } from "@/components/calendar/dates.ts";
import type { CalendarView, Shown } from "@/components/calendar/types.ts";

export const VIEWS: readonly CalendarView[] = ["month", "week", "day", "agenda"];
export const TYPES: readonly TaskType[] = ["call", "meeting", "email", "message", "visit", "todo"];
const STATUSES: readonly TaskStatus[] = ["open", "done", "cancelled"];
export const SHOWN_AT_FIRST: readonly TaskStatus[] = ["open", "done"];
/** Side by side; more cannot be read. */
export const MOST_PEOPLE = 12;

/** Nonsense in an address shows this week of one's own. */
export function readShown(
  params: URLSearchParams,
  options: { user: string; people: ReadonlySet<string>; today: Day },
): Shown {
  const list = (name: string) => (params.get(name) ?? "").split(",").filter(Boolean);
  const date = params.get("date") ?? "";
  const people = list("people").filter((id) => options.people.has(id)).slice(0, MOST_PEOPLE);
  const statuses = list("statuses").filter((one): one is TaskStatus => STATUSES.includes(one as TaskStatus));
  return {
    view: VIEWS.find((one) => one === params.get("view")) ?? "week",
    date: isDay(date) ? date : options.today,
    people: people.length > 0 ? people : [options.user],
    types: list("types").filter((one): one is TaskType => TYPES.includes(one as TaskType)),
    statuses: statuses.length > 0 ? statuses : SHOWN_AT_FIRST,
  };
}

export function writeShown(shown: Shown, options: { user: string; today: Day }): URLSearchParams {
  const params = new URLSearchParams();
  const { view, date, people, types, statuses } = shown;
  if (view !== "week") params.set("view", view);
  if (date !== options.today) params.set("date", date);
  if (people.length !== 1 || people[0] !== options.user) params.set("people", people.join(","));
  if (types.length > 0) params.set("types", types.join(","));
  if (statuses.join() !== SHOWN_AT_FIRST.join()) params.set("statuses", statuses.join(","));
  return params;
}

export function apiQuery(shown: Shown, options: { weekStart: number; timeZone: string }): URLSearchParams {
  const { from, to } = rangeOf(daysOf(shown, options.weekStart), options.timeZone);
  return new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    people: shown.people.join(","),
    ...(shown.types.length > 0 ? { types: shown.types.join(",") } : {}),
    statuses: shown.statuses.join(","),
  });
}

export const todayIn = (timeZone: string, now: number): Day => wallOf(now, timeZone).day;

function isDay(text: string): boolean {
  return /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
}
