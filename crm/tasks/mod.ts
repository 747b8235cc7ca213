/** The door of tasks: what is done with them besides being written as records. */
export { editOccurrence } from "@/crm/tasks/occurrence.ts";
export {
  completeManySchema,
  completeSchema,
  manySchema,
  occurrenceSchema,
  postponeSchema,
} from "@/crm/tasks/schemas.ts";
export {
  type Completed,
  completeTask,
  completeTasks,
  postponeTasks,
  reopenTasks,
  skipTasks,
  takeTask,
} from "@/crm/tasks/verbs.ts";
