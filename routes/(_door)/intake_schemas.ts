/** Shapes of answers about leads from outside, for the API's document. */
import { z } from "zod";
import type { Sampled } from "@/crm/intake/mod.ts";
import { valuesByField } from "./api_schemas/records.ts";

const ms = z.int().meta({ description: "api.field.epoch-ms" });
const record = z.object({ kind: z.enum(["lead", "contact", "company"]), id: z.uuid() });
const point = z.record(z.string(), z.unknown());

const line = {
  id: z.uuid(),
  source: z.uuid(),
  state: z.enum(["received", "unsorted", "accepted", "declined", "linked", "duplicate", "spam", "failed"]),
  title: z.string(),
  text: z.string(),
  receivedAt: ms,
  repeats: z.int(),
  error: z.string().nullable(),
  reason: z.string(),
  handledBy: z.uuid().nullable(),
  handledAt: ms.nullable(),
  attempts: z.int(),
  record: record.nullable(),
};
export const requestLineSchema = z.object(line).meta({ id: "IntakeRequest" });

export const requestDetailSchema = z.object({
  ...line,
  raw: z.string().nullable(),
  contentType: z.string(),
  truncated: z.boolean(),
  ip: z.string(),
  headers: z.record(z.string(), z.string()),
  values: point,
  problems: z.array(z.object({ field: z.string(), code: z.string(), raw: z.string() })),
  consents: z.array(z.object({ channel: z.string(), granted: z.boolean(), proof: z.string() })),
  errorDetail: z.string().nullable(),
  known: z.array(z.object({ ...record.shape, name: z.string(), open: z.boolean(), point: z.string() })),
}).meta({ id: "IntakeRequestDetail" });

export const handledSchema = z.object({ id: z.uuid(), record: record.nullable() });

/** Of a verb over many: each by itself. */
export const handledManySchema = z.object({
  done: z.array(handledSchema),
  refused: z.array(z.object({ id: z.uuid(), code: z.string() })),
});

export const countSchema = z.object({
  unsorted: z.int(),
  failed: z.int(),
  spam: z.int(),
  callbacks: z.int(),
  due: z.int(),
});

export const figuresSchema = z.array(z.object({
  source: z.uuid(),
  requests: z.int(),
  leads: z.int(),
  qualified: z.int(),
  answered: z.int(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
  inTarget: z.number().nullable(),
  waiting: z.int(),
  oldestWaitMs: z.number().nullable(),
  late: z.int(),
}));

export const callbackSchema = z.object({
  id: z.uuid(),
  number: z.string(),
  lead: z.uuid().nullable(),
  contact: z.uuid().nullable(),
  name: z.string(),
  owner: z.uuid().nullable(),
  missed: z.int(),
  lastMissedAt: ms,
  dueAt: ms,
}).meta({ id: "Callback" });

export const sourceNameSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  builtin: z.string().nullable(),
  kind: z.string(),
}).meta({ id: "SourceName" });

export const trialSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  created: z.string(),
  rule: z.string().nullable(),
  owner: z.uuid().nullable(),
  team: z.uuid().nullable(),
});

const mappingLine = z.object({ from: z.string().optional(), value: z.string().optional(), to: z.string() });

/** A sample as the source would read it. */
export const sampledSchema = z.object({
  leaves: z.array(z.object({ path: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }))
    .meta({ description: "api.field.leaves" }),
  guessed: z.array(mappingLine).meta({ description: "api.field.guessed" }),
  values: valuesByField,
  problems: z.array(z.object({ field: z.string(), code: z.string(), raw: z.string() })),
  suspicion: z.string().nullable().meta({ description: "api.field.suspicion" }),
}) satisfies z.ZodType<Sampled>;

/** Things that are not there. */
export const missing = {
  "intake.error.no-request": 404,
  "intake.error.no-callback": 404,
  "intake.error.no-rule": 404,
  "records.error.no-source": 404,
} as const;
