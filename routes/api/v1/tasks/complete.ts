/** Many tasks are done; the answer carries the way back. */
import { completeManySchema, completeTasks } from "@/crm/tasks/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/complete",
  id: "completeTasks",
  tag: "tasks",
  needs: editTasks,
  body: completeManySchema,
  response: bulkDoneSchema,
  work: ({ input, access, ctx }) => completeTasks(ctx.state.store, access, input),
}));
