/** Calls to be returned. */
import { z } from "zod";
import { listCallbacks } from "@/crm/intake/mod.ts";
import { callbackSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/callbacks",
  id: "listCallbacks",
  tag: "intake",
  needs: ["inbox.handle"],
  response: z.array(callbackSchema),
  work: async ({ access, ctx }) => ({ ok: true, value: await listCallbacks(ctx.state.store, access) }),
}));
