/** Imports: a new file, and those there are. */
import { z } from "zod";
import { importKindSchema } from "@/crm/import/mod.ts";
import { importDetailSchema, importers, importSchema } from "@/routes/(_door)/imports.ts";
import { defineOperation, pageOf, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/imports",
    id: "listImports",
    tag: "imports",
    needs: importers,
    query: z.object({
      kind: importKindSchema.optional(),
      after: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      all: z.enum(["true", "false"]).default("false").transform((text) => text === "true")
        .meta({ description: "api.field.import-all" }),
    }),
    response: pageOf(importSchema),
    work: async ({ input, access, ctx }) => ({ ok: true, value: await ctx.state.imports.list(access, input) }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/imports",
    id: "uploadImport",
    tag: "imports",
    needs: importers,
    query: z.object({ kind: importKindSchema, name: z.string().min(1).max(300) }),
    upload: ["application/octet-stream", "text/csv"],
    response: importDetailSchema,
    work: ({ input, access, ctx }) => {
      const body = ctx.req.body ?? new Blob([]).stream();
      return ctx.state.imports.receive(access, { ...input, body });
    },
  }),
);
