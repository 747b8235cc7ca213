/** How many own tasks are overdue, and due today. */
import { countPressing } from "@/crm/tasks/mod.ts";
import { pressingSchema, viewTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/tasks/pressing",
  id: "countPressingTasks",
  tag: "tasks",
  needs: viewTasks,
  response: pressingSchema,
  work: async ({ access, ctx }) => ({ ok: true, value: await countPressing(ctx.state.store, access) }),
}));
