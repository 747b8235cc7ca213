/** Tasks are put off, into the working time of their owners. */
import { postponeSchema, postponeTasks } from "@/crm/tasks/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/postpone",
  id: "postponeTasks",
  tag: "tasks",
  needs: editTasks,
  body: postponeSchema,
  response: bulkDoneSchema,
  work: ({ input, access, ctx }) => postponeTasks(ctx.state.store, access, input),
}));
