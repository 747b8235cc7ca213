/** A whole list as a file. */
import { z } from "zod";
import { exportRecords } from "@/crm/export/mod.ts";
import { BadInputError } from "@/crm/result.ts";
import { t } from "@/locales/mod.ts";
import { guarded, refuse } from "@/routes/(_door)/api.ts";
import { kindParam, listQuery } from "@/routes/(_door)/records.ts";
import { define } from "@/routes/(_door)/state.ts";

const key = /^[a-zA-Z][a-zA-Z0-9_]{0,42}$/;

export const exportQuery = listQuery.pick({ text: true, filter: true, sort: true, archived: true }).extend({
  kind: kindParam,
  format: z.enum(["csv", "xlsx"]).default("csv"),
  /** Absent: as Excel of the person's language takes it. */
  separator: z.enum([";", ","]).optional(),
  /** Keys with commas between. */
  columns: z.string().max(4_000).transform((text) => text.split(",").filter((one) => key.test(one))).optional(),
});

export const handlers = define.handlers({
  GET: guarded({ needs: ["leads.export", "contacts.export", "companies.export"] }, async (ctx, access) => {
    const { store, locale } = ctx.state;
    const parsed = exportQuery.safeParse({ ...Object.fromEntries(ctx.url.searchParams), ...ctx.params });
    if (!parsed.success) {
      return refuse(400, "shell.error.input", { field: parsed.error.issues[0]?.path.join(".") || "–" });
    }
    const { kind, format, columns, separator = locale === "ru" ? ";" : ",", ...query } = parsed.data;
    try {
      const file = await exportRecords(store, access, {
        kind,
        format,
        columns,
        separator,
        query,
        locale,
        words: (message) => t(locale)(message),
      });
      return new Response(file.bytes, {
        headers: {
          "content-type": file.type,
          "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
      });
    } catch (error) {
      if (error instanceof BadInputError) return refuse(400, "shell.error.input", { field: error.field });
      throw error;
    }
  }),
});
