/** One source: changed, taken away. */
import { z } from "zod";
import { archiveSource, updateSource, updateSourceSchema } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  PATCH: takesJson(updateSourceSchema, ({ input, access, ctx }) => updateSource(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
  DELETE: takesJson(
    z.object({ id: z.uuid() }),
    ({ input, access, ctx }) => archiveSource(ctx.state.store, access, input),
    { needs: ["sources.manage"] },
  ),
});
