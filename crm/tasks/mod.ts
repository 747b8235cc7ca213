/** The door of tasks: what is done with them besides being written as records. */
export { countPressing, type Day, type Pressing, readDay } from "@/crm/tasks/day.ts";
export { escalateOverdue } from "@/crm/tasks/escalate.ts";
export { editOccurrence } from "@/crm/tasks/occurrence.ts";
export {
  completeManySchema,
  completeSchema,
  daySchema,
  manySchema,
  occurrenceSchema,
  postponeSchema,
} from "@/crm/tasks/schemas.ts";
export { type TaskSetup, taskSetup } from "@/crm/tasks/set_up.ts";
export {
  type Completed,
  completeTask,
  completeTasks,
  postponeTasks,
  reopenTasks,
  skipTasks,
  takeTask,
} from "@/crm/tasks/verbs.ts";
