/** One rule of assignment: changed, taken away. */
import { z } from "zod";
import { deleteRule, ruleSchema, updateRule } from "@/crm/assignment/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const place = z.object({ id: z.uuid(), version: z.number().int().optional() });

export const handlers = define.handlers({
  PUT: takesJson(
    z.intersection(place, ruleSchema),
    ({ input, access, ctx }) => updateRule(ctx.state.store, access, input),
    { needs: ["sources.manage"] },
  ),
  DELETE: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => deleteRule(ctx.state.store, access, input),
    { needs: ["sources.manage"] },
  ),
});
