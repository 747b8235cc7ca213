/** A task is done: with what came of it, and with what is to be done next. */
import { z } from "zod";
import { completeSchema, completeTask } from "@/crm/tasks/mod.ts";
import { completedSchema, editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/{id}/complete",
  id: "completeTask",
  tag: "tasks",
  needs: editTasks,
  params: z.object({ id: z.uuid() }),
  body: completeSchema.omit({ id: true }),
  response: completedSchema,
  statuses: noRecord,
  example: { body: { result: "Wants the offer by Friday", next: { name: "Send the offer", type: "email" } } },
  work: ({ input, access, ctx }) => completeTask(ctx.state.store, access, input),
}));
