/** One's own profile: language, theme, phone. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { ownProfileSchema, updateOwnProfile } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(ownProfileSchema, ({ input, access, ctx }) => updateOwnProfile(ctx.state.store, access, input)),
});
