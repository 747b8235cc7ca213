/** What may be asked of sales reports. */
import { z } from "zod";
import { readDay } from "@/crm/record/days.ts";
import type { SalesFilter } from "@/crm/reports/types.ts";

/** Longest period: ten years are 120 rows of months. */
const MOST_DAYS = 3_660;

const day = z.string().refine((text) => readDay(text) === text);
const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/);
const id = z.uuid().nullable().default(null);

export const salesFilterSchema = z.object({
  from: day,
  to: day,
  pipeline: id,
  owner: id,
  team: id,
  currency: z.string().regex(/^[A-Z]{3}$/).default("RUB"),
  by: key.default("team"),
  slice: key.nullable().default(null),
  value: z.string().max(500).nullable().default(null),
}).refine(({ from, to }) => from <= to, { path: ["to"] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= MOST_DAYS * 86_400_000, {
    path: ["from"],
  }) satisfies z.ZodType<SalesFilter>;
