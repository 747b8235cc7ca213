/** Users: create. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { createUser, createUserSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(createUserSchema, ({ input, access, ctx }) => createUser(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
});
