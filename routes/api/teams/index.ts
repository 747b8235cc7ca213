/** Teams: create. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { createTeam, teamSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  POST: takesJson(teamSchema, ({ input, access, ctx }) => createTeam(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
});
