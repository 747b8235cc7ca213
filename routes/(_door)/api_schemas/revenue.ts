/** Shapes of answers about revenue. */
import { z } from "zod";
import { PERIOD, setQuotaSchema, TABLES } from "@/ml/revenue/mod.ts";
import {
  type BackTestView,
  type HistoryView,
  type QuotaRow,
  type RevenueFilter,
  type RevenueView,
  STEPS,
  type WaterfallView,
} from "@/ml/revenue/view.ts";
import { readDay } from "@/crm/record/days.ts";
import { conditionShape } from "./records.ts";

const minor = z.number().meta({ description: "api.field.report-minor" });
const periodName = z.string().meta({ description: "api.field.revenue-period", examples: ["2026-11", "2026-Q4"] });
const sum = z.object({ deals: z.int(), minor }).meta({ id: "RevenueSum" });
const refused = z.enum(["no-deals", "too-few-wins", "too-short", "bad-period"]).nullable()
  .meta({ description: "api.field.revenue-refused" });

const filter = z.object({
  pipeline: z.string().nullable(),
  team: z.string().nullable(),
  owner: z.string().nullable(),
  currency: z.string(),
  months: z.int(),
}) satisfies z.ZodType<RevenueFilter>;

const period = z.object({ name: periodName, expected: minor, low: minor, high: minor, won: minor })
  .meta({ id: "RevenuePeriod" });

export const quotaSchema = z.object({
  id: z.uuid(),
  period: periodName,
  owner: z.uuid().nullable(),
  team: z.uuid().nullable(),
  currency: z.string(),
  minor,
  version: z.int(),
}).meta({ id: "Quota" }) satisfies z.ZodType<QuotaRow>;

const group = z.object({
  key: z.string().nullable(),
  open: sum,
  weighted: minor,
  periods: z.array(z.object({ name: periodName, won: minor, expected: minor })),
}).meta({ id: "RevenueGroup" });

export const revenueSchema = z.object({
  asOf: z.string().meta({ description: "api.field.revenue-as-of" }),
  forecast: z.object({
    level: z.number().meta({ description: "api.field.revenue-level" }),
    months: z.array(
      period.extend({
        open: minor.meta({ description: "api.field.revenue-open" }),
        coming: minor.meta({ description: "api.field.revenue-coming" }),
        before: minor.nullable().meta({ description: "api.field.revenue-before" }),
      }).meta({ id: "RevenueMonth" }),
    ),
    quarters: z.array(period),
    total: period,
    origins: z.int(),
    factor: z.number().meta({ description: "api.field.revenue-factor" }),
  }).nullable(),
  refused,
  deals: z.int(),
  wins: z.int(),
  impossible: z.int(),
  past: z.array(z.object({ name: periodName, won: minor, deals: z.int() })),
  pipeline: z.object({
    amount: minor,
    weighted: minor,
    stages: z.array(z.object({
      stage: z.string(),
      deals: z.int(),
      amount: minor,
      chance: z.number(),
      weighted: minor,
    })),
  }),
  categories: z.array(z.object({
    name: periodName,
    won: sum,
    commit: sum,
    bestCase: sum,
    pipeline: sum,
    omitted: sum,
  })).meta({ description: "api.field.revenue-categories" }),
  overdue: sum,
  undated: sum,
  groups: z.object({ owner: z.array(group), team: z.array(group), pipeline: z.array(group) }),
  filter,
  madeAt: z.int(),
  names: z.record(z.string(), z.string()),
  quotas: z.array(quotaSchema),
  conditions: z.array(conditionShape),
  others: z.array(z.object({ currency: z.string(), deals: z.int() })),
  hidden: z.array(z.enum(["owner", "team", "pipeline", "stage", "categories"])),
}).meta({ id: "Revenue" }) satisfies z.ZodType<RevenueView>;

export const backTestSchema = z.object({
  ahead: z.array(z.object({
    months: z.int(),
    wape: z.number().nullable().meta({ description: "api.field.revenue-wape" }),
    wapeBefore: z.number().nullable(),
    coverage: z.number().nullable(),
    told: z.array(z.object({
      origin: periodName,
      expected: minor,
      low: minor,
      high: minor,
      before: minor.nullable(),
      actual: minor,
    })),
  })),
  refused,
  level: z.number(),
}).meta({ id: "RevenueBackTest" }) satisfies z.ZodType<BackTestView>;

export const waterfallSchema = z.object({
  from: z.string(),
  to: z.string(),
  period: periodName.nullable(),
  start: sum,
  end: sum,
  steps: z.array(z.object({
    step: z.enum(STEPS),
    minor,
    deals: z.int(),
    top: z.array(z.object({ id: z.string(), minor })),
  })),
  names: z.record(z.string(), z.string()),
}).meta({ id: "RevenueWaterfall" }) satisfies z.ZodType<WaterfallView>;

export const historySchema = z.object({
  period: periodName,
  periods: z.array(periodName),
  points: z.array(z.object({
    asOf: z.string(),
    told: z.boolean().meta({ description: "api.field.revenue-told" }),
    expected: minor,
    low: minor,
    high: minor,
    won: minor,
    weighted: minor,
    commit: minor,
    best: minor,
  })),
  came: minor.nullable(),
}).meta({ id: "RevenueHistory" }) satisfies z.ZodType<HistoryView>;

const day = z.string().refine((text) => readDay(text) === text);
const id = z.uuid().nullable().default(null);
const asked = z.object({
  pipeline: z.string().optional(),
  team: z.string().optional(),
  owner: z.string().optional(),
  currency: z.string().optional().meta({ description: "api.field.report-currency" }),
});
const narrowed = z.object({
  pipeline: id,
  team: id,
  owner: id,
  currency: z.string().regex(/^[A-Z]{3}$/).default("RUB"),
});

/** An address with empty fields asks for nothing by them. */
const filled = (given: object): unknown => Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ""));

const months = z.coerce.number().pipe(z.union([z.literal(3), z.literal(6), z.literal(12)])).default(6);
const table = { table: z.enum(TABLES), format: z.enum(["csv", "xlsx"]).default("csv") };
const days = { from: day, to: day, period: z.string().regex(PERIOD).nullable().default(null) };

const revenue = narrowed.extend({ months });
const askedMonths = asked.extend({
  months: z.string().optional().meta({ description: "api.field.revenue-months", examples: ["6"] }),
});
export const revenueQuery = askedMonths.transform((given) => filled(given) as z.input<typeof revenue>).pipe(revenue);

const file = narrowed.extend({ months, ...table });
export const revenueExportQuery = askedMonths.extend({ table: z.enum(TABLES), format: z.string().optional() })
  .transform((given) => filled(given) as z.input<typeof file>).pipe(file);

const fall = narrowed.extend(days).refine(({ from, to }) => from <= to, { path: ["to"] });
export const waterfallQuery = asked.extend({ from: z.string(), to: z.string(), period: z.string().optional() })
  .transform((given) => filled(given) as z.input<typeof fall>).pipe(fall);

const history = narrowed.extend({ period: days.period });
export const historyQuery = asked.extend({ period: z.string().optional() })
  .transform((given) => filled(given) as z.input<typeof history>).pipe(history);

export const quotasQuery = z.object({
  periods: z.string().transform((text) => text.split(",")).pipe(z.array(z.string().regex(PERIOD)).min(1).max(40)),
  currency: z.string().regex(/^[A-Z]{3}$/).default("RUB"),
});
export { setQuotaSchema };
