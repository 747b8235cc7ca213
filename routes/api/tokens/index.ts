/** One's own tokens: a new one. Its text is in this answer and nowhere else. */
import { createOwnToken, newTokenSchema } from "@/crm/tokens/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(newTokenSchema, ({ input, access, ctx }) => createOwnToken(ctx.state.store, access, input), {
    needs: ["api.use"],
  }),
});
