/** Reads a sample payload as the source would; nothing is written. */
import { sample, sampleSchema } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(sampleSchema, ({ input, access, ctx }) => sample(ctx.state.store, access, input), {
    needs: ["sources.manage"],
  }),
});
