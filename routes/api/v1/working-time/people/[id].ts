/** A person's own working time, where it differs from the company's. */
import { personTime, personTimeSchema, setPersonTime } from "@/crm/calendar/mod.ts";
import { companyTimeShape } from "@/routes/(_door)/api_schemas/calendar.ts";
import { idParams } from "@/routes/(_door)/calendar.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const path = "/api/v1/working-time/people/{id}";
const shape = companyTimeShape.omit({ holidays: true }).nullable().meta({ description: "api.field.own-week" });

export const handlers = serve(
  defineOperation({
    method: "GET",
    path,
    id: "getPersonWorkingTime",
    tag: "calendar",
    params: idParams,
    response: shape,
    work: async ({ input, ctx }) => ({ ok: true, value: await personTime(ctx.state.store.db, input.id) }),
  }),
  defineOperation({
    method: "PUT",
    path,
    id: "setPersonWorkingTime",
    tag: "calendar",
    params: idParams,
    body: personTimeSchema,
    response: shape,
    statuses: { "calendar.error.no-person": 404 },
    work: ({ input, access, ctx }) => setPersonTime(ctx.state.store, access, { ...input, user: input.id }),
  }),
);
