/** Shapes of answers about the calendar and working time. */
import { z } from "zod";
import type { CalendarRange, CompanyDay, Holiday, Interval, KeptDay } from "@/crm/calendar/mod.ts";
import { recordSchema } from "./records.ts";

export const interval = z.object({ from: z.iso.datetime(), to: z.iso.datetime() })
  .meta({ id: "Interval" }) satisfies z.ZodType<Interval>;

const holidayKey = z.enum([
  "new-year",
  "christmas",
  "defender",
  "women",
  "labour",
  "victory",
  "russia",
  "unity",
  "moved",
  "eve",
  "instead",
]) satisfies z.ZodType<Holiday["key"]>;
const dayType = z.enum(["closed", "short", "working"]);

export const companyDay = z.object({
  day: z.iso.date(),
  type: dayType,
  name: z.string().nullable(),
  holiday: holidayKey.nullable(),
}).meta({ id: "CompanyDay" }) satisfies z.ZodType<CompanyDay>;

const byPerson = z.record(z.string(), z.array(interval));

export const calendarShape = z.object({
  tasks: z.array(recordSchema),
  repeats: z.array(z.object({ task: z.uuid(), at: z.iso.datetime() })).meta({ description: "api.field.repeats" }),
  names: z.record(z.string(), z.string()),
  busy: byPerson.meta({ description: "api.field.busy" }),
  working: byPerson,
  days: z.array(companyDay),
  more: z.boolean(),
}) satisfies z.ZodType<CalendarRange>;

export const weekShape = z.array(z.array(z.object({ from: z.string(), to: z.string() })))
  .meta({ id: "WorkingWeek", description: "api.field.week" });

export const specialDayShape = z.object({
  id: z.uuid(),
  user: z.uuid().nullable().meta({ description: "api.field.day-user" }),
  first: z.iso.date(),
  last: z.iso.date(),
  type: dayType,
  minutes: z.int().meta({ description: "api.field.day-minutes" }),
  name: z.string(),
}).meta({ id: "SpecialDay" }) satisfies z.ZodType<KeptDay>;

export const companyTimeShape = z.object({
  week: weekShape,
  timeZone: z.string(),
  holidays: z.enum(["ru", "none"]),
  version: z.int(),
});
