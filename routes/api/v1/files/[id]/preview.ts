/** A picture among the files, to be shown in a page. */
import { z } from "zod";
import { PICTURES } from "@/crm/files/mod.ts";
import { fileResponse, noFile } from "@/routes/(_door)/files.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { anyView } from "@/routes/(_door)/records.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/files/{id}/preview",
  id: "previewFile",
  tag: "files",
  needs: anyView,
  params: z.object({ id: z.uuid() }),
  response: bytes,
  file: [...PICTURES],
  statuses: { ...noFile, "files.error.no-picture": 415 },
  work: async ({ input, access, ctx }) => {
    const file = await ctx.state.files.open(access, input);
    if (!file.ok) return file;
    if (PICTURES.includes(file.value.type)) return { ok: true, value: fileResponse(file.value, "inline") };
    await file.value.body.cancel();
    return { ok: false, code: "files.error.no-picture" };
  },
}));
