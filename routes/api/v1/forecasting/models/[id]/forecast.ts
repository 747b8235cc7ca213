/** What the champion says of days to come, as data or as a file for Excel. */
import { z } from "zod";
import { type Cell, type Column, writeCsv, writeXlsx } from "@/crm/import/files/write.ts";
import { t } from "@/locales/mod.ts";
import { forecastDays, forecastSchema, modelSchema, type ToldDay } from "@/ml/registry/mod.ts";
import { missing, READERS, toldDaySchema } from "@/routes/(_door)/api_schemas/models.ts";
import { defineOperation, serve } from "@/routes/(_door)/operation.ts";

const COLUMNS = ["at", "expected", "low", "high", "handle", "patience"] as const;
const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

export const handlers = serve(defineOperation({
  method: "GET",
  path: "/api/v1/forecasting/models/{id}/forecast",
  id: "getForecast",
  tag: "forecasting",
  needs: READERS,
  params: modelSchema,
  query: forecastSchema.omit({ id: true }).extend({
    format: z.enum(["json", "csv", "xlsx"]).default("json").meta({ description: "training.field.format" }),
  }),
  response: z.object({ days: z.array(toldDaySchema) }),
  statuses: missing,
  work: async ({ input, access, ctx }) => {
    const told = await forecastDays(ctx.state.store, access, input);
    if (!told.ok) return told;
    const { format } = input;
    if (format === "json") return { ok: true, value: { days: told.value } };
    const { locale } = ctx.state;
    const say = t(locale);
    const columns: Column[] = COLUMNS.map((key) => ({ title: say(`training.column.${key}`) }));
    const body = format === "csv"
      ? writeCsv(columns, rowsOf(told.value), { separator: locale === "ru" ? ";" : "," })
      : writeXlsx(columns, rowsOf(told.value), { sheet: say("training.sheet") });
    const name = `${say("training.sheet")} ${input.from} – ${input.to}.${format}`;
    const headers = {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    return { ok: true, value: new Response(body, { headers }) };
  },
}));

/** A row an interval: local time, calls to two decimals, seconds. */
async function* rowsOf(days: readonly ToldDay[]): AsyncGenerator<Cell[][]> {
  for (const { day, step, opens, expected, low, high, handle, patience } of days) {
    yield expected.map((calls, slot) => {
      const minute = opens + slot * step;
      const two = (n: number) => `${n}`.padStart(2, "0");
      const at = { date: `${day} ${two(Math.floor(minute / 60))}:${two(minute % 60)}` };
      const seconds = (values: number[] | null) => values ? round(values[slot], 1) : null;
      return [at, round(calls, 100), round(low[slot], 100), round(high[slot], 100), seconds(handle), seconds(patience)];
    });
  }
}

const round = (value: number, by: number) => Math.round(value * by) / by;
