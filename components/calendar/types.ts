/** What the page of the calendar hands to its island, and what is shown. Holds no code. */
import type { CalendarRange } from "@/crm/calendar/range.ts";
import type { TaskPriority, TaskStatus, TaskType } from "@/crm/calendar/types.ts";
import type { Zone } from "@/components/time/format.ts";

export type CalendarView = "month" | "week" | "day" | "agenda";

/** What is shown; kept in the address. */
export interface Shown {
  view: CalendarView;
  /** A day in it, `YYYY-MM-DD`. */
  date: string;
  /** Ids. */
  people: readonly string[];
  /** Empty: all. */
  types: readonly TaskType[];
  statuses: readonly TaskStatus[];
}

export interface CalendarPerson {
  id: string;
  name: string;
  team: string;
}

export interface CalendarSetup {
  shown: Shown;
  range: CalendarRange;
  people: CalendarPerson[];
  user: string;
  zone: Zone;
  /** 1 is Monday, 7 Sunday. */
  weekStart: number;
  may: {
    /** How far the person may change tasks, and of which teams. */
    edit: "none" | "own" | "team" | "all";
    teams: readonly string[];
    /** When a task is due may be changed at all. */
    move: boolean;
    export: boolean;
  };
}

/** One thing in the calendar. Moments in ms. */
export interface Item {
  /** Of what is shown: the task's id, or with a further time of a recurring task behind it. */
  key: string;
  task: string;
  /** A further time of a recurring task: there is no task for it yet. */
  repeat: boolean;
  name: string;
  type: TaskType;
  status: TaskStatus;
  priority: TaskPriority;
  owner: string;
  from: number;
  /** The same as `from`: a deadline. */
  to: number;
  allDay: boolean;
  recurring: boolean;
  overdue: boolean;
  /** May be moved. */
  movable: boolean;
  /** Moved here, and the server has not said so yet. */
  pending: boolean;
}

/** Where something is put: the values of a task that follow from it. */
export interface Place {
  /** ms */
  due: number;
  minutes: number | null;
  allDay: boolean;
  owner: string;
}
