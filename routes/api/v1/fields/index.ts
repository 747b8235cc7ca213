/** The fields of a kind as the asking person has them, and a new own one. */
import { z } from "zod";
import { createField, createFieldSchema } from "@/crm/fields/mod.ts";
import { takesJson, takesQuery } from "@/routes/(_door)/api.ts";
import { anyKind, namedFields } from "@/routes/(_door)/fields.ts";
import { anyView } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  GET: takesQuery(
    z.object({ kind: anyKind }),
    async ({ input, access, ctx }) => ({
      ok: true,
      value: { fields: await namedFields(ctx.state.store, access, input) },
    }),
    { needs: anyView },
  ),
  POST: takesJson(
    createFieldSchema.extend({ kind: anyKind }),
    ({ input, access, ctx }) => createField(ctx.state.store, access, input),
    { needs: ["fields.manage"] },
  ),
});
