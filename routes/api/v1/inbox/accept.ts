/** Makes leads of requests; those that somebody else was quicker with are told one by one. */
import { z } from "zod";
import { acceptRequest, handleMany } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({
  ids: z.array(z.uuid()).min(1).max(100),
  assign: z.enum(["rules", "me"]).default("rules"),
});

export const handlers = define.handlers({
  POST: takesJson(schema, async ({ input, access, ctx }) => ({
    ok: true,
    value: await handleMany(
      input.ids,
      (id) => acceptRequest(ctx.state.store, access, { id, assign: input.assign }),
    ),
  }), { needs: ["inbox.handle"] }),
});
