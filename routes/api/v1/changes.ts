/** What happened, in order, for programs that keep a copy. */
import { z } from "zod";
import { changesSchema, listChanges, recordEyes } from "@/crm/changes/mod.ts";
import { eventSchema } from "@/routes/(_door)/api_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const { since, kinds, limit } = changesSchema.shape;

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/changes",
  id: "listChanges",
  tag: "changes",
  query: z.object({
    since: since.meta({ description: "api.field.since" }),
    kinds: kinds.meta({ description: "api.field.kinds", examples: ["lead,contact"] }),
    limit: limit.meta({ description: "api.field.limit" }),
  }),
  response: z.object({
    rows: z.array(eventSchema),
    next: z.string().meta({ description: "api.field.next-change" }),
    more: z.boolean().meta({ description: "api.field.more" }),
  }),
  work: async ({ input, access, ctx }) => {
    const { store } = ctx.state;
    return { ok: true, value: await listChanges(store, access, { ...input, eyes: recordEyes(store) }) };
  },
}));
