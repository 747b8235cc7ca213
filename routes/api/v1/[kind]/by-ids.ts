/** Records by id, for lists that heard of changes: those of them that are in reach. */
import { z } from "zod";
import { getRecords, linkedNames } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { anyView, kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

const schema = z.object({ kind: kindParam, ids: z.array(z.uuid()).min(1).max(200) });

export const handlers = define.handlers({
  POST: takesJson(schema, async ({ input, access, ctx }) => {
    const rows = await getRecords(ctx.state.store, access, input);
    return { ok: true, value: { rows, names: await linkedNames(ctx.state.store, access, rows) } };
  }, { needs: anyView }),
});
