/** Shapes of answers about sales reports. */
import { z } from "zod";
import { type SalesFilter, salesFilterSchema, type SalesReport, TABLES } from "@/crm/reports/mod.ts";
import { conditionShape } from "./records.ts";

const sum = z.object({
  deals: z.int(),
  minor: z.number().nullable().meta({ description: "api.field.report-minor" }),
}).meta({ id: "SalesSum" });
const rate = z.number().nullable().meta({ description: "api.field.win-rate" });
const key = z.string().nullable().meta({ description: "api.field.group-key" });

const group = z.object({
  key,
  won: sum,
  lost: sum,
  open: sum,
  winRate: rate,
  average: z.number().nullable(),
  cycleDays: z.number().nullable().meta({ description: "api.field.cycle-days" }),
}).meta({ id: "SalesGroup" });

const filter = z.object({
  from: z.string(),
  to: z.string(),
  pipeline: z.string().nullable(),
  owner: z.string().nullable(),
  team: z.string().nullable(),
  currency: z.string(),
  by: z.string(),
  slice: z.string().nullable(),
  value: z.string().nullable(),
}) satisfies z.ZodType<SalesFilter>;

export const salesReportSchema = z.object({
  filter,
  totals: z.object({
    won: sum,
    lost: sum,
    created: z.int(),
    open: z.object({ deals: z.int(), minor: z.number().nullable(), weighted: z.number().nullable() }),
    winRate: rate,
    average: z.number().nullable(),
    cycleDays: z.object({ mean: z.number(), median: z.number() }).nullable()
      .meta({ description: "api.field.cycle-days" }),
    openAtEnd: z.int(),
    velocity: z.number().nullable().meta({ description: "api.field.velocity" }),
  }),
  others: z.array(z.object({ currency: z.string(), deals: z.int(), minor: z.number().nullable() })),
  months: z.array(z.object({ month: z.string(), created: z.int(), won: sum, lost: sum })),
  people: z.array(group),
  groups: z.array(group),
  lossReasons: z.array(z.object({ key, lost: sum })),
  products: z.array(z.object({ key, name: z.string(), won: sum, lost: sum, quantity: z.number() })),
  stages: z.object({
    pipeline: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    rows: z.array(z.object({
      id: z.uuid(),
      name: z.string(),
      colour: z.string(),
      type: z.enum(["open", "won", "lost"]),
      entered: z.int(),
      on: z.int(),
      back: z.int(),
      lost: z.int(),
      here: z.int(),
      won: z.int(),
      medianSeconds: z.number().nullable(),
    })),
  }),
  names: z.record(z.string(), z.string()),
  conditions: z.array(conditionShape).nullable(),
  cut: z.boolean(),
}).meta({ id: "SalesReport" }) satisfies z.ZodType<SalesReport>;

const asked = z.object({
  from: z.string().meta({ description: "api.field.report-from", examples: ["2026-01-01"] }),
  to: z.string().meta({ description: "api.field.report-to", examples: ["2026-12-31"] }),
  pipeline: z.string().optional(),
  owner: z.string().optional(),
  team: z.string().optional(),
  currency: z.string().optional().meta({ description: "api.field.report-currency" }),
  by: z.string().optional().meta({ description: "api.field.report-by" }),
  slice: z.string().optional().meta({ description: "api.field.report-slice" }),
  value: z.string().optional(),
});

/** An address with empty fields asks for nothing by them; beside `slice` no `value` means deals without one. */
const filled = (given: object): unknown => Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ""));
type Asked = z.input<typeof salesFilterSchema>;

export const salesQuery = asked.transform((given) => filled(given) as Asked).pipe(salesFilterSchema);
const withTable = z.object({ table: z.enum(TABLES) });
export const salesExportQuery = asked.extend(withTable.shape)
  .transform((given) => filled(given) as Asked & z.input<typeof withTable>)
  .pipe(z.intersection(salesFilterSchema, withTable));
