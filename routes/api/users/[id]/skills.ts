/** A person's skills with their levels. */
import { z } from "zod";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";
import { setUserSkills, setUserSkillsSchema } from "@/crm/queues/mod.ts";

export const handlers = define.handlers({
  PUT: takesJson(
    setUserSkillsSchema.omit({ user: true }).extend({ id: z.uuid() }),
    ({ input, access, ctx }) => setUserSkills(ctx.state.store, access, { user: input.id, skills: input.skills }),
    { needs: ["queues.manage"] },
  ),
});
