/** Changes a recurring task for this once, or for all that follow too. */
import { z } from "zod";
import { editOccurrence, occurrenceSchema } from "@/crm/tasks/mod.ts";
import { changedTaskSchema, editTasks } from "@/routes/(_door)/api_schemas/tasks.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { noRecord } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/tasks/{id}/occurrence",
  id: "editOccurrence",
  tag: "tasks",
  needs: editTasks,
  params: z.object({ id: z.uuid() }),
  body: occurrenceSchema.omit({ id: true }),
  response: changedTaskSchema,
  statuses: noRecord,
  example: { body: { values: { due: "2026-12-01T10:00:00Z" }, scope: "following" } },
  work: ({ input, access, ctx }) => editOccurrence(ctx.state.store, access, input),
}));
