/** Failed rows as a file, with the reason behind each: to mend and import again. */
import { z } from "zod";
import { failedRows } from "@/crm/import/mod.ts";
import { t } from "@/locales/mod.ts";
import { importers, importParams, missingImport } from "@/routes/(_door)/imports.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/imports/{id}/errors.csv",
  id: "downloadImportErrors",
  tag: "imports",
  needs: importers,
  params: importParams,
  query: z.object({ separator: z.enum([";", ","]).optional().meta({ description: "api.field.separator" }) }),
  response: bytes,
  file: ["text/csv"],
  statuses: { ...missingImport, "import.error.no-file": 404 },
  work: async ({ input, access, ctx }) => {
    const { store, locale, imports } = ctx.state;
    const words = t(locale);
    const result = await failedRows(store, access, {
      id: input.id,
      files: imports.files,
      separator: input.separator ?? (locale === "ru" ? ";" : ","),
      title: words("import.reason"),
      reason: (code, detail) => words(code, detail),
    });
    if (!result.ok) return result;
    const { fileName, bytes } = result.value;
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(bytes, { headers }) };
  },
}));
