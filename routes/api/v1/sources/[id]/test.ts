/** Sends a test request through the source, as if it had come from outside. */
import { z } from "zod";
import { getSource, receive, sampleSchema } from "@/crm/intake/mod.ts";
import { newId } from "@/crm/ids.ts";
import { missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "POST",
  path: "/api/v1/sources/{id}/test",
  id: "testSource",
  tag: "sources",
  needs: ["sources.manage"],
  params: z.object({ id: z.uuid() }),
  body: sampleSchema.omit({ id: true, mapping: true }),
  response: z.object({ id: z.uuid() }),
  statuses: missing,
  example: { body: { body: '{"name":"Anna","phone":"+7 916 123-45-67"}', contentType: "application/json" } },
  work: async ({ input, access, ctx }) => {
    const source = await getSource(ctx.state.store, access, input);
    if (!source) return { ok: false, code: "records.error.no-source" };
    const { id } = await receive(ctx.state.store, {
      source: source.id,
      body: new TextEncoder().encode(input.body),
      contentType: input.contentType,
      ip: ctx.state.ip,
      key: `test:${newId()}`,
    });
    return { ok: true, value: { id } };
  },
}));
