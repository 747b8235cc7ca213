/** Shapes of what notices, reminders, pushes and the mail server answer. */
import { z } from "zod";
import { NOTICE_KINDS } from "@/crm/notices/mod.ts";

const time = z.iso.datetime();
const channel = z.enum(["app", "push", "email"]);

export const noticeSchema = z.object({
  id: z.uuid(),
  kind: z.enum(NOTICE_KINDS),
  data: z.record(z.string(), z.unknown()).meta({ description: "api.field.notice-data" }),
  link: z.string().meta({ description: "api.field.notice-link" }),
  task: z.uuid().nullable().meta({ description: "api.field.notice-task" }),
  toldAt: time,
  readAt: time.nullable(),
  snoozedUntil: time.nullable(),
}).meta({ id: "Notice" });

export const newsAnswer = z.object({
  unread: z.int().meta({ description: "api.field.notice-unread" }),
  rows: z.array(noticeSchema),
  gone: z.array(z.uuid()).meta({ description: "api.field.notice-gone" }),
  at: z.number().meta({ description: "api.field.notice-at" }),
  quiet: z.boolean(),
  sound: z.boolean(),
});

export const preferencesSchema = z.object({
  kinds: z.record(z.enum(NOTICE_KINDS), z.array(channel)),
  quiet: z.object({ from: z.string(), to: z.string(), reminders: z.boolean() }).nullable(),
  sound: z.boolean(),
}).meta({ id: "NoticePreferences" });

export const taskDeliverySchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  channel,
  minutes: z.int().nullable().meta({ description: "api.field.reminder-minutes" }),
  person: z.object({ id: z.uuid(), name: z.string() }),
  at: time,
  state: z.enum(["scheduled", "delivered", "failed", "cancelled"]),
  attempts: z.int(),
  nextAt: time.nullable(),
  deliveredAt: time.nullable(),
  reason: z.string().nullable().meta({ description: "api.field.reminder-reason" }),
}).meta({ id: "TaskDelivery" });

export const mailServerAnswer = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(["tls", "starttls", "none"]),
  username: z.string(),
  hasPassword: z.boolean().meta({ description: "api.field.has-password" }),
  senderName: z.string(),
  senderAddress: z.string(),
  enabled: z.boolean(),
  version: z.int().meta({ description: "api.field.version" }),
  triedAt: time.nullable(),
  error: z.string().nullable().meta({ description: "api.field.mail-error" }),
}).meta({ id: "MailServer" });
