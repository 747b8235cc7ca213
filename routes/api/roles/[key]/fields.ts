/** What a role may do with one field. */
import { fieldRightSchema, setFieldRight } from "@/crm/fields/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PUT: takesJson(
    fieldRightSchema.omit({ role: true }).extend({ key: fieldRightSchema.shape.role }),
    ({ input: { key, ...right }, access, ctx }) => setFieldRight(ctx.state.store, access, { role: key, ...right }),
    { needs: ["users.manage"] },
  ),
});
