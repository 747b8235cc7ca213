/** Somebody's open tasks and what was done today. */
import { daySchema, readDay } from "@/crm/tasks/mod.ts";
import { dayOfTasksSchema, viewTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/tasks/day",
  id: "readDayOfTasks",
  tag: "tasks",
  needs: viewTasks,
  query: daySchema,
  response: dayOfTasksSchema,
  work: async ({ input, access, ctx }) => ({ ok: true, value: await readDay(ctx.state.store, access, input) }),
}));
