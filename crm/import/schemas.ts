/** What people may send about imports. */
import { z } from "zod";
import { FIELD_TYPES } from "@/crm/fields/schemas.ts";
import type { ImportOptions } from "@/store/tables/imports.ts";

const key = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,42}$/);
export const importKindSchema = z.enum(["lead", "contact", "company", "deal", "task"]);

export const targetSchema = z.discriminatedUnion("to", [
  z.object({ to: z.literal("skip") }),
  z.object({ to: z.literal("created") }),
  z.object({ to: z.literal("updated") }),
  z.object({ to: z.literal("external-id") }),
  z.object({ to: z.literal("owner") }),
  z.object({ to: z.literal("company") }),
  z.object({ to: z.literal("field"), field: key }),
  z.object({ to: z.literal("name"), part: z.enum(["last", "first", "middle"]) }),
  z.object({
    to: z.literal("new-field"),
    type: z.enum(FIELD_TYPES).exclude(["multi-select", "user"]),
    title: z.string().trim().min(1).max(120),
  }),
  z.object({ to: z.literal("moment"), field: z.enum(["closed", "stageSince", "done"]) }),
  z.object({ to: z.literal("entered"), stage: z.string().trim().min(1).max(120) }),
  z.object({ to: z.literal("product"), part: z.enum(["name", "quantity", "price", "discount"]) }),
  z.object({ to: z.literal("contact"), part: z.enum(["name", "phone", "email", "id"]) }),
  z.object({ to: z.literal("link"), kind: z.enum(["deal", "lead"]) }),
  z.object({ to: z.literal("currency") }),
]);

export const mappingSchema = z.object({
  columns: z.array(z.object({
    title: z.string().max(32_767),
    target: targetSchema,
    values: z.record(z.string().max(500), z.string().max(500)).optional(),
    keep: key.optional(),
  })).max(500),
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}

export const optionsSchema = z.object({
  values: z.record(key, z.unknown()),
  timeZone: z.string().max(60).refine(isZone),
  dateOrder: z.enum(["dmy", "mdy"]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  owner: z.uuid().nullable(),
  team: z.uuid().nullable(),
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  source: z.uuid().nullable(),
  system: z.string().trim().regex(/^[\p{L}\p{N}_.-]{1,40}$/u),
  duplicates: z.enum(["skip", "update", "fill-empty", "create"]),
  match: z.array(z.enum(["phone", "email", "external-id", "name"])).max(4),
  badValues: z.enum(["reject", "drop"]),
  automation: z.boolean(),
});

export function defaultOptions(kind: z.output<typeof importKindSchema>, site: { timeZone: string }): ImportOptions {
  return {
    values: {},
    timeZone: site.timeZone,
    dateOrder: "dmy",
    currency: "RUB",
    owner: null,
    team: null,
    tags: [],
    source: null,
    system: "import",
    duplicates: "skip",
    match: kind === "deal" || kind === "task"
      ? ["external-id"]
      : kind === "company"
      ? ["phone", "email", "external-id", "name"]
      : ["phone", "email", "external-id"],
    badValues: "reject",
    automation: false,
  };
}

export const patchImportSchema = z.object({
  mapping: mappingSchema.optional(),
  options: optionsSchema.partial().optional(),
  header: z.boolean().optional(),
  separator: z.enum([",", ";", "\t", "|"]).optional(),
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1251", "windows-1252", "koi8-r", "ibm866"]).optional(),
  sheet: z.string().max(255).optional(),
});

export const presetSchema = z.object({
  kind: importKindSchema,
  name: z.string().trim().min(1).max(80),
  mapping: mappingSchema,
  options: optionsSchema.partial().default({}),
  shared: z.boolean().default(false),
});
