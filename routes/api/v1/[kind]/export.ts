/** A whole list as a file. */
import { z } from "zod";
import { exportRecords } from "@/crm/export/mod.ts";
import { t } from "@/locales/mod.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { kindParams, listQuery } from "@/routes/(_door)/records.ts";

const key = /^[a-zA-Z][a-zA-Z0-9_]{0,42}$/;

const exportQuery = listQuery.pick({ text: true, filter: true, sort: true, archived: true }).extend({
  format: z.enum(["csv", "xlsx"]).default("csv"),
  /** Absent: as Excel of the person's language takes it. */
  separator: z.enum([";", ","]).optional().meta({ description: "api.field.separator" }),
  /** Keys with commas between. */
  columns: z.string().max(4_000).transform((text) => text.split(",").filter((one) => key.test(one))).optional()
    .meta({ description: "api.field.columns", examples: ["name,phones,status"] }),
});

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/{kind}/export",
  id: "exportRecords",
  tag: "records",
  needs: ["leads.export", "contacts.export", "companies.export"],
  params: kindParams,
  query: exportQuery,
  response: bytes,
  file: ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  work: async ({ input, access, ctx }) => {
    const { store, locale } = ctx.state;
    const { kind, format, columns, separator = locale === "ru" ? ";" : ",", ...query } = input;
    const words = (message: string) => t(locale)(message);
    const wanted = { kind, format, columns, separator, query, locale, words };
    const file = await exportRecords(store, access, wanted);
    const headers = {
      "content-type": file.type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(file.bytes, { headers }) };
  },
}));
