/** Ties a request to a record that is there. */
import { z } from "zod";
import { linkRequest } from "@/crm/intake/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({ id: z.uuid(), kind: z.enum(["lead", "contact", "company"]), record: z.uuid() });

export const handlers = define.handlers({
  POST: takesJson(schema, ({ input, access, ctx }) => linkRequest(ctx.state.store, access, input), {
    needs: ["inbox.handle"],
  }),
});
