/** Deletes records by id or by list; the answer carries the way back. */
import { z } from "zod";
import { deleteRecords, selectionSchema } from "@/crm/record/mod.ts";
import { takesJson } from "@/routes/(_door)/api.ts";
import { kindParam } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

export const handlers = define.handlers({
  POST: takesJson(
    z.object({ kind: kindParam, select: selectionSchema }),
    ({ input, access, ctx }) => deleteRecords(ctx.state.store, access, input),
    { needs: ["leads.delete", "contacts.delete", "companies.delete"] },
  ),
});
