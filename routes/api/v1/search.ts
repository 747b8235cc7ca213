/** The few best of everything, while somebody types. */
import { z } from "zod";
import { searchEverything } from "@/crm/search/everything.ts";
import { everythingSchema } from "@/routes/(_door)/api_schemas/records.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/search",
  id: "searchEverything",
  tag: "records",
  needs: [...anyView, "calls.view.own", "calls.view.team", "calls.view.all"],
  query: z.object({ text: z.string().max(200).meta({ description: "api.field.search-text" }) }),
  response: everythingSchema,
  work: async ({ input, access, ctx }) => ({
    ok: true,
    value: await searchEverything(ctx.state.store, access, input),
  }),
}));
