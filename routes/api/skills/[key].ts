/** One skill: put, archive. */
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { archiveSkill, keySchema, putSkill, skillSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(skillSchema, ({ input, access, ctx }) => putSkill(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
  DELETE: takesJson(keySchema, ({ input, access, ctx }) => archiveSkill(ctx.state.store, access, input), {
    needs: ["queues.manage"],
  }),
});
