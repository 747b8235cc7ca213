/** Who serves a queue, as a whole list. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { setMembers, setMembersSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(
    setMembersSchema.omit({ queue: true }).extend({ id: z.uuid() }),
    ({ input, access, ctx }) => setMembers(ctx.state.store, access, { queue: input.id, members: input.members }),
    { needs: ["queues.manage"] },
  ),
});
