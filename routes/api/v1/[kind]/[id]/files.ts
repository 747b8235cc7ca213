/** Files of a record. */
import { z } from "zod";
import { fileSchema } from "@/routes/(_door)/files.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, anyView, noRecord, recordParams } from "@/routes/(_door)/records.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/{kind}/{id}/files",
    id: "listFiles",
    tag: "files",
    needs: anyView,
    params: recordParams,
    response: z.object({ rows: z.array(fileSchema) }),
    statuses: noRecord,
    work: async ({ input, access, ctx }) => {
      const rows = await ctx.state.files.list(access, input);
      return rows ? { ok: true, value: { rows } } : { ok: false, code: "records.error.no-record" };
    },
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/{kind}/{id}/files",
    id: "addFile",
    tag: "files",
    needs: anyEdit,
    params: recordParams,
    query: z.object({ name: z.string().min(1).max(400) }),
    upload: ["application/octet-stream"],
    response: fileSchema,
    statuses: { ...noRecord, "files.error.too-large": 413 },
    work: ({ input, access, ctx }) =>
      ctx.state.files.add(access, { ...input, body: ctx.req.body ?? new Blob([]).stream() }),
  }),
);
