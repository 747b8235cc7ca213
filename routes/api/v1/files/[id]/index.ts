/** One file: its bytes, its name, its end. */
import { z } from "zod";
import { changeFileSchema, TYPES } from "@/crm/files/mod.ts";
import { fileResponse, noFile } from "@/routes/(_door)/files.ts";
import { bytes, defineOperation, nothing, serve } from "@/routes/(_door)/operation.ts";
import { anyEdit, anyView } from "@/routes/(_door)/records.ts";

const params = z.object({ id: z.uuid() });

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/files/{id}",
    id: "getFile",
    tag: "files",
    needs: anyView,
    params,
    response: bytes,
    file: TYPES,
    statuses: noFile,
    work: async ({ input, access, ctx }) => {
      const file = await ctx.state.files.open(access, input);
      return file.ok ? { ok: true, value: fileResponse(file.value, "attachment") } : file;
    },
  }),
  defineOperation({
    method: "PATCH",
    path: "/api/v1/files/{id}",
    id: "changeFile",
    tag: "files",
    needs: anyEdit,
    params,
    body: changeFileSchema.omit({ id: true }),
    response: nothing,
    statuses: noFile,
    example: { body: { name: "Contract 2026.pdf" } },
    work: ({ input, access, ctx }) => ctx.state.files.change(access, input),
  }),
);
