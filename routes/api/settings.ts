/** Settings of the installation. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { siteSettingsSchema, updateSiteSettings } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(siteSettingsSchema, ({ input, access, ctx }) => updateSiteSettings(ctx.state.store, access, input), {
    needs: ["settings.manage"],
  }),
});
