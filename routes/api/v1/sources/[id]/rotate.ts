/** A new address or a new secret of a source; the secret is in this answer and nowhere else. */
import { z } from "zod";
import { rotate, rotateSchema } from "@/crm/intake/mod.ts";
import { missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/sources/{id}/rotate",
  id: "rotateSource",
  tag: "sources",
  needs: ["sources.manage"],
  params: z.object({ id: z.uuid() }),
  body: rotateSchema.omit({ id: true }),
  response: z.object({ key: z.string(), secret: z.string().nullable() }),
  statuses: missing,
  work: ({ input, access, ctx }) => rotate(ctx.state.store, access, input),
}));
