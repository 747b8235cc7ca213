/** One role: change, remove. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { removeRole, roleSchema, updateRole } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(roleSchema, ({ input, access, ctx }) => updateRole(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
  DELETE: takesJson(
    roleSchema.pick({ key: true }),
    ({ input, access, ctx }) => removeRole(ctx.state.store, access, input),
    { needs: ["users.manage"] },
  ),
});
