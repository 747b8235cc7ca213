/** One source: changed, taken away. */
import { z } from "zod";
import { archiveSource, updateSource, updateSourceSchema } from "@/crm/intake/mod.ts";
import { missing } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";

const shared = {
  path: "/api/v1/sources/{id}",
  tag: "sources",
  needs: ["sources.manage"],
  params: z.object({ id: z.uuid() }),
  statuses: missing,
  response: nothing,
} as const;

export const handlers = serve(
  defineOperation({
    ...shared,
    method: "PATCH",
    id: "updateSource",
    body: updateSourceSchema.omit({ id: true }),
    example: { body: { enabled: false } },
    work: ({ input, access, ctx }) => updateSource(ctx.state.store, access, input),
  }),
  defineOperation({
    ...shared,
    method: "DELETE",
    id: "archiveSource",
    work: ({ input, access, ctx }) => archiveSource(ctx.state.store, access, input),
  }),
);
