/** Ended tasks are open again. */
import { manySchema, reopenTasks } from "@/crm/tasks/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/reopen",
  id: "reopenTasks",
  tag: "tasks",
  needs: editTasks,
  body: manySchema,
  response: bulkDoneSchema,
  work: ({ input, access, ctx }) => reopenTasks(ctx.state.store, access, input),
}));
