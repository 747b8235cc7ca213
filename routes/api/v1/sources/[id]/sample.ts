/** Reads a sample payload as the source would; nothing is written. */
import { z } from "zod";
import { sample, sampleSchema } from "@/crm/intake/mod.ts";
import { missing, sampledSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/sources/{id}/sample",
  id: "readSample",
  tag: "sources",
  needs: ["sources.manage"],
  params: z.object({ id: z.uuid() }),
  body: sampleSchema.omit({ id: true }),
  response: sampledSchema,
  statuses: missing,
  example: { body: { body: '{"name":"Anna","phone":"+7 916 123-45-67"}', contentType: "application/json" } },
  work: ({ input, access, ctx }) => sample(ctx.state.store, access, input),
}));
