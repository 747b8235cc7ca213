/** One table of the sales report as a file for Excel. */
import { writeCsv } from "@/crm/import/files/write.ts";
import { dimensionsOf, tableOf } from "@/crm/reports/mod.ts";
import { t } from "@/locales/mod.ts";
import { salesExportQuery } from "@/routes/(_door)/api_schemas/reports.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";
import { namedReport } from "@/routes/(_door)/sales_report.ts";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/reports/sales/export",
  id: "exportSalesReport",
  tag: "reports",
  needs: ["deals.export"],
  query: salesExportQuery,
  response: bytes,
  file: ["text/csv"],
  work: async ({ input, access, ctx }) => {
    const { store, locale } = ctx.state;
    const { table, ...filter } = input;
    const [result, dimensions] = await Promise.all([
      namedReport(ctx.state, access, filter),
      dimensionsOf(store, access),
    ]);
    if (!result.ok) return result;
    const report = result.value;
    const say = (key: string) => t(locale)(`reports.${key}`);
    const by = dimensions.find(({ key }) => key === report.filter.by);
    const made = tableOf(report, table, { say, locale, by: by?.title?.[locale] ?? say(`by.${report.filter.by}`) });
    const rows = async function* () {
      yield made.rows;
    };
    const columns = made.columns.map((title) => ({ title }));
    const body = writeCsv(columns, rows(), { separator: locale === "ru" ? ";" : "," });
    const name = `${say(`table.${table}`)} ${report.filter.from} – ${report.filter.to}.csv`;
    const headers = {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(body, { headers }) };
  },
}));
