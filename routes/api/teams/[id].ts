/** One team: rename, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archiveTeam, renameTeam, renameTeamSchema } from "@/crm/people/mod.ts";

export const handlers = define.handlers({
  PATCH: takesJson(renameTeamSchema, ({ input, access, ctx }) => renameTeam(ctx.state.store, access, input), {
    needs: ["users.manage"],
  }),
  DELETE: takesJson(
    renameTeamSchema.pick({ id: true }),
    ({ input, access, ctx }) => archiveTeam(ctx.state.store, access, input),
    { needs: ["users.manage"] },
  ),
});
