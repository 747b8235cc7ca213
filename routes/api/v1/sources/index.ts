/** Names of sources for everybody; a new source. */
import { z } from "zod";
import { createSource, createSourceSchema, sourceNames } from "@/crm/intake/mod.ts";
import { sourceNameSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/sources",
    id: "listSources",
    tag: "sources",
    response: z.array(sourceNameSchema),
    work: async ({ ctx }) => ({ ok: true, value: await sourceNames(ctx.state.store) }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/sources",
    id: "createSource",
    tag: "sources",
    needs: ["sources.manage"],
    body: createSourceSchema,
    response: z.uuid(),
    example: { body: { kind: "webhook", name: "Landing page" } },
    work: ({ input, access, ctx }) => createSource(ctx.state.store, access, input),
  }),
);
