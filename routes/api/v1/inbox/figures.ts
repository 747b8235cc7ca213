/** How soon leads of each source are answered, of those in the person's reach. */
import { z } from "zod";
import { sourceFigures } from "@/crm/intake/mod.ts";
import { figuresSchema } from "@/routes/(_door)/intake_schemas.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/inbox/figures",
  id: "getSourceFigures",
  tag: "intake",
  needs: ["inbox.handle", "sources.manage"],
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
  response: figuresSchema,
  work: async ({ input, access, ctx }) => ({ ok: true, value: await sourceFigures(ctx.state.store, access, input) }),
}));
