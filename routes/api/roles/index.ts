/** Roles: create. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { createRole, roleSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(roleSchema, ({ input, access, ctx }) => createRole(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
});
