/** Shapes of answers that the API's document names, for the rooms of events, webhooks and programs. */
import { z } from "zod";

const time = z.iso.datetime();

export const eventSchema = z.object({
  id: z.uuid().meta({ description: "api.field.event-id" }),
  sequence: z.int().meta({ description: "api.field.sequence" }),
  type: z.string().meta({ description: "api.field.event-type" }),
  entity: z.object({ kind: z.string(), id: z.string() }),
  at: time,
  actor: z.string().meta({ description: "api.field.actor" }),
  origin: z.string().meta({ description: "api.field.origin" }),
  data: z.record(z.string(), z.unknown()).meta({ description: "api.field.event-data" }),
}).meta({ id: "Event" });

export const webhookSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()).meta({ description: "api.field.patterns" }),
  enabled: z.boolean(),
  allowPrivate: z.boolean().meta({ description: "api.field.allow-private" }),
  failingSince: time.nullable().meta({ description: "api.field.failing-since" }),
  disabledReason: z.enum(["failing", "gone"]).nullable().meta({ description: "api.field.disabled-reason" }),
  oldSecretUntil: time.nullable().meta({ description: "api.field.old-secret-until" }),
  version: z.int().meta({ description: "api.field.version" }),
  createdAt: time,
}).meta({ id: "Webhook" });

export const deliverySchema = z.object({
  id: z.uuid(),
  event: z.uuid(),
  type: z.string(),
  state: z.enum(["pending", "failed", "delivered", "dead"]).meta({ description: "api.field.delivery-state" }),
  attempts: z.int(),
  nextAt: time.nullable(),
  triedAt: time.nullable(),
  status: z.int().nullable(),
  response: z.string().nullable().meta({ description: "api.field.excerpt" }),
  durationMs: z.int().nullable(),
  error: z.string().nullable().meta({ description: "api.field.failure" }),
  createdAt: time,
}).meta({ id: "Delivery" });

export const secretDescription = { description: "api.field.secret" };

/** Things of webhooks that are not there. */
export const missing = { "webhooks.error.no-webhook": 404, "webhooks.error.no-delivery": 404 } as const;
