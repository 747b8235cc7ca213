/** Mappings kept for the next file of the same make. */
import { z } from "zod";
import { importKindSchema, listPresets, presetSchema, savePreset } from "@/crm/import/mod.ts";
import { importers, presetAnswer } from "@/routes/(_door)/imports.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(
  defineOperation({
    method: "GET",
    path: "/api/v1/import-presets",
    id: "listImportPresets",
    tag: "imports",
    needs: importers,
    query: z.object({ kind: importKindSchema }),
    response: z.object({ rows: z.array(presetAnswer) }),
    work: async ({ input, access, ctx }) => ({
      ok: true,
      value: { rows: await listPresets(ctx.state.store, access, input) },
    }),
  }),
  defineOperation({
    method: "POST",
    path: "/api/v1/import-presets",
    id: "saveImportPreset",
    tag: "imports",
    needs: importers,
    body: presetSchema,
    response: presetAnswer,
    work: ({ input, access, ctx }) => savePreset(ctx.state.store, access, input),
  }),
);
