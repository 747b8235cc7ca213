/** One user: change, disable, enable. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { updateUser, updateUserSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateUserSchema, ({ input, access, ctx }) => updateUser(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
});
