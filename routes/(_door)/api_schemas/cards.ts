/** Shapes of answers about one record's past: its timeline, notes, consents, changes put back. */
import { z } from "zod";
import { KINDS, type RecordKind } from "@/crm/record/mod.ts";
import { CHANNELS, type ConsentState } from "@/crm/consents/mod.ts";
import type { Reverted } from "@/crm/revert/mod.ts";
import type { TimelineEntry, TimelinePage } from "@/crm/timeline/mod.ts";
import { namesSchema, valueSchema } from "./records.ts";

const ms = z.number().meta({ description: "api.field.epoch-ms" });
const channel = z.enum(CHANNELS);
const manner = z.string().meta({ description: "api.field.manner" });

const who = {
  id: z.string(),
  at: ms,
  actor: z.string().meta({ description: "api.field.actor" }),
  actorName: z.string().nullable(),
  of: z.object({ kind: z.enum(KINDS as [RecordKind, ...RecordKind[]]), id: z.uuid() }).nullable()
    .meta({ description: "api.field.of-lead" }),
};

const changeItem = z.object({
  source: z.literal("change"),
  ...who,
  what: z.string().meta({ description: "api.field.what" }),
  origin: z.string().meta({ description: "api.field.origin" }),
  changes: z.array(z.object({ field: z.string(), before: valueSchema, after: valueSchema })),
  revert: z.string().nullable().meta({ description: "api.field.revert" }),
  merge: z.object({ id: z.string(), names: z.array(z.string()), undone: z.boolean() }).nullable()
    .meta({ description: "api.field.merge" }),
  elsewhere: z.boolean().meta({ description: "api.field.elsewhere" }),
});

const noteItem = z.object({
  source: z.literal("note"),
  ...who,
  body: z.string(),
  editedAt: ms.nullable(),
  mine: z.boolean().meta({ description: "api.field.mine" }),
}).meta({ id: "Note" });

const callItem = z.object({
  source: z.literal("call"),
  ...who,
  direction: z.enum(["inbound", "outbound", "internal"]),
  outcome: z.enum(["answered", "abandoned", "timeout", "refused", "unrouted", "lost"]).nullable(),
  talkMs: z.number().meta({ description: "api.field.duration-ms" }),
  queueName: z.string().nullable(),
  disposition: z.string().nullable().meta({ description: "api.field.disposition" }),
  notes: z.string(),
  recordingSeconds: z.number().nullable().meta({ description: "api.field.recording-seconds" }),
});

const taskItem = z.object({
  source: z.literal("task"),
  ...who,
  what: z.enum(["set", "done", "cancelled"]),
  task: z.uuid(),
  name: z.string(),
  type: z.string(),
  status: z.string(),
  due: ms.nullable(),
  result: z.string(),
  owner: z.string().nullable(),
});

const stageOfItem = z.object({ name: z.string(), colour: z.string(), type: z.string(), pipeline: z.string() });
const stageItem = z.object({
  source: z.literal("stage"),
  ...who,
  from: stageOfItem.nullable(),
  to: stageOfItem.nullable(),
  seconds: z.number().nullable().meta({ description: "api.field.stage-seconds" }),
  elsewhere: z.boolean().meta({ description: "api.field.elsewhere" }),
});

const fileItem = z.object({
  source: z.literal("file"),
  ...who,
  name: z.string(),
  type: z.string().meta({ description: "api.field.file-type" }),
  bytes: z.number(),
});

const consentItem = z.object({
  source: z.literal("consent"),
  ...who,
  channel,
  granted: z.boolean(),
  saidAt: ms,
  manner,
  proof: z.string().meta({ description: "api.field.proof" }),
});

const timelineItemSchema = z.discriminatedUnion("source", [
  changeItem,
  noteItem,
  callItem,
  consentItem,
  taskItem,
  stageItem,
  fileItem,
])
  .meta({ id: "TimelineItem" }) satisfies z.ZodType<TimelineEntry>;

export const timelinePageSchema = z.object({
  rows: z.array(timelineItemSchema),
  next: z.string().nullable().meta({ description: "api.field.next" }),
  names: namesSchema,
}).meta({ id: "TimelinePage" }) satisfies z.ZodType<TimelinePage>;

const consentSchema = z.object({
  id: z.uuid(),
  channel,
  granted: z.boolean(),
  at: ms,
  manner,
  proof: z.string().meta({ description: "api.field.proof" }),
  actor: z.string().meta({ description: "api.field.actor" }),
  actorName: z.string().nullable(),
  writtenAt: ms,
}).meta({ id: "Consent" });

export const consentStateSchema = z.object({
  current: z.record(channel, consentSchema.nullable()).meta({ description: "api.field.consent-current" }),
  history: z.array(consentSchema),
}) satisfies z.ZodType<ConsentState>;

export const revertedSchema = z.object({
  reverted: z.array(z.string()).meta({ description: "api.field.reverted" }),
  left: z.array(z.string()).meta({ description: "api.field.left" }),
}) satisfies z.ZodType<Reverted>;

/** Things of cards that are not there. */
export const noNote = { "timeline.error.no-note": 404, "records.error.no-record": 404 } as const;
export const noChange = { "timeline.error.no-change": 404, "records.error.no-record": 404 } as const;
