/** The site's working hours, as rules use them. */
import { hoursSchema, setSiteHours } from "@/crm/assignment/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PUT: takesJson(hoursSchema, ({ input, access, ctx }) => setSiteHours(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
