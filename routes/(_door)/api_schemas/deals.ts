/** Shapes of answers about deals beside what every record has. */
import { z } from "zod";
import type { Converted, DealsOf, StageStep, Suggestion, Unconverted } from "@/crm/deals/mod.ts";
import { moneySchema, recordSchema, valuesByField } from "./records.ts";

const partySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  detail: z.array(z.string()).meta({ description: "api.field.hit-detail" }),
  why: z.enum(["link", "contact", "phone", "email", "name"]).meta({ description: "api.field.party-why" }),
}).meta({ id: "ConversionParty" });

export const suggestionSchema = z.object({
  contacts: z.array(partySchema),
  companies: z.array(partySchema),
  contact: z.string().meta({ description: "api.field.party-choice" }),
  company: z.string().meta({ description: "api.field.party-choice" }),
  deal: valuesByField,
  may: z.object({ contact: z.boolean(), company: z.boolean(), deal: z.boolean() }),
  converted: z.object({ deal: z.uuid(), name: z.string().nullable() }).nullable()
    .meta({ description: "api.field.converted" }),
}) satisfies z.ZodType<Suggestion>;

export const convertedSchema = z.object({
  deal: recordSchema,
  lead: recordSchema,
  contact: z.uuid().nullable(),
  company: z.uuid().nullable(),
  made: z.array(z.enum(["contact", "company"])).meta({ description: "api.field.made" }),
}) satisfies z.ZodType<Converted>;

export const unconvertedSchema = z.object({
  removed: z.array(z.enum(["deal", "contact", "company"])).meta({ description: "api.field.removed" }),
  kept: z.array(z.enum(["contact", "company"])).meta({ description: "api.field.kept-made" }),
}) satisfies z.ZodType<Unconverted>;

const stepSchema = z.object({
  id: z.string(),
  from: z.uuid().nullable().meta({ description: "api.field.stage-from" }),
  to: z.uuid(),
  pipeline: z.uuid(),
  at: z.number().meta({ description: "api.field.epoch-ms" }),
  seconds: z.number().nullable().meta({ description: "api.field.stage-seconds" }),
  actor: z.string().nullable().meta({ description: "api.field.actor" }),
  actorName: z.string().nullable(),
}).meta({ id: "StageStep" }) satisfies z.ZodType<StageStep>;

const sumSchema = z.object({
  count: z.int(),
  amounts: z.array(moneySchema).meta({ description: "api.field.sum-amounts" }),
}).meta({ id: "DealSum" });

export const dealsOfSchema = z.object({
  deals: z.array(recordSchema),
  stages: z.record(z.uuid(), z.object({ name: z.string(), colour: z.string() }))
    .meta({ description: "api.field.stages-of" }),
  sums: z.object({ open: sumSchema, won: sumSchema, lost: sumSchema }),
}) satisfies z.ZodType<DealsOf>;

export const stageLogSchema = z.object({ steps: z.array(stepSchema) });
