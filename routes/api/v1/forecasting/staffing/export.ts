/** The requirement of some days as a file for Excel, by the settings that are kept. */
import { writeCsv, writeXlsx } from "@/crm/import/files/write.ts";
import { callsWeek } from "@/ml/intraday/mod.ts";
import { requirementRows } from "@/ml/staffing/export.ts";
import { lineOf } from "@/ml/staffing/lines.ts";
import { t } from "@/locales/mod.ts";
import { exportQuery } from "@/routes/(_door)/api_schemas/staffing.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { clockOf, NO_MODEL } from "@/routes/(_door)/staffing.ts";

const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/staffing/export",
  id: "exportStaffing",
  tag: "staffing",
  needs: ["analytics.view"],
  query: exportQuery,
  response: bytes,
  file: ["text/csv", TYPES.xlsx],
  statuses: NO_MODEL,
  work: async ({ input: { model, format, from, days }, access, ctx }) => {
    const { store, locale } = ctx.state;
    const line = await lineOf(store, access, model);
    if (!line) return { ok: false, code: "staffing.error.no-model" };
    const week = await callsWeek(store, access, { ...clockOf(ctx), line, from, days });
    const say = (key: string) => t(locale)(`staffing.file.${key}`);
    const { columns, rows } = requirementRows(week, say);
    const name = `${say("name")} ${line.queue?.name ?? line.name} ${from}.${format}`;
    const body = format === "csv"
      ? writeCsv(columns, rows, { separator: locale === "ru" ? ";" : "," })
      : writeXlsx(columns, rows, { sheet: say("name") });
    const headers = {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(body, { headers }) };
  },
}));
