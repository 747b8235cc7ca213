/** A new address or a new secret of a source; the secret is in this answer and nowhere else. */
import { rotate, rotateSchema } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(rotateSchema, ({ input, access, ctx }) => rotate(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
