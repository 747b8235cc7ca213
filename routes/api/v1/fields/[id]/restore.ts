/** Brings an archived field back. */
import { z } from "zod";
import { restoreField } from "@/crm/fields/mod.ts";
import { noField } from "@/routes/(_door)/api_schemas/fields.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/fields/{id}/restore",
  id: "restoreField",
  tag: "fields",
  needs: ["fields.manage"],
  params: z.object({ id: z.uuid() }),
  response: nothing,
  statuses: noField,
  work: ({ input, access, ctx }) => restoreField(ctx.state.store, access, input),
}));
