/** What people may send about duplicates and merges. */
import { z } from "zod";
import { CONTACTABLE } from "@/crm/record/mod.ts";
import type { ContactableKind } from "@/crm/record/mod.ts";

const id = z.uuid();
const kind = z.enum(CONTACTABLE as [ContactableKind, ...ContactableKind[]]);
const text = z.string().trim().max(254);

export const checkSchema = z.object({
  kind,
  name: text.default(""),
  company: text.default(""),
  /** As typed; what is no number or address is left out. */
  phones: z.array(text).max(20).default([]),
  emails: z.array(text).max(20).default([]),
  /** The record itself, when it is there already. */
  except: id.optional().meta({ description: "api.field.except" }),
});

/** Merging takes a few records at once; a heap of them is merged in steps that somebody looked at. */
const others = z.array(id).min(1).max(5);
/** By field: the record whose value is taken, or `all`. */
const take = z.record(z.string().max(50), z.union([id, z.literal("all")])).default({})
  .meta({ description: "api.field.take" });

export const previewSchema = z.object({
  survivor: id.meta({ description: "api.field.survivor" }),
  others: others.meta({ description: "api.field.others" }),
  take,
});

export const mergeSchema = previewSchema.extend({
  /** Versions that the person saw, by id; a newer one is a refusal. */
  versions: z.record(id, z.number().int()).default({}).meta({ description: "api.field.versions" }),
});

export const pairsSchema = z.object({
  kind,
  after: z.string().max(100).regex(/^[\d.e-]{1,24}~[0-9a-f-]{36}$/).optional()
    .meta({ description: "api.field.after" }),
  limit: z.coerce.number().int().min(1).max(100).default(30).meta({ description: "api.field.page-limit" }),
});

export const dismissSchema = z.object({
  /** Records that are not the same, each with each. */
  ids: z.array(id).min(2).max(20).meta({ description: "api.field.not-same" }),
});
