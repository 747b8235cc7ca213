/** What dialogs of tasks need to know: people, rights, working time. */
import { taskSetup } from "@/crm/tasks/mod.ts";
import { taskSetupSchema, viewTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/tasks/setup",
  id: "readTaskSetup",
  tag: "tasks",
  needs: viewTasks,
  response: taskSetupSchema,
  work: async ({ access, ctx }) => ({ ok: true, value: await taskSetup(ctx.state.store, access) }),
}));
