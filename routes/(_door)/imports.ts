/** What the routes of imports share: shapes of answers, the steps, what is not there. */
import { z } from "zod";
import { importKindSchema, mappingSchema, optionsSchema } from "@/crm/import/mod.ts";
import { type Ctx } from "./api.ts";
import { defineOperation, type Operation } from "./operation.ts";

/** Only the upload takes bodies of this size; what the file itself may be: LIMITS of crm/import/files. */
export const LARGEST_UPLOAD = 201 * 1_048_576;
/** A slow line takes its time for 200 MB. */
export const LONGEST_UPLOAD_MS = 30 * 60_000;

export const isUpload = (ctx: Pick<Ctx, "req" | "url">): boolean =>
  ctx.req.method === "POST" && ctx.url.pathname === "/api/v1/imports";

const time = z.iso.datetime();
const detail = z.record(z.string(), z.union([z.string(), z.number()]));
const trouble = z.object({ code: z.string(), detail: detail.optional() });
const counters = z.object({
  total: z.int(),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  failed: z.int(),
  warned: z.int(),
});

const unknownValue = z.object({
  value: z.string(),
  count: z.int(),
  like: z.string().optional().meta({ description: "api.field.import-like" }),
});

export const importSchema = z.object({
  id: z.uuid(),
  kind: importKindSchema,
  state: z.enum([
    "uploaded",
    "checking",
    "checked",
    "running",
    "paused",
    "done",
    "failed",
    "cancelled",
    "undoing",
    "undone",
  ]).meta({ description: "api.field.import-state" }),
  fileName: z.string(),
  size: z.int(),
  sha256: z.string(),
  version: z.int().meta({ description: "api.field.version" }),
  user: z.object({ id: z.uuid(), name: z.string() }),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  counters,
  check: z.object({
    counters,
    unknown: z.record(z.string(), z.array(unknownValue)),
  }).nullable(),
  progress: z.number(),
  rowsPerSecond: z.int().nullable(),
  error: trouble.nullable(),
  undo: z.object({ deleted: z.int(), restored: z.int(), kept: z.int() }).nullable(),
  fileKept: z.boolean(),
}).meta({ id: "Import" });

export const importDetailSchema = importSchema.extend({
  format: z.object({
    kind: z.enum(["csv", "xlsx"]),
    encoding: z.string().optional(),
    separator: z.string().optional(),
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
    sheet: z.string().optional(),
    header: z.boolean(),
  }),
  columns: z.array(z.object({ title: z.string(), samples: z.array(z.string()) })),
  suggestion: mappingSchema,
  presets: z.array(z.object({ id: z.uuid(), name: z.string(), fits: z.number() })),
  mapping: mappingSchema,
  options: optionsSchema,
  preview: z.array(z.object({
    row: z.int(),
    action: z.enum(["create", "update", "skip", "fail"]),
    values: z.record(z.string(), z.unknown()),
    name: z.string(),
    existing: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    errors: z.array(trouble.extend({ column: z.string() })),
  })),
  mayMakeFields: z.boolean(),
}).meta({ id: "ImportDetail" });

export const presetAnswer = z.object({
  id: z.uuid(),
  kind: importKindSchema,
  name: z.string(),
  shared: z.boolean(),
  own: z.boolean(),
  mapping: mappingSchema,
  options: optionsSchema.partial(),
}).meta({ id: "ImportPreset" });

export const importParams = z.object({ id: z.uuid() });
export const missingImport = { "import.error.no-import": 404, "import.error.no-preset": 404 } as const;
export const importers = ["records.import"] as const;

/** `POST /api/v1/imports/{id}/<step>`. */
export function importStep(step: "check" | "run" | "pause" | "resume" | "cancel" | "undo"): Operation {
  return defineOperation({
    method: "POST",
    path: `/api/v1/imports/{id}/${step}`,
    id: `${step}Import`,
    tag: "imports",
    needs: importers,
    params: importParams,
    response: importSchema,
    statuses: missingImport,
    work: ({ input, access, ctx }) => {
      const { imports } = ctx.state;
      if (step === "pause") return imports.pause(access, input);
      return step === "cancel" ? imports.cancel(access, input) : imports.start(access, { ...input, step });
    },
  });
}
