/** Deliveries of a task's reminders. */
import { z } from "zod";
import { taskDeliveries } from "@/crm/reminders/mod.ts";
import { anyReach } from "@/store/access.ts";
import { taskDeliverySchema } from "@/routes/(_door)/api_schemas/notices.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/tasks/{id}/reminders",
    id: "listTaskReminders",
    tag: "notices",
    needs: anyReach("tasks", "view"),
    params: z.object({ id: z.uuid() }),
    response: z.object({ rows: z.array(taskDeliverySchema) }),
    statuses: { "notices.error.no-task": 404 },
    async work({ input, access, ctx }) {
      const rows = await taskDeliveries(ctx.state.store, access, input.id);
      return rows ? { ok: true, value: { rows } } : { ok: false, code: "notices.error.no-task" };
    },
  }),
);
