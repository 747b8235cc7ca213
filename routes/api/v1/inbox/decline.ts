/** Declines requests with a reason, or lays them aside as spam. */
import { z } from "zod";
import { declineRequest, handleMany } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({
  ids: z.array(z.uuid()).min(1).max(100),
  reason: z.string().trim().max(300).default(""),
  spam: z.boolean().default(false),
});

export const handlers = define.handlers({
  POST: takesJson(schema, async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(input.ids, (id) => declineRequest(ctx.state.store, access, { ...input, id })),
  }), { needs: ["inbox.handle"] }),
});
