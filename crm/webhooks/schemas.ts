/** What may be said about webhooks. */
import { z } from "zod";
import { pageSchema } from "@/crm/page.ts";

const name = z.string().trim().min(1).max(120);
/** Web addresses without log-in and fragment; https unless the network inside is allowed. */
const url = z.string().trim().max(2_000).refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ["https:", "http:"].includes(protocol) && username === "" && password === "" && hash === "";
});
export const PATTERN = /^(\*|[a-z][a-z-]{0,39}\.(\*|[a-z][a-z-]{0,59}))$/;
const events = z.array(z.string().regex(PATTERN)).min(1).max(50).transform((all) => [...new Set(all)]);

export const createWebhookSchema = z.object({
  name,
  url,
  events,
  enabled: z.boolean().default(true),
  allowPrivate: z.boolean().default(false),
});
export const updateWebhookSchema = z.object({
  name: name.optional(),
  url: url.optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
  allowPrivate: z.boolean().optional(),
  version: z.number().int().optional(),
});
export const listDeliveriesSchema = pageSchema.extend({
  state: z.enum(["pending", "failed", "delivered", "dead"]).optional(),
});
