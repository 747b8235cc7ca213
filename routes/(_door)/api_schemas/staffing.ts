/** Shapes of answers about queues' days beside their forecasts, and about staffing. */
import { z } from "zod";
import type { CallsDay, CallsPast, CallsWeek } from "@/ml/intraday/mod.ts";
import type { Line } from "@/ml/staffing/lines.ts";
import { type KeptSettings, staffingSettingsSchema } from "@/ml/staffing/keep.ts";
import type { PlannedDay, UsualService } from "@/ml/staffing/settings.ts";

const day = z.iso.date();
const figures = z.array(z.number());
const shareOrNull = z.number().nullable();

export const lineShape = z.object({
  model: z.uuid(),
  name: z.string(),
  queue: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  within: z.number().meta({ description: "api.field.staffing-within" }),
  filter: z.object({ dids: z.array(z.string()).readonly(), leastWait: z.number() }),
  from: day,
  to: day,
}).meta({ id: "StaffingLine" }) satisfies z.ZodType<Line>;

const plannedShape = z.object({
  day,
  madeOn: day.meta({ description: "api.field.made-on" }),
  step: z.int().meta({ description: "api.field.step" }),
  opens: z.int().meta({ description: "api.field.opens" }),
  level: z.number().meta({ description: "api.field.forecast-level" }),
  expected: figures,
  low: figures,
  high: figures,
  handle: figures.nullable().meta({ description: "api.field.handle" }),
  patience: figures.nullable().meta({ description: "api.field.patience" }),
}).meta({ id: "PlannedDay" }) satisfies z.ZodType<PlannedDay>;

const usualShape = z.object({
  handle: z.number(),
  patience: z.number(),
  handled: z.int(),
  hungUp: z.int(),
}).meta({ id: "UsualService", description: "api.field.usual-service" }) satisfies z.ZodType<UsualService>;

export const keptShape = z.object({
  settings: staffingSettingsSchema.meta({ id: "StaffingSettings" }),
  version: z.int(),
}).meta({ id: "KeptStaffing" }) satisfies z.ZodType<KeptSettings>;

const servedShape = z.object({
  calls: z.int(),
  answered: z.int(),
  inTime: z.int(),
  abandoned: z.int(),
  handle: z.number(),
  handled: z.int(),
}).meta({ id: "ServedInterval" });

export const callsDayShape = z.object({
  day,
  today: day,
  now: z.number(),
  planned: plannedShape.nullable(),
  edges: figures.meta({ description: "api.field.edges" }),
  from: z.int(),
  served: z.array(servedShape.nullable()).nullable(),
  later: z.object({
    from: z.int(),
    expected: figures,
    low: figures,
    high: figures,
    rest: z.object({ expected: z.number(), low: z.number(), high: z.number(), morning: z.number() }),
    level: z.number(),
  }).nullable().meta({ description: "api.field.later" }),
  usual: usualShape,
  scheduled: z.object({ people: figures, members: z.int(), shared: z.int() }).nullable()
    .meta({ description: "api.field.scheduled" }),
  kept: keptShape,
}) satisfies z.ZodType<CallsDay>;

export const callsWeekShape = z.object({
  today: day,
  days: z.array(z.object({
    day,
    planned: plannedShape.nullable(),
    told: z.object({ expected: z.number(), low: z.number(), high: z.number() }).nullable(),
    calls: z.int().nullable(),
    scheduled: figures.nullable(),
  })),
  usual: usualShape,
  members: z.int(),
  shared: z.int(),
  kept: keptShape,
}) satisfies z.ZodType<CallsWeek>;

const level = z.object({ serviceLevel: z.number(), abandon: z.number() });

export const callsPastShape = z.object({
  days: z.array(z.object({
    day,
    calls: z.int(),
    told: z.array(shareOrNull),
    low: shareOrNull,
    high: shareOrNull,
    agentHours: z.number(),
    service: z.object({ told: level, seen: level }).nullable(),
  })),
  within: z.number(),
  level: z.number(),
  usual: usualShape,
  accuracy: z.array(z.object({
    ahead: z.int(),
    days: z.int(),
    wape: shareOrNull,
    wapeDay: shareOrNull,
    bias: shareOrNull,
    within: shareOrNull,
  })),
}) satisfies z.ZodType<CallsPast>;

const model = z.uuid().meta({ description: "api.field.line-model" });

export const dayQuery = z.object({ model, day: day.optional().meta({ description: "api.field.calls-day" }) });
export const pastQuery = z.object({ model });
export const weekQuery = z.object({
  model,
  from: day,
  days: z.coerce.number().int().min(1).max(14).default(7),
});
export const settingsParams = z.object({ id: z.uuid() });
export const settingsBody = z.object({ version: z.int().min(0), settings: staffingSettingsSchema });
export const exportQuery = weekQuery.extend({ format: z.enum(["csv", "xlsx"]).default("csv") });
export const skillsBody = z.object({
  models: z.array(z.uuid()).min(2).max(12),
  day,
  minute: z.int().min(0).max(1_439).meta({ description: "api.field.skills-minute" }),
});
