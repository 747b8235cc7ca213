/** Tasks that will not be done; of recurring ones the next is made. */
import { manySchema, skipTasks } from "@/crm/tasks/mod.ts";
import { bulkDoneSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/skip",
  id: "skipTasks",
  tag: "tasks",
  needs: editTasks,
  body: manySchema,
  response: bulkDoneSchema,
  work: ({ input, access, ctx }) => skipTasks(ctx.state.store, access, input),
}));
