/** Types that the calendar shares with pages. Holds no code. */
export type { SpecialDayType, Week } from "@/store/tables/calendar.ts";
export type { TaskPriority, TaskStatus, TaskType } from "@/store/tables/sales.ts";
