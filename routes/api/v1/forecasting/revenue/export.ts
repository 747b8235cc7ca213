/** One table of the revenue forecast as a file for Excel. */
import { writeCsv, writeXlsx } from "@/crm/import/files/write.ts";
import { fileOf, revenueBackTest, revenueView } from "@/ml/revenue/mod.ts";
import { t } from "@/locales/mod.ts";
import { revenueExportQuery } from "@/routes/(_door)/api_schemas/revenue.ts";
import { bytes, defineOperation, serve } from "@/routes/(_door)/operation.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/revenue/export",
  id: "exportRevenue",
  tag: "revenue",
  needs: ["deals.export"],
  query: revenueExportQuery,
  response: bytes,
  file: ["text/csv", XLSX],
  work: async ({ input, access, ctx }) => {
    const { store, locale } = ctx.state;
    const { table, format, ...filter } = input;
    const view = await revenueView(store, access, { filter });
    if (!view.ok) return view;
    const told = table === "back-test" ? await revenueBackTest(store, access, { filter }) : null;
    if (told && !told.ok) return told;
    const say = (key: string) => t(locale)(`revenue.${key}`);
    const made = fileOf(view.value, table, { say, backTest: told?.value });
    const rows = async function* () {
      yield made.rows;
    };
    const columns = made.columns.map((title) => ({ title }));
    const title = say(`table.${table}`);
    const body = format === "csv"
      ? writeCsv(columns, rows(), { separator: locale === "ru" ? ";" : "," })
      : writeXlsx(columns, rows(), { sheet: title });
    const headers = {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : XLSX,
      "content-disposition": `attachment; filename*=UTF-8''${
        encodeURIComponent(`${title} ${view.value.asOf}.${format}`)
      }`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(body, { headers }) };
  },
}));
