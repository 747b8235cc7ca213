/** A task of nobody becomes one's own. */
import { z } from "zod";
import { takeTask } from "@/crm/tasks/mod.ts";
import { changedTaskSchema } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/{id}/take",
  id: "takeTask",
  tag: "tasks",
  needs: ["inbox.handle"],
  params: z.object({ id: z.uuid() }),
  response: changedTaskSchema,
  statuses: noRecord,
  work: ({ input, access, ctx }) => takeTask(ctx.state.store, access, input),
}));
